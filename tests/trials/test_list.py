"""docs/trials.md: every trial has its line, and every test that it names exists."""

import re

from tests.house import promise
from tests.house.rules import ROOT

COUNTS = {"FO": [*range(1, 12), 15], "ID": range(1, 14), "RA": range(1, 12), "UP": [*range(1, 10), 14], "CS": [*range(1, 9), 12], "EX": [*range(1, 6), 8],
          "FE": range(1, 9), "SS": [*range(1, 7), 9], "CR": range(1, 10), "XS": range(1, 7), "UN": range(1, 6), "TI": range(1, 6), "AU": [*range(1, 10), 11],
          "IN": range(1, 7), "RL": range(1, 7), "AG": range(1, 6), "OP": [*range(1, 5), 7]}
LINES = dict(re.findall(r"^\| ([A-Z]{2}-\d\d) \| .*? \| (.*?) \|$", (ROOT / "docs" / "trials.md").read_text(), re.M))


def test_every_trial_has_its_line():
    wanted = {f"{group}-{number:02d}" for group, numbers in COUNTS.items() for number in numbers}
    assert len(wanted) == 133
    assert sorted(wanted ^ set(LINES)) == []


def test_every_test_that_a_trial_names_exists_and_a_trial_without_one_says_why():
    wrong = []
    for name, shown in LINES.items():
        named = [test for test in re.findall(r"`([^`]+)`", shown) if "::" in test]
        wrong += [f"{name}: {test}" for test in named if test.partition("::")[2] not in promise.tests_in(test.partition("::")[0])]
        if not named and not re.match(r"not yet: \w+", shown):
            wrong.append(f"{name}: {shown}")
    assert wrong == []

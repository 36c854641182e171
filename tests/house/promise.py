"""docs/promise.md against the tests: every id has a line, every named test exists, and (after a run) every named test passed.

    python -m tests.house.promise FILE     FILE holds the outcomes of a run, as script/test writes them
"""

import ast
import json
import re
import sys
from functools import cache

from tests.house.rules import ROOT

PAGE = ROOT / "docs" / "promise.md"
DOMAIN = ROOT.parent / "shared" / "domain.md"
LINE = re.compile(r"^\| (S\d-\d\d) \| (.*?) \| (.*?) \|$", re.M)
NUMBERS = {"S0": 55, "S1": 31, "S2": 18, "S3": 22, "S4": 24}


def ids() -> list[str]:
    """Every id: from the page of the field where it is at hand, else as many of each source as it had."""
    if DOMAIN.is_file():
        first = DOMAIN.read_text().split("\n## 2.")[0]
        return re.findall(r"^\| (S\d-\d\d) \|", first, re.M)
    return [f"{source}-{number:02d}" for source, count in NUMBERS.items() for number in range(1, count + 1)]


def lines() -> dict[str, list[str]]:
    """{id: [tests]}; an empty list stands for "later"."""
    return {match[1]: re.findall(r"`([^`]+)`", match[3]) for match in LINE.finditer(PAGE.read_text())}


def missing() -> list[str]:
    """Ids without a line, lines without an id, and lines that name neither a test nor "later"."""
    have = lines()
    said = {match[1]: match[3] for match in LINE.finditer(PAGE.read_text())}
    wanted = ids()
    return ([f"{name}: no line" for name in wanted if name not in have] + [f"{name}: no such id" for name in have if name not in wanted]
            + [f"{name}: neither a test nor later" for name, tests in have.items() if not tests and said[name].strip() != "later"])


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests in a file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                     and node.name.startswith("test_"))


def unknown() -> list[str]:
    """Named tests that do not exist: `path::name`."""
    return [f"{name}: {test}" for name, tests in lines().items() for test in tests
            if test.partition("::")[2] not in tests_in(test.partition("::")[0])]


def not_passed(ran: list[str]) -> list[str]:
    """Named tests that did not pass in a run."""
    passed, bad = set(), set()
    for line in ran:
        node, outcome = json.loads(line)
        (passed if outcome == "passed" else bad).add(node.partition("[")[0])
    return [f"{name}: {test}" for name, tests in lines().items() for test in tests if test in bad or test not in passed]


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        short = not_passed(file.read().splitlines())
    kept = sum(bool(tests) for tests in lines().values())
    print(f"{kept} of {len(lines())} promises have tests; {len(lines()) - kept} come later.")
    print("\n".join(f"named and not passed: {words}" for words in short) or "Every test that is named passed.")
    sys.exit(1 if short else 0)

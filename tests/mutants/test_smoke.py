"""A few planted faults in the ordinary suite; all of them with `script/mutants` and with --long."""

import pytest

from tests.mutants.faults import FAULTS
from tests.mutants.run import HOUSE, every


def test_every_fault_can_still_be_planted():
    gone = [f"{fault.name}: {fault.path}" for fault in FAULTS if (HOUSE / fault.path).read_text().count(fault.old) != 1]
    assert gone == []


def test_there_are_enough_faults_and_each_names_tests_that_exist():
    assert len(FAULTS) >= 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        assert fault.tests
        for test in fault.tests:
            path, _colons, name = test.partition("::")
            assert (HOUSE / path).is_file(), test
            assert f"def {name}(" in (HOUSE / path).read_text() or not name, test


def test_a_few_planted_faults_are_caught():
    quick = [fault for fault in FAULTS if fault.quick]
    assert len(quick) == 4
    assert [f"{one.fault.name}: {one.verdict}\n{one.said}" for one in every(quick) if one.verdict != "caught"] == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_every_planted_fault_is_caught(part):
    assert [f"{one.fault.name}: {one.verdict}\n{one.said}" for one in every(FAULTS[part::4]) if one.verdict != "caught"] == []

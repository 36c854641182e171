"""Plant each fault in a copy of the tree, run only the tests that must notice it, and say which survived.

    python -m tests.mutants.run [--quick] [WORDS OF A NAME …]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.faults import FAULTS, Fault

HOUSE = Path(__file__).resolve().parents[2]
TAKEN = ("staffroom", "tests", "conftest.py", "pyproject.toml", "docs", "bench", "script")
HANG = 900


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: "caught", "SURVIVED", "NOT PLANTED" (its text is gone), "NOT RUN" (its tests do not start)."""

    fault: Fault
    verdict: str
    seconds: float
    said: str = ""


def copy_of(house: Path, place: Path) -> Path:
    """The tree without what was made from it, but for its bytecode: that holds for a file of the same moment and size alone, and `run` writes none."""
    for name in TAKEN:
        if (house / name).is_dir():
            shutil.copytree(house / name, place / name, ignore=shutil.ignore_patterns("static_built", "node_modules"))
        elif (house / name).is_file():
            shutil.copy2(house / name, place / name)
    return place


def try_fault(fault: Fault, tree: Path) -> Outcome:
    """Plant it, run its tests, take it out again."""
    began, path = time.monotonic(), tree / fault.path
    before = path.read_text() if path.is_file() else ""
    if before.count(fault.old) != 1:
        return Outcome(fault, "NOT PLANTED", 0, f"{fault.path}: the text stands there {before.count(fault.old)} times")
    path.write_text(before.replace(fault.old, fault.new))
    try:
        done = run(tree, fault.tests)
    except subprocess.TimeoutExpired:
        return Outcome(fault, "NOT RUN", time.monotonic() - began, f"its tests took longer than {HANG} seconds")
    finally:
        path.write_text(before)
    verdict = {0: "SURVIVED", 1: "caught"}.get(done.returncode, "NOT RUN")
    return Outcome(fault, verdict, time.monotonic() - began, "" if verdict == "caught" else done.stdout[-2_000:] + done.stderr[-500:])


def run(tree: Path, tests: tuple[str, ...], seconds: int = HANG) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name not in {"STAFFROOM_DATA", "STAFFROOM_RAN", "PYTEST_XDIST_WORKER"}}
    environment |= {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "CI": ""}
    return subprocess.run([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], cwd=tree, env=environment,
                          capture_output=True, text=True, timeout=seconds)


def every(faults: list[Fault], say=print) -> list[Outcome]:
    """First without a fault: tests that are red anyway would catch everything. Then with each."""
    with tempfile.TemporaryDirectory(prefix="staffroom-mutants-") as folder:
        tree = copy_of(HOUSE, Path(folder))
        every_test = tuple(dict.fromkeys(test for fault in faults for test in fault.tests))
        sound = run(tree, every_test, HANG * 4)
        if sound.returncode:
            say(sound.stdout[-3_000:])
            return [Outcome(fault, "NOT RUN", 0, "the tests are red without any fault") for fault in faults]
        outcomes = []
        for fault in faults:
            outcomes.append(try_fault(fault, tree))
            say(f"{outcomes[-1].verdict:<12} {outcomes[-1].seconds:6.1f} s  {fault.name} ({fault.path})")
            if outcomes[-1].verdict != "caught":
                say(outcomes[-1].said)
        return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only the few that the ordinary suite tries too")
    parser.add_argument("words", nargs="*", help="only faults whose name holds one of these words")
    options = parser.parse_args()
    faults = [fault for fault in FAULTS if (fault.quick or not options.quick) and (not options.words or any(word in fault.name for word in options.words))]
    outcomes = every(faults, lambda line: print(line, flush=True))
    caught = sum(one.verdict == "caught" for one in outcomes)
    print(f"{caught} of {len(outcomes)} planted faults were caught")
    return 0 if outcomes and caught == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())

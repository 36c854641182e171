"""The last line of `script/test`: all parts together, in the words pytest uses. Ends with 1 when anything failed."""

import json
import sys
from collections import Counter


def counted(lines: list[str]) -> Counter:
    """How many reports there were of each outcome."""
    return Counter(json.loads(line)[1] for line in lines)


def main(path: str, failed_parts: str, seconds: str) -> int:
    with open(path) as file:
        found = counted(file.read().splitlines())
    parts = [f"{found[outcome]} {outcome}" for outcome in ("failed", "passed", "skipped") if found[outcome]]
    if int(failed_parts):
        print(f"\n{failed_parts} of the parts did not end well.")
    print(f"{', '.join(parts) or 'no tests ran'} in {int(seconds)}s ({int(seconds) // 60}:{int(seconds) % 60:02d})")
    return 1 if found["failed"] or int(failed_parts) or not found["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

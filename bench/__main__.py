"""Measures an instance of this checkout and says how it stands to its budgets. Called by `script/bench`."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import board, live, pages, paint, papers, placing, row, standing, suggesting, weight, writing
from bench.place import Place, place

ROWS = ("V1", "V1p", "V2", "V3", "V4", "V7", "V8", "V9", "V10", "V13", "V15")


def main() -> int:
    ask = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    ask.add_argument("--quick", action="store_true", help="two rounds and fewer rows of data: to see that it works, not to say how fast it is")
    ask.add_argument("--forget", action="store_true", help="add nothing to bench/history.csv")
    ask.add_argument("rows", nargs="*", metavar="ROW", help=f"only these: {', '.join(ROWS)}")
    asked = ask.parse_args()
    if unknown := set(asked.rows) - set(ROWS):
        ask.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    rounds = 2 if asked.quick else 5
    found = measure(set(asked.rows or ROWS), rounds, quick=asked.quick)
    print(f"Staffroom at {row.commit()} on {row.machine()}; {rounds} rounds\n\n{row.table(found)}")
    if not asked.forget:
        row.keep(found, rounds)
    return any(one.verdict == row.BELOW for one in found)


def measure(wanted: set[str], rounds: int, *, quick: bool) -> list[row.Row]:
    """The rows that are wanted, in an order in which none disturbs the next."""
    found: list[row.Row] = []
    if wanted - {"V9", "V10", "V15"}:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), 100 if quick else 1_000, 300 if quick else 2_000) as here:
            for name, part in parts(here, rounds).items():
                if name in wanted:
                    print(f"{name} …", flush=True)
                    found += part()
    if "V10" in wanted:
        print("V10 …", flush=True)
        found += papers.certificates(rounds)
    if "V15" in wanted:
        print("V15 …", flush=True)
        found += suggesting.held_back()
    if "V9" in wanted:
        print("V9 …", flush=True)
        found += placing.measure(range(1, 2 if quick else 4), {"ours", *placing.RIVALS}, quick)
    if "V7" in wanted:
        print("V7 …", flush=True)
        found += live.phones(200 if quick else 2_000, 10 if quick else 40)
    return found


def parts(here: Place, rounds: int) -> dict[str, Callable[[], list[row.Row]]]:
    return {
        "V2": lambda: weight.statements(here), "V3": lambda: weight.bytes_and_requests(here),
        "V1": lambda: pages.signed_in(here, rounds, 1), "V1p": lambda: pages.public(here, rounds, 2), "V4": lambda: paint.slow_line(here, rounds),
        "V13": lambda: standing.footprint(here, rounds), "V8": lambda: writing.against_bare(here, rounds, 3),
        "V7": lambda: board.phones(here, 50 if rounds < 5 else 300, 5 if rounds < 5 else 20)}


if __name__ == "__main__":
    raise SystemExit(main())

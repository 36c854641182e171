"""`staffroom edcamp place`: a board for the cards of an edcamp, from a file, without an instance of Staffroom."""

import argparse
import json
import sys
import time
from pathlib import Path

SEARCH, PROOF = 0.5, 0.95  # of the seconds: the search has the first part, looking for a close bound what is left of the second


def add(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    place = acts.add_parser("place", help="place cards on a board: JSON in, JSON out", description=(
        "Place the sessions of INSTANCE.json on the board and print the placements as JSON: the best board found, a bound that no board passes, "
        "and why what is where it is. The same seed and steps give the same board."))
    place.add_argument("instance", metavar="INSTANCE.json", help="what is to be placed; - reads it from standard input")
    place.add_argument("--seconds", type=_seconds, metavar="N",
                       help="how long it may take, search and proof together (default: as long as the usual work takes, a few seconds)")
    place.add_argument("--seed", type=int, default=0, metavar="N", help="another seed finds another of several good boards (default: 0)")
    place.add_argument("--steps", type=_steps, metavar="N", help="how many steps the search takes (default: by size and seconds)")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def _steps(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return value


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem
    from staffroom.edcamps import placing
    try:
        instance = placing.read(_data(options.instance))
    except placing.BadInstance as problem:
        raise Problem(problem.sentence, 2) from None
    began = time.monotonic()
    placed = placing.place(instance, seconds=options.seconds and SEARCH * options.seconds, steps=options.steps, seed=options.seed)
    if options.seconds is None:
        placed = placing.prove(instance, placed)
    elif (left := PROOF * options.seconds - (time.monotonic() - began)) > 0:
        placed = placing.prove(instance, placed, seconds=left, work=sys.maxsize)
    print(json.dumps(placed.as_json(), ensure_ascii=False, indent=1))
    return 0


def _data(name: str) -> object:
    from staffroom.cli import Problem
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return json.loads(text.decode("utf-8-sig"))
    except OSError as error:
        raise Problem(f"cannot read {name} ({error.strerror}).", 2) from None
    except (ValueError, RecursionError) as error:
        raise Problem(f"instance is not JSON ({str(error)[:120]}).", 2) from None

"""`staffroom demo`: Juniper Valley, an invented district, with its people and a year of what they did."""

import argparse
import time


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-nobody", action="store_true", help="where people have accounts already, do nothing instead of refusing")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    preflight.instance()
    start_django()
    from staffroom.kit.acts import Refusal
    from staffroom.pages import demo
    preflight.ready()
    began = time.monotonic()
    try:
        made = demo.make()
    except Refusal as refusal:
        if options.if_nobody:
            say("No demo world was made: people have accounts here already.")
            return 0
        raise Problem(str(refusal), 3) from None
    if options.quiet:
        return 0
    if made:
        say(f"Juniper Valley: {made['people']} people, {made['bodies']} bodies, {made['lines']} things that happened in a year, "
            f"made in {time.monotonic() - began:.1f} seconds. Everybody is invented. Look round at /demo/.")
    else:
        say("Juniper Valley is here already; nothing was changed.")
    return 0

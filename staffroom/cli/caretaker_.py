"""`staffroom caretaker`: who looks after the wall."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", metavar="WHO", nargs="?", help="the code of an account, or an address that it lists; without it, who they are now")
    parser.add_argument("--end", action="store_true", help="this person looks after it no longer")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    preflight.existing()
    start_django()
    from staffroom.cli.export_ import account_of
    from staffroom.moderation import actions, queries
    preflight.ready()
    if options.who:
        act = actions.dismiss if options.end else actions.appoint
        act(by=None, person=account_of(options.who))
    elif options.end:
        raise Problem("say who: staffroom caretaker WHO --end.", 2)
    named = queries.caretakers()
    say("\n".join(f"{person.code}  {person}" for person in named) if named else "Nobody looks after the wall.")
    return 0

"""The `staffroom` command: one name, a few verbs, exit codes that mean something.

0 done · 1 it could not be done · 2 the words of the call are off · 3 refused, because it would not be safe.
Every verb lives in a module of this package with `add(parser)` and `run(options) -> int`; a verb is imported only when called.
"""

import argparse
import gc
import importlib
import os
import sys

from staffroom import __version__

VERBS = {
    "serve": "run everything on this machine: pages, live pages, background work, clock",
    "web": "run the pages alone (several machines: one of these on each)",
    "worker": "run the background work and the clock alone",
    "migrate": "bring the database up to date and load the starter commons",
    "check": "look whether this instance is set up safely",
    "demo": "make the demo world: an invented district, marked as demo on every page",
    "caretaker": "say who looks after the wall: reads reports, takes down, puts back",
    "import": "bring in offers, feeds or a whole account",
    "export": "write out a whole account",
    "backup": "write a backup while Staffroom runs",
    "restore": "put a backup into an empty folder",
    "credit": "say what counts by the rules of a pack (needs no instance)",
    "ledger": "check the hours ledger or a receipt, write it out, ask what happened",
    "badge": "check a badge or a learner record (needs no instance)",
    "issuer": "show the keys that sign transcripts, or sign with another one",
    "edcamp": "place the cards of an edcamp on its board (needs no instance)",
    "receive": "take a reply that the mail server hands over (reads one message)",
    "verify": "check a running instance, a backup or the hours in an archive, row by row and file by file",
}


class Problem(Exception):
    """Ends a command with one sentence that says what to do, and an exit code."""

    def __init__(self, words: str, code: int = 1):
        super().__init__(words)
        self.code = code


def start_django() -> None:
    """Set Django up for a command (settings from the environment and the data folder).

    What is imported stays until the process ends. It is not looked through for rubbish, neither meanwhile nor at the end: that took a third of a
    short command.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "staffroom.settings")
    gc.disable()
    import django
    from environs import EnvError
    try:
        django.setup()
    except EnvError as problem:
        raise Problem(f"{str(problem).rstrip('.')}. See docs/running/settings.md.", 3) from None
    gc.freeze()
    gc.enable()
    from django.conf import settings

    from staffroom.ui import languages
    languages.make(languages.LOCALE, settings.DATA / "locale")


def say(words: str) -> None:
    """Progress, for the person at the terminal."""
    print(words, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="staffroom", description="Staffroom: teachers' own professional learning.",
                                     epilog="Exit codes: 0 done, 1 could not be done, 2 unusable call, 3 refused as unsafe.")
    parser.add_argument("--version", action="version", version=f"staffroom {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    modules = {}
    for name, words in VERBS.items():
        verb = verbs.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        verb.add_argument("--data", metavar="DIR", help="the folder of this instance (default: STAFFROOM_DATA, else ./data)")
        if arguments and name == next((a for a in arguments if not a.startswith("-")), None):
            modules[name] = importlib.import_module(f"staffroom.cli.{name}_")
            modules[name].add(verb)
    options = parser.parse_args(arguments)
    os.umask(0o077)  # what an instance writes is for the person it runs as, and for nobody else on the machine
    if options.data:
        os.environ["STAFFROOM_DATA"] = os.path.abspath(options.data)
    try:
        return modules[options.verb].run(options) or 0
    except Problem as problem:
        print(f"staffroom: {problem}", file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        return 130

"""`staffroom migrate`: the tables, then the commons."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    import importlib.util

    from staffroom.cli import preflight, say, start_django
    preflight.instance()
    start_django()
    from django.core.management import call_command
    call_command("migrate", verbosity=0, interactive=False)
    from staffroom.topics import actions as topics
    topics.load(by=None)
    words = "The tables are up to date."
    if importlib.util.find_spec("staffroom.catalogue.actions"):
        from staffroom.catalogue import actions as catalogue
        counts = catalogue.load_commons(by=None)
        words += f" Commons: {counts.added} new, {counts.changed} changed, {counts.same} as they were."
    if not options.quiet:
        say(words)
    return 0

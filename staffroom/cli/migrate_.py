"""`staffroom migrate`: the tables, then the commons."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import say, start_django
    start_django()
    from django.core.management import call_command
    call_command("migrate", verbosity=0, interactive=False)
    from staffroom.topics import actions as topics
    topics.load(by=None)
    from staffroom.catalogue import actions as catalogue
    counts = catalogue.load_commons(by=None)
    if not options.quiet:
        say(f"The tables are up to date. Commons: {counts.added} new, {counts.changed} changed, {counts.same} as they were.")
    return 0

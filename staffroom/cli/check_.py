"""`staffroom check`: is this instance set up safely?"""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deploy", action="store_true", help="also what matters on the open internet")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, say, start_django
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    from staffroom.kit import health
    preflight.folder(settings.DATA, sqlite=not settings.DATABASE_URL)
    preflight.secrets(settings.DATA)
    preflight.address(settings.BASE_URL, lan=settings.LAN, debug=settings.DEBUG)
    call_command("check", deploy=options.deploy, fail_level="WARNING")
    state = health.look()
    for name, value in state.facts.items():
        say(f"{name}: {value}")
    for problem in state.problems:
        say(f"Not well: {problem}")
    return 1 if state.problems else 0

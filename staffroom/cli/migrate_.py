"""`staffroom migrate`: the tables, then the commons."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, say, start_django
    preflight.instance()
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    call_command("migrate", verbosity=0, interactive=False)
    if settings.TRIAL_LANGUAGES:
        from staffroom.ui import pseudo
        pseudo.write(settings.PACKAGE, settings.DATA / "locale")
    from staffroom.topics import actions as topics
    topics.load(by=None)
    words = "The tables are up to date."
    from staffroom.frameworks import actions as frameworks
    frameworks.load_commons(by=None)
    from staffroom.catalogue import actions as catalogue
    counts = catalogue.load_commons(by=None)
    words += f" Commons: {counts.added} new, {counts.changed} changed, {counts.same} as they were."
    (settings.DATA / "commons").write_text(_commons_state())
    if not options.quiet:
        say(words)
    return 0


def is_due() -> bool:
    """Is a step of the tables waiting, or did the commons change? Needs Django set up."""
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor
    try:
        executor = MigrationExecutor(connections["default"])
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes())) or not _commons_known()
    except DatabaseError:
        return True
    finally:
        connections.close_all()


def _commons_known() -> bool:
    from django.conf import settings
    stamp = settings.DATA / "commons"
    return stamp.is_file() and stamp.read_text() == _commons_state()


def _commons_state() -> str:
    """A digest of the commons that came with this Staffroom."""
    import hashlib

    from django.conf import settings
    hasher = hashlib.sha256()
    for path in sorted(settings.PACKAGE.glob("*/commons/**/*")):
        if path.is_file():
            hasher.update(path.read_bytes())
    return hasher.hexdigest()

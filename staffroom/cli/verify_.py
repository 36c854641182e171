"""`staffroom verify`: look at a running instance, at a backup or at the hours in somebody's archive, and say whether everything fits together."""

import argparse
import os
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", nargs="?", help="a backup to look through, or the archive of an account; without it, the instance itself")
    parser.add_argument("--key-file", metavar="FILE", default=os.environ.get("STAFFROOM_BACKUP_KEY_FILE"),
                        help="the file that holds the passphrase of the backup (default: STAFFROOM_BACKUP_KEY_FILE)")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, start_django
    from staffroom.cli.ledger_ import is_archive, verify_file
    if options.backup and is_archive(options.backup):
        return verify_file(options.backup)
    if not options.backup:
        preflight.existing()
    start_django()
    return _backup(options) if options.backup else _instance()


def _backup(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, say
    from staffroom.cli.backup_ import passphrase
    from staffroom.kit.backup import read
    from staffroom.kit.backup.frames import Damaged, NeedsPassphrase
    try:
        seen = read.look_through(Path(options.backup), passphrase(options))
        read.judge(seen, seen.about["kind"])
    except (read.Refused, Damaged, NeedsPassphrase) as problem:
        raise Problem(str(problem)) from None
    except OSError as error:
        raise Problem(f"cannot read {options.backup} ({error.strerror}).") from None
    if seen.about["kind"] == "keys":
        until = seen.about["throw_away_after"][:10]
        say(f"Whole: the keys of {len(seen.keys):,} accounts, of {seen.about['made_at'][:19]} UTC; throw it away after {until}.")
    else:
        say("Whole: {:,} rows and {:,} files".format(*seen.counts) + f", of {seen.about['made_at'][:19]} UTC, by Staffroom {seen.about['version']}.")
        for name in seen.manifest["missing"]:
            say(f"Missing already when it was made: {name}")
    return 0


def _instance() -> int:
    from django.db import DatabaseError

    from staffroom.cli import Problem, say
    from staffroom.kit.backup.verify import verify
    try:
        found = verify()
    except (OSError, DatabaseError) as problem:
        raise Problem(f"could not look at everything ({problem}).") from None
    for name, count in found.facts.items():
        say(f"{name}: {count:,}")
    for words in found.notes:
        say(f"Worth knowing: {words}")
    for words in found.problems:
        say(f"Wrong: {words}")
    say("Something is wrong." if found.problems else "Everything fits together.")
    return 1 if found.problems else 0

"""`staffroom restore`: put a backup into an empty instance, after looking through all of it."""

import argparse
import os
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", help="the file staffroom-….backup")
    parser.add_argument("--keys", metavar="FILE", help="the file staffroom-keys-….backup: the newest one, so that what was erased stays erased")
    parser.add_argument("--without-keys", action="store_true", help="restore although private words cannot be read without their keys")
    parser.add_argument("--key-file", metavar="FILE", default=os.environ.get("STAFFROOM_BACKUP_KEY_FILE"),
                        help="the file that holds the passphrase of the backup (default: STAFFROOM_BACKUP_KEY_FILE)")


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    from staffroom.cli.backup_ import passphrase
    preflight.instance(half_restored=True)
    if not options.keys and not options.without_keys:
        raise Problem("name the backup of the keys with --keys, or say --without-keys: then no private word can be read.", 2)
    start_django()
    from django.db import DatabaseError

    from staffroom.kit.backup import restore
    from staffroom.kit.backup.frames import Damaged, NeedsPassphrase
    try:
        found = restore.plan(Path(options.backup), Path(options.keys) if options.keys else None, passphrase(options))
    except (restore.Refused, Damaged, NeedsPassphrase) as problem:
        raise Problem(f"{problem} Nothing was touched.", 3) from None
    except (OSError, DatabaseError) as problem:
        raise Problem(f"the backup could not be looked through ({getattr(problem, 'strerror', None) or problem}). Nothing was touched.") from None
    say(f"The backup of {found.data.about['made_at'][:19]} UTC is whole. Putting it back …")
    try:
        restore.restore(found, say)
    except (restore.Refused, OSError, DatabaseError) as problem:
        raise Problem(f"the restore did not finish ({problem}). Mend that and run it again.") from None
    if found.without_key_count:
        say(f"{found.without_key_count} accounts have no key (erased since, or restored without keys): their private words cannot be read.")
    say("Restored. Everybody signs in again.")
    return 0

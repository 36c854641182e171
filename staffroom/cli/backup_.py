"""`staffroom backup`: two files, one with every row and file, one with the wrapped keys."""

import argparse
import os
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where to write, such as a disk that is kept elsewhere")
    parser.add_argument("--key-file", metavar="FILE", default=os.environ.get("STAFFROOM_BACKUP_KEY_FILE"),
                        help="a file that holds a passphrase for the backup (default: STAFFROOM_BACKUP_KEY_FILE)")


def passphrase(options: argparse.Namespace) -> bytes | None:
    """The first line of the key file, if one is named."""
    from staffroom.cli import Problem
    if not options.key_file:
        return None
    try:
        words = Path(options.key_file).read_bytes().split(b"\n")[0].strip()
    except OSError as error:
        raise Problem(f"cannot read {options.key_file} ({error.strerror}).") from None
    if len(words) < 12:
        raise Problem(f"{options.key_file} holds fewer than 12 characters; a passphrase for a backup must be longer.")
    return words


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    preflight.existing()
    start_django()
    from django.db import DatabaseError

    from staffroom.kit import clock
    from staffroom.kit.backup import make
    words = passphrase(options)
    folder = Path(options.folder).absolute()
    if make.in_data(folder):
        raise Problem(f"{folder} lies in the folder that is to be backed up; name another.", 2)
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = make.backup(folder / f"staffroom-{stamp}.backup", words, say)
        keys = make.backup_keys(folder / f"staffroom-keys-{stamp}.backup", words)
        old = make.old_keys(folder, clock.now())
        for path in old:
            path.unlink()
    except (OSError, DatabaseError) as problem:
        raise Problem(f"no backup was made ({getattr(problem, 'strerror', None) or problem}).") from None
    _tell(made, keys, len(old), words is not None, say)
    return 1 if made.missing else 0


def _tell(made, keys, old_count: int, locked: bool, say) -> None:
    from staffroom.kit.backup.make import KEYS_DAYS
    say(f"Written: {made.path} ({made.size:,} bytes)")
    say(f"Written: {keys.path} (keys of {keys.row_count:,} accounts; throw it away after {KEYS_DAYS} days)")
    if old_count:
        say(f"Thrown away: {old_count} backups of keys older than {KEYS_DAYS} days.")
    if not locked:
        say("Neither file is under a passphrase. Private words in it are sealed; names, addresses and published words are not. See --key-file.")
    say("Not in either file: the wrapping key. Keep a copy of it elsewhere, or no private word can be read again.")
    for name in made.missing:
        say(f"Missing: a row names the file {name}, which is not there.")

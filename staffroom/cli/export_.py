"""`staffroom export`: everything of one account as one file, for somebody who cannot fetch it themselves; or the day of an edcamp."""

import argparse
import os
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--account", metavar="WHO", help="the code of an account, or an address that it lists")
    what.add_argument("--edcamp", metavar="CODE", help="the code of an edcamp: its day as a file, for another Staffroom")
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write, such as everything.zip or day.json; it must not exist yet")


def account_of(words: str):
    """The one account of a code or an address."""
    from staffroom.cli import Problem
    from staffroom.exchange.queries import accounts_named
    found = accounts_named(words)
    if not found:
        raise Problem(f"no account has the code or the address {words!r}.")
    if len(found) > 1:
        raise Problem(f"{len(found)} accounts list {words!r}. Name one by its code: {', '.join(account.code for account in found)}.", 2)
    return found[0]


def new_file(out: Path) -> int:
    """A file that was not there before, for nobody else on this machine."""
    from staffroom.cli import Problem
    try:
        return os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Problem(f"cannot write {out} ({error.strerror}). Name a file that does not exist yet.") from None


def day(code: str, out: Path) -> int:
    """The day of an edcamp, with names and without accounts."""
    from staffroom.cli import Problem, say
    from staffroom.edcamps import carrying, queries
    from staffroom.edcamps.models import Edcamp
    edcamp = Edcamp.objects.select_related("event").filter(code=code).first()
    if edcamp is None:
        raise Problem(f"No edcamp here has the code {code}.", 2)
    written = carrying.write(queries.day_of(edcamp))
    with os.fdopen(new_file(out), "wb") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    say(f"Written: {out} ({len(written):,} bytes). Whoever has it reads the names of those who were there.")
    return 0


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import preflight, say, start_django
    preflight.existing()
    start_django()
    from staffroom.exchange import actions, archive
    preflight.ready()
    if options.edcamp:
        return day(options.edcamp, Path(options.out).absolute())
    account, out = account_of(options.account), Path(options.out).absolute()
    handle = new_file(out)
    actions.note_host_export(by=None, account=account)
    try:
        with os.fdopen(handle, "wb") as file:
            size = 0
            for piece in archive.pieces(archive.members(account)):
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    say(f"Written: {out} ({size:,} bytes). Whoever has it can read it. Its owner reads in the access log that it was made.")
    return 0

"""`staffroom ledger`: check the hours ledger or a file of it, write it out for whoever audits, ask whether an operation happened."""

import argparse
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

EXITS = {True: 0, False: 1, None: 2}
INSIDE = "ledger.jsonl"


def add(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser("verify", help="check the ledger of this instance, or a file", description=(
        "Check FILE: a receipt, the archive of an account (zip), a list of checkpoints or a whole ledger. Needs no instance and asks nobody. Without "
        "FILE the ledger of this instance is checked. Names the first wrong line. Exit codes: 0 all holds, 1 something is wrong, 2 something could "
        "not be checked: it is not sealed yet, or is no such file."))
    verify.add_argument("file", metavar="FILE", nargs="?", help="without it, the ledger of this instance")
    verify.add_argument("--kept", action="append", metavar="FILE", default=[],
                        help="checkpoints that were kept elsewhere (a receipt, an archive, the public list): history must still say the same")
    verify.add_argument("--key", action="append", metavar="KEY", default=[], help="the public key that must have signed; otherwise keys are named")
    verify.add_argument("--json", action="store_true", help="say it as JSON")
    export = acts.add_parser("export", help="write the whole ledger of this instance, for whoever audits it")
    export.add_argument("file", metavar="FILE", help="a new file")
    happened = acts.add_parser("happened", help="did the operation with this id happen? Exit codes: 0 yes, 1 no")
    happened.add_argument("op_id", metavar="OPERATION", type=UUID, help="the id that its form carried")


def run(options: argparse.Namespace) -> int:
    if options.act == "verify" and options.file:
        return verify_file(options.file, options.key, options.kept, as_json=options.json)
    from staffroom.cli import preflight, start_django
    preflight.existing()
    start_django()
    return {"verify": _instance, "export": _export, "happened": _happened}[options.act](options)


def verify_file(name: str, trusted: Iterable[str] = (), kept: Iterable[str] = (), *, as_json: bool = False) -> int:
    """Check a file and say what was found; the exit code."""
    from staffroom.cli import Problem
    from staffroom.ledger import checking
    try:
        found = checking.check(_lines(name), trusted, _kept(kept))
    except checking.Unreadable as problem:
        raise Problem(f"{name}: {problem}.", 2) from None
    return _say(found, as_json=as_json)


def is_archive(name: str) -> bool:
    """Is this the archive of an account, with hours in it?"""
    try:
        with zipfile.ZipFile(name) as zipped:
            return INSIDE in zipped.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _lines(name: str) -> Iterator[str]:
    from staffroom.cli import Problem
    from staffroom.ledger.checking import MOST_LINE
    try:
        if is_archive(name):
            with zipfile.ZipFile(name) as zipped, zipped.open(INSIDE) as inside:
                yield from _read(io.TextIOWrapper(inside, "utf-8"), MOST_LINE)
        else:
            with Path(name).open(encoding="utf-8") as file:
                yield from _read(file, MOST_LINE)
    except UnicodeDecodeError:
        raise Problem(f"{name} is no file of a ledger.", 2) from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError):
        raise Problem(f"{name} is damaged.", 2) from None
    except OSError as error:
        raise Problem(f"cannot read {name} ({error.strerror}).", 2) from None


def _read(file: io.TextIOBase, most: int) -> Iterator[str]:
    """Lines, none longer than one may be."""
    while line := file.readline(most + 1):
        yield line


def _kept(names: Iterable[str]) -> dict[int, dict[str, Any]]:
    from staffroom.cli import Problem
    from staffroom.ledger import checking
    found: dict[int, dict[str, Any]] = {}
    for name in names:
        try:
            found |= checking.checkpoints_in(_lines(name))
        except checking.Unreadable as problem:
            raise Problem(f"{name}: {problem}.", 2) from None
    return found


def _say(found: Any, *, as_json: bool) -> int:
    from staffroom.cli import say
    if as_json:
        print(json.dumps({"ok": found.ok, "postings": found.postings, "checkpoints": found.checkpoints, "minutes": found.minutes, "keys": found.keys,
                          "not_sealed": found.unsealed, "wrong": [{"what": one.kind, "number": one.number, "code": one.code} for one in found.wrong]},
                         ensure_ascii=False, indent=1))
        return EXITS[found.ok]
    say(f"Postings: {found.postings:,}. Checkpoints: {found.checkpoints:,}.")
    if len(found.minutes) == 1:
        say("Minutes that stand in book {}: {:,}.".format(*next(iter(found.minutes.items()))))
    for number, key in enumerate(found.keys):
        say(f"{'Signed' if not number else 'Worth knowing: also signed'} by the key {key}")
    for number in found.unsealed:
        say(f"Not checked: posting {number} is not sealed yet.")
    for one in found.wrong:
        say(f"Wrong: {one}.")
    say({True: "All of it holds.", False: f"Something is wrong, first at {found.wrong[0].kind} {found.wrong[0].number}." if found.wrong else "",
         None: "What could be checked holds." if found.postings or found.checkpoints else "There is nothing in it."}[found.ok])
    return EXITS[found.ok]


def _instance(options: argparse.Namespace) -> int:
    from staffroom.kit.backup.rows import still
    from staffroom.ledger import checking, written
    with still():
        found = written.walk(checking.Whole(options.key, _kept(options.kept)))
    code = _say(found, as_json=options.json)
    return 0 if found.ok is None else code  # an empty ledger is in order


def _export(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, say
    from staffroom.kit.backup.rows import still
    from staffroom.ledger import written
    count = 0
    try:
        with Path(options.file).open("x", encoding="utf-8") as file, still():
            for line in written.whole():
                file.write(line)
                count += 1
    except FileExistsError:
        raise Problem(f"{options.file} is there already; name a new file.") from None
    except OSError as error:
        raise Problem(f"cannot write {options.file} ({error.strerror}).") from None
    say(f"Lines: {count:,}. Check it anywhere: staffroom ledger verify {options.file}")
    return 0


def _happened(options: argparse.Namespace) -> int:
    from staffroom.cli import say
    from staffroom.ledger.queries import happened
    row = happened(options.op_id)
    if row is None:
        say("No: nothing was posted by this operation.")
        return 1
    what = "took back" if row.reverses_id else "accepted"
    say(f"Yes: posting {row.number} {what} {abs(row.minutes):,} minutes, {row.made_at:%Y-%m-%d %H:%M:%S} UTC, by {row.pack} {row.version}.")
    return 0

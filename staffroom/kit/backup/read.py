"""Look through a backup from its first byte to its last, and judge it, before anything is done with it."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

from staffroom import __version__
from staffroom.kit import keystore
from staffroom.kit.backup.frames import Damaged, Reader
from staffroom.kit.backup.make import FORM
from staffroom.kit.backup.rows import Tally

ACCOUNTS = "people.account"


class Refused(Exception):
    """This backup may not be put back here; the words say why and what to do."""


@dataclass
class Seen:
    """A backup that was read to its end and found whole."""

    about: dict[str, Any]
    manifest: dict[str, Any]
    accounts: set[str] = field(default_factory=set)
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[int, int]:
        """(rows, files)"""
        tables = self.manifest.get("tables", {})
        return sum(table["count"] for table in tables.values()), sum(name.startswith("files/") for name in self.manifest["members"])


def members(path: Path, passphrase: bytes | None = None) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of all members in their order. Raises Damaged, NeedsPassphrase."""
    with open(path, "rb") as file:
        reader = Reader(file, passphrase)
        try:
            with tarfile.open(mode="r|", fileobj=reader, bufsize=65_536) as tar:  # type: ignore[call-overload]  # reads only
                for info in tar:
                    inside = tar.extractfile(info) if info.isreg() else None
                    if inside is None:
                        raise Damaged("there is something in this backup that Staffroom does not put there.")
                    yield info.name, inside.read()
        except tarfile.TarError:
            raise Damaged("the inside of this backup is not in order.") from None
        reader.read()


def look_through(path: Path, passphrase: bytes | None = None) -> Seen:
    """Read every byte, compare every digest and every count. Raises Damaged, NeedsPassphrase, Refused."""
    try:
        return _look(path, passphrase)
    except (ValueError, KeyError, IndexError, TypeError):
        raise Damaged("the inside of this backup is not in order.") from None


def _look(path: Path, passphrase: bytes | None) -> Seen:
    about: dict[str, Any] = {}
    digests: dict[str, str] = {}
    tallies: dict[str, Tally] = {}
    seen = Seen(about, {})
    for name, data in members(path, passphrase):
        if name == "manifest.json":
            seen.manifest = json.loads(data)
            continue
        digests[name] = hashlib.sha256(data).hexdigest()
        if name == "about.json":
            about.update(json.loads(data))
            _known_form(about)
        elif name == "keys.json":
            seen.keys = json.loads(data)
        elif name.startswith("rows/"):
            _count(tallies.setdefault(name.split("/")[1], Tally()), name, data, seen)
    if not about or seen.manifest.get("members") != digests:
        raise Damaged("what is in this backup is not what its list says.")
    for label, table in seen.manifest.get("tables", {}).items():
        if tallies.get(label, Tally()).said() != table:
            raise Damaged(f"the rows of {label} are not the ones that were written.")
    return seen


def _count(found: Tally, name: str, data: bytes, seen: Seen) -> None:
    place = seen.about["columns"][ACCOUNTS].index("id") if name.startswith(f"rows/{ACCOUNTS}/") else None
    for line in data.removesuffix(b"\n").split(b"\n"):
        found.add(line)
        if place is not None:
            seen.accounts.add(json.loads(line)[place])


def _known_form(about: dict[str, Any]) -> None:
    if about.get("form") != FORM:
        raise Refused(f"this backup was made by Staffroom {about.get('version')}, in a form that {__version__} does not know. "
                      "Install that version or a newer one.")


def judge(seen: Seen, kind: str) -> None:
    """Raises Refused for a backup of another kind, or of a newer Staffroom."""
    if seen.about["kind"] != kind:
        raise Refused(f"this is a backup of the {seen.about['kind']}; a backup of the {kind} is needed here.")
    ours = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    newer = sorted(set(seen.about["migrations"]) - ours)
    if newer:
        raise Refused(f"this backup was made by Staffroom {seen.about['version']}, newer than this one ({__version__}): it holds {newer[0]}. "
                      "Install that version first.")


def judge_keys(data: Seen, keys: Seen) -> int:
    """How many accounts have no key (erased since). Raises Refused for the keys of another instance, or under another wrapping key."""
    judge(keys, "keys")
    without = data.accounts - set(keys.keys)
    if data.accounts and without == data.accounts:
        raise Refused("these keys belong to another instance: not one of its accounts has a key in that file.")
    try:
        for account, row in keys.keys.items():
            keystore.unwrap(account, row["wrapped"])
    except keystore.WrongWrappingKey:
        raise Refused("the wrapping key here does not open these keys. "
                      "Put the one of that instance in the place of STAFFROOM_WRAPPING_KEY_FILE.") from None
    return len(without)

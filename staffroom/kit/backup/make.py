"""Write a backup while Staffroom runs: one view of all rows, then the files those rows name.

Files are written before the row that names them and never changed, so a file named in that view is on the disk unless its row was
taken away meanwhile; then the whole is begun again.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from staffroom import __version__
from staffroom.kit import clock, keystore
from staffroom.kit.backup import rows
from staffroom.kit.backup.frames import Writer
from staffroom.kit.disk import keep_names

FORM = 1
KEYS_DAYS = 30
ROUNDS = 3


class FileGone(Exception):
    """A file named by a row was not there when its turn came."""


@dataclass
class Made:
    """What a backup holds."""

    path: Path
    row_count: int = 0
    file_count: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)


class Archive:
    """The tar inside the pieces: a member at a time, each noted with its digest."""

    def __init__(self, path: Path, passphrase: bytes | None):
        self.path, self.part = path, path.with_name(f".{path.name}.part")
        self.raw = open(os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")  # noqa: SIM115  # closed by finish or give_up
        self.writer = Writer(self.raw, passphrase)
        self.tar = tarfile.open(mode="w|", fileobj=self.writer, format=tarfile.PAX_FORMAT, bufsize=65_536)  # type: ignore[call-overload]  # noqa: SIM115  # writes only
        self.digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o600
        self.tar.addfile(info, io.BytesIO(data))
        self.digests[name] = hashlib.sha256(data).hexdigest()

    def finish(self) -> int:
        """Close and put it under its name, so that it is there whole or not at all; its size."""
        self.tar.close()
        self.writer.close()
        self.raw.flush()
        os.fsync(self.raw.fileno())
        self.raw.close()
        self.part.replace(self.path)
        keep_names(self.path.parent)
        return self.path.stat().st_size

    def give_up(self) -> None:
        self.raw.close()
        self.part.unlink(missing_ok=True)


def about(kind: str, at: datetime) -> dict[str, Any]:
    """What can be known of a backup from its first bytes."""
    return {"form": FORM, "kind": kind, "version": __version__, "made_at": at.isoformat(), "engine": connection.vendor,
            "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())}


def named_files() -> Iterator[tuple[type[models.Model], str, str]]:
    """(model, column, folder) for each column that names a stored file: models declare `holds_files`."""
    for model in apps.get_models():
        for column, folder in getattr(model, "holds_files", {}).items():
            yield model, column, folder


def stored_names() -> Iterator[str]:
    """All files that rows name, by their path in the storage."""
    for model, column, folder in named_files():
        for name in model._base_manager.exclude(**{column: ""}).order_by("pk").values_list(column, flat=True):
            yield f"{folder}/{name}"


def _write_rows(archive: Archive, say: Callable[[str], None]) -> dict[str, Any]:
    tables = {}
    for model in rows.kept_models(apps):
        label, found = model._meta.label_lower, rows.Tally()
        for number, part in enumerate(rows.lines(model)):
            for line in part:
                found.add(line)
            archive.add(f"rows/{label}/{number:06d}.jsonl", b"\n".join(part) + b"\n")
        tables[label] = found.said()
    say(f"Rows: {sum(table['count'] for table in tables.values()):,} in {len(tables)} tables.")
    return tables


def _write_files(archive: Archive, names: list[str], missing: set[str]) -> list[str]:
    for name in names:
        try:
            with default_storage.open(name) as file:
                data = file.read()
        except FileNotFoundError:
            if name not in missing:
                raise FileGone(name) from None
        else:
            archive.add(f"files/{name}", data)
    return [name for name in names if name in missing]


def _attempt(path: Path, passphrase: bytes | None, missing: set[str], say: Callable[[str], None]) -> Made:
    archive = Archive(path, passphrase)
    try:
        with rows.still():
            columns = {model._meta.label_lower: [field.attname for field in rows.fields_of(model)] for model in rows.kept_models(apps)}
            archive.add("about.json", json.dumps({**about("instance", clock.now()), "columns": columns}).encode())
            tables = _write_rows(archive, say)
            names = list(stored_names())
        lost = _write_files(archive, names, missing)
        say(f"Files: {len(names) - len(lost):,}.")
        archive.add("manifest.json", json.dumps({"tables": tables, "members": dict(archive.digests), "missing": lost}).encode())
        size = archive.finish()
    except BaseException:
        archive.give_up()
        raise
    return Made(path, sum(table["count"] for table in tables.values()), len(names) - len(lost), size, lost)


def backup(path: Path, passphrase: bytes | None = None, say: Callable[[str], None] = lambda words: None) -> Made:
    """Write the rows and files of this instance to `path`. Raises OSError; nothing is left of a backup that failed."""
    missing: set[str] = set()
    for _round in range(ROUNDS):
        try:
            return _attempt(path, passphrase, missing, say)
        except FileGone as gone:
            name = str(gone)
            if name in set(stored_names()):
                missing.add(name)  # its row is still there: the file is truly lost, and the backup says so
    raise OSError(f"files changed too fast; {ROUNDS} attempts were not enough. Try again.")


def backup_keys(path: Path, passphrase: bytes | None = None) -> Made:
    """Write the wrapped keys of all accounts to a file of their own. They open nothing without the wrapping key."""
    archive = Archive(path, passphrase)
    at = clock.now()
    try:
        archive.add("about.json", json.dumps({**about("keys", at), "throw_away_after": (at + timedelta(days=KEYS_DAYS)).isoformat()}).encode())
        kept = keystore.wrapped()
        archive.add("keys.json", json.dumps(kept, sort_keys=True).encode())
        archive.add("manifest.json", json.dumps({"members": dict(archive.digests), "count": len(kept)}).encode())
        return Made(path, len(kept), 0, archive.finish())
    except BaseException:
        archive.give_up()
        raise


def old_keys(folder: Path, now: datetime) -> list[Path]:
    """Backups of keys in a folder that are older than they may become."""
    before = (now - timedelta(days=KEYS_DAYS)).timestamp()
    return sorted(path for path in folder.glob("staffroom-keys-*.backup") if path.stat().st_mtime < before)


def in_data(path: Path) -> bool:
    """Would this path lie inside the folder that it is a backup of?"""
    return path.resolve().is_relative_to(Path(settings.DATA).resolve())

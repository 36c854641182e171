"""What many tests begin with is made once in a process, by the product's own acts; every further test gets the same rows, files and keys laid out
again inside its own transaction, which takes a twentieth of the time. It comes first in a test, on tables that hold nothing of their own yet."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import connection

from staffroom.kit import keystore

Rows = dict[str, tuple[list[str], list[tuple]]]


@dataclass
class Kept:
    made: Any
    rows: Rows
    keys: dict[str, dict]
    files: tempfile.TemporaryDirectory


_kept: dict[Callable, Kept] = {}


def laid(make: Callable, media: Path | None = None) -> Any:
    """What `make()` makes, and returns; `media` is the folder of its files."""
    if make not in _kept:
        before, keys_before = _rows(), keystore.wrapped()
        made, after = make(), _rows()
        _must_be_first([table for table in before if after.get(table) != before[table]])
        files = tempfile.TemporaryDirectory(prefix="staffroom-laid-")
        if media and media.is_dir():
            shutil.copytree(media, files.name, dirs_exist_ok=True)
        _kept[make] = Kept(copy.deepcopy(made), {table: after[table] for table in after.keys() - before.keys()},
                           {account: key for account, key in keystore.wrapped().items() if account not in keys_before}, files)
        return made
    kept = _kept[make]
    _must_be_first([table for table in kept.rows if _holds(table)])
    _put(kept.rows)
    keystore.put_back(kept.keys)
    if media:
        shutil.copytree(kept.files.name, media, dirs_exist_ok=True)
    return copy.deepcopy(kept.made)


def forget(make: Callable) -> None:
    _kept.pop(make, None)


def _must_be_first(mixed: list[str]) -> None:
    if mixed:
        raise RuntimeError(f"what is laid out comes first in a test, and something stands in {mixed} already")


def _holds(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        return cursor.fetchone() is not None


def _rows() -> Rows:
    """Every table that holds something; the engine's own index follows from the rest."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("kit_search_fts"):
                columns = _columns(cursor, table)
                cursor.execute(f"SELECT {', '.join(columns)} FROM {connection.ops.quote_name(table)}")
                if rows := [tuple(map(_plain, row)) for row in cursor.fetchall()]:
                    found[table] = columns, rows
    return found


def _columns(cursor, table: str) -> list[str]:
    """All that can be written."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'", [table])
        return [connection.ops.quote_name(name) for name, in cursor.fetchall()]
    return [connection.ops.quote_name(line.name) for line in connection.introspection.get_table_description(cursor, table)]


def _plain(value: Any) -> Any:
    """As it is handed back to the engine."""
    if isinstance(value, memoryview):
        return bytes(value)
    return str(value) if connection.vendor == "sqlite" and isinstance(value, date | time) else value


def _put(kept: Rows) -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({', '.join(columns)}) VALUES ({places})", rows)


def commons() -> None:
    """The topics and the commons that ship, for `laid`."""
    from staffroom.catalogue import actions as catalogue
    from staffroom.topics import actions as topics
    topics.load(by=None)
    catalogue.load_commons(by=None)

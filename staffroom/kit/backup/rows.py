"""Every row as a line of JSON, the same from SQLite and from PostgreSQL, so that a backup of one goes into the other."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

AT_ONCE = 500
# Sessions are left out: after a restore everybody signs in again. What Django makes by itself is made again by migrating.
LEFT_OUT = {"sessions.session", "usersessions.usersession", "contenttypes.contenttype", "auth.permission"}


def kept_models(apps) -> list[type[models.Model]]:
    """All models with rows of their own that belong into a backup; those that others point to come first."""
    wanted = [model for model in apps.get_models(include_auto_created=True)
              if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT]
    ordered: list[type[models.Model]] = []
    inside = {model._meta.label_lower for model in wanted}

    def place(model, above: tuple[str, ...]) -> None:
        if model in ordered or model._meta.label_lower in above:
            return
        for field in model._meta.concrete_fields:
            target = field.remote_field.model if field.remote_field else None
            if target is not None and target._meta.label_lower in inside:
                place(target, (*above, model._meta.label_lower))
        ordered.append(model)

    for model in sorted(wanted, key=lambda model: model._meta.label_lower):
        place(model, ())
    return ordered


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that are written (not those the database computes)."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case UUID() | Decimal():
            return str(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case bytes() | memoryview() | bytearray():
            return base64.b64encode(bytes(value)).decode()
        case _:
            return value


def lines(model: type[models.Model]) -> Iterator[list[bytes]]:
    """All rows in the order of their key, a few hundred lines at a time."""
    names = [field.attname for field in fields_of(model)]
    key = model._meta.pk
    rows = model._base_manager.order_by(key.attname).values_list(key.attname, *names)
    last = None
    while True:
        part = list((rows if last is None else rows.filter(**{f"{key.attname}__gt": last}))[:AT_ONCE])
        if not part:
            return
        yield [json.dumps([_plain(value) for value in row[1:]], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() for row in part]
        last = part[-1][0]


class Tally:
    """How many lines there were, and a digest of them that does not depend on their order (engines sort text differently)."""

    def __init__(self) -> None:
        self.count, self.sum = 0, 0

    def add(self, line: bytes) -> None:
        self.count += 1
        self.sum = (self.sum + int.from_bytes(hashlib.sha256(line).digest())) % (1 << 256)

    def said(self) -> dict[str, Any]:
        return {"count": self.count, "digest": f"{self.sum:064x}"}


def tally(model: type[models.Model]) -> dict[str, Any]:
    """Count and digest of a table as it is now."""
    found = Tally()
    for part in lines(model):
        for line in part:
            found.add(line)
    return found.said()


def _value(field: models.Field, value: Any) -> Any:
    if value is not None and isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def insert(model: type[models.Model], names: list[str], part: Iterable[bytes]) -> None:
    """Write lines back as rows, as they were: no default, no stamp, no signal."""
    by_name = {field.attname: field for field in fields_of(model)}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    statement = (f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)}) "  # noqa: S608  # our own names
                 f"VALUES ({', '.join(['%s'] * len(fields))})")
    with connection.cursor() as cursor:
        cursor.executemany(statement, [
            [field.get_db_prep_save(_value(field, value), connection) for field, value in zip(fields, json.loads(line), strict=True)]
            for line in part])


def reset_counters(kept: list[type[models.Model]]) -> None:
    """Let the database count on from the highest number (PostgreSQL does not notice rows that bring their own)."""
    from django.core.management.color import no_style
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)


@contextmanager
def still():
    """One view of the whole database for as long as the block lasts; writers go on meanwhile."""
    if connection.in_atomic_block:  # a test that brings its own transaction
        yield
        return
    if connection.vendor == "sqlite":
        # A plain BEGIN takes the picture at the first read and holds up nobody; Django's own would take the write lock.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield

"""Effects outside the database: promised with the act, done after it, at least once, known by their key.

A worker claims due rows and calls the handler of their kind. A handler is given the payload (ids only) and must be safe
to run twice: the same key is the same effect. A dead worker's claim lapses after a while and somebody else does it.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from staffroom.kit import clock, statement
from staffroom.kit.models import OutboxRow

log = logging.getLogger("staffroom.outbox")
HANDLERS: dict[str, Callable[[dict], None]] = {}
IDLE: set[str] = set()
LEASE = timedelta(minutes=5)
MOST_TRIES = 8
LONG_SECONDS, WAY_SECONDS = 0.05, 0.11


def handles(kind: str, *, idle: bool = False):
    """Register the handler of a kind: `@handles("mail.send") def send(payload): …`.

    `idle`: nobody notices when it is done twice, so that many of a kind are written down as done together.
    """
    def wrap(function: Callable[[dict], None]):
        HANDLERS[kind] = function
        if idle:
            IDLE.add(kind)
        return function
    return wrap


def put(kind: str, key: str, payload: dict | None = None, due_at: datetime | None = None) -> None:
    """Promise an effect in the current transaction. The same kind and key promised twice is promised once."""
    statement.leave(OutboxRow, kind=kind, key=key, payload=payload or {}, due_at=due_at or clock.now())


def claim(limit: int = 20) -> list[OutboxRow]:
    """Claim due rows for this worker, oldest first; rows claimed by a worker that died come back after five minutes."""
    now = clock.now()
    with transaction.atomic():
        due = OutboxRow.objects.filter(Q(state="ready", due_at__lte=now) | Q(state="claimed", claimed_at__lt=now - LEASE)).order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:limit])
        if rows:
            OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(state="claimed", claimed_at=now)
    return rows


def perform(row: OutboxRow) -> bool:
    """Do one claimed effect; a failure is put off (1, 2, 4 … minutes), after eight tries it is left as failed.

    True when it was done and is still to be written down as done: an idle one.
    """
    try:
        HANDLERS[row.kind](row.payload)
    except Exception as problem:
        tries = row.tries_count + 1
        log.warning("%s %s failed, try %d: %s", row.kind, row.pk, tries, type(problem).__name__)
        OutboxRow.objects.filter(pk=row.pk).update(
            tries_count=tries, error=type(problem).__name__, claimed_at=None, due_at=clock.now() + timedelta(minutes=2 ** (tries - 1)),
            state="failed" if tries >= MOST_TRIES else "ready")
        return False
    if row.kind in IDLE:
        return True
    _done([row])
    return False


def _done(rows: list[OutboxRow]) -> None:
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(state="done", done_at=clock.now(), error="")


def run_due(limit: int = 20) -> int:
    """Claim and perform what is due; how many rows that was."""
    rows, idle = claim(limit), []
    for row in rows:
        began = time.monotonic()
        if perform(row):
            idle.append(row)
        if time.monotonic() - began > LONG_SECONDS:
            give_way()
    if idle:
        _done(idle)
    return len(rows)


def give_way() -> None:
    """Let others write. SQLite has one writer at a time, and whoever waits looks again after a tenth of a second at the most: a worker that
    writes one transaction right after the other keeps people from ever getting their turn. Not within a transaction: they would wait longer.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(WAY_SECONDS)

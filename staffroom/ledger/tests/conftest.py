"""What the tests of this room begin with."""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection

from staffroom.ledger import actions
from staffroom.orgs.models import Organisation


@pytest.fixture
def office(db):
    return Organisation.objects.create(kind="district", name="Juniper Valley School District")


def accept(of, office, minutes=120, **more):
    """Hours of somebody are accepted."""
    given = {"pack": "washington", "version": "2026-11", "about": uuid4(), "op_id": uuid4(), "category": "conference"} | more
    return actions.post(by=None, of=of, minutes=minutes, office=office, **given)


def take_back(posting, **more):
    return actions.reverse(by=None, posting=posting, **{"reason_code": "error", "op_id": uuid4()} | more)


TABLES = ("ledger_checkpoint", "ledger_posting", "ledger_head", "ledger_book")


@contextmanager
def past_the_triggers():
    """A cursor of somebody who owns the database and switched its triggers off; they are back afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%%'")
            triggers = cursor.fetchall()
            off, on = [f"DROP TRIGGER {name}" for name, _sql in triggers], [sql for _name, sql in triggers]
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            off, on = ([f"ALTER TABLE {table} {do} TRIGGER USER" for table in TABLES] for do in ("DISABLE", "ENABLE"))
        for statement in off:
            cursor.execute(statement)
        try:
            yield cursor
        finally:
            for statement in on:
                cursor.execute(statement)


def empty() -> None:
    """Nothing stands in the ledger any more; nothing is done where nothing stood."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_book LIMIT 1")
        if cursor.fetchone() is None:
            return
    with past_the_triggers() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")

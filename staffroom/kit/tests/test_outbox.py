"""A worker with much to do lets others write."""

import pytest
from django.db import connection, transaction

from staffroom.kit import outbox


@pytest.fixture
def slept(monkeypatch):
    """How long the worker stood aside, each time."""
    found: list[float] = []
    monkeypatch.setattr(outbox.time, "sleep", found.append)
    monkeypatch.setitem(outbox.HANDLERS, "trial.long", lambda payload: None)
    monkeypatch.setattr(outbox, "LONG_SECONDS", -1)
    return found


@pytest.mark.django_db(transaction=True)
def test_after_each_long_effect_it_stands_aside_on_sqlite(slept):
    with transaction.atomic():
        for number in range(3):
            outbox.put("trial.long", f"long:{number}")
    assert outbox.run_due() == 3
    assert slept == [outbox.WAY_SECONDS] * (3 if connection.vendor == "sqlite" else 0)


@pytest.mark.django_db
def test_within_a_transaction_it_makes_nobody_wait_longer(slept):
    outbox.give_way()
    assert slept == []

"""A teacher with a licence and a record."""

from datetime import date

import pytest

from staffroom.credit import actions
from staffroom.credit.kept import Kept, Told
from staffroom.record import actions as record


@pytest.fixture
def licence(ann):
    return actions.choose(by=ann, chosen=Kept("illinois", date(2024, 7, 1), date(2029, 6, 30), ("teacher",)))


@pytest.fixture
def course(ann, licence):
    """An entry of 50 minutes; whether its provider is approved nobody said."""
    return record.note(by=ann, title="Fractions with paper", kind="course", minutes=50, on_on=date(2026, 11, 12))


@pytest.fixture
def told():
    return Told(approved=True)

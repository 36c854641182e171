from datetime import UTC, date, datetime, time, timedelta

import pytest

from staffroom.events import actions, times
from staffroom.events.actions import What
from staffroom.kit import clock, fresh, outbox
from staffroom.kit.testing import make_account
from staffroom.pages.tests.world import make
from tests.laid import laid

NEW_YORK = "America/New_York"
BASE = clock.now().replace(second=0, microsecond=0)  # one moment for a whole run: what is the same twice is the same


@pytest.fixture(autouse=True)
def nothing_remembered():
    fresh.forget()


@pytest.fixture
def world(db):
    """Two districts with a school each: tom teaches at juniper, pia is its principal, will administers the other district, zoe has no body."""
    return laid(_world)


def _world():
    held = make()
    held.zoe = make_account("Zoe Example")
    return held


def what(days: int = 7, minutes: int = 120, **more) -> What:
    """An event so many days from now, to the minute."""
    starts = BASE + timedelta(days=days)
    return What(**{"kind": "workshop", "title": "Talk in a class of two ages", "place": "The library", "span": times.Span(
        starts, starts + timedelta(minutes=minutes), NEW_YORK)} | more)


def put_up(by, **more):
    return actions.put_up(by=by, what=what(**more))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(on: str, starts: str, ends: str, zone: str = NEW_YORK) -> times.Span:
    return times.span(date.fromisoformat(on), time.fromisoformat(starts), time.fromisoformat(ends), zone)


def worker() -> None:
    while outbox.run_due(100):
        pass

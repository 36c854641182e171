"""What is coming for somebody, what they may take into their record, what they host."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from staffroom.events.models import Going, Planned, Presence
from staffroom.events.queries.listed import HEAVY, Line, lines
from staffroom.events.queries.planned import asked_by
from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder

MOST = 100
AHEAD = timedelta(days=21)
COMING = (Going.Answer.GOING, Going.Answer.WAITS, Going.Answer.INTERESTED)
_HEAVY = tuple(f"event__{name}" for name in HEAVY)


@dataclass(frozen=True)
class OfMine:
    """An event, when it is, and what this person said to it."""

    line: Line
    going: Going


@dataclass(frozen=True)
class Mine:
    """My events: to come, over, and what the lists say of me that is not in my record."""

    coming: list[OfMine]
    over: list[OfMine]
    to_take: list[Presence]
    asked: list[Planned]


def _of(viewer: Viewer, **more):
    rows = visible_to(viewer, Going).filter(person=viewer.pk, event__taken_down_at=None, **more)
    return rows.select_related("person", "event__organisation", "event__host").defer(*_HEAVY)


def _lines(viewer: Viewer, rows) -> list[OfMine]:
    rows = list(rows)
    return [OfMine(line, row) for line, row in zip(lines(viewer, [row.event for row in rows]), rows, strict=True)]


def coming(viewer: Viewer) -> list[OfMine]:
    """The next three events to which this viewer goes, or for which they wait, in the next three weeks. One statement."""
    if not viewer.holds_own_key:
        return []
    now = clock.now()
    return _lines(viewer, _next(person=viewer.pk, now=now, until=now + AHEAD))


@written_once
def _next(*, person: UUID, now: datetime, until: datetime) -> QuerySet[Going]:
    rows = _of(holder(person), answer__in=COMING[:2], event__ends_at__gt=now, event__starts_at__lt=until, event__cancelled_at=None)
    return rows.order_by("event__starts_at", "pk")[:3]


def mine(viewer: Viewer) -> Mine:
    """All of it, in four statements."""
    now = clock.now()
    ahead = _of(viewer, answer__in=COMING, event__ends_at__gt=now).order_by("event__starts_at", "pk")[:MOST]
    over = _of(viewer, answer__in=COMING, event__ends_at__lte=now).order_by("-event__starts_at", "pk")[:MOST]
    return Mine(_lines(viewer, ahead), _lines(viewer, over), to_take(viewer, MOST), asked_by(viewer))


def to_take(viewer: Viewer, most: int) -> list[Presence]:
    """What the lists say of this viewer, or they themselves said, that is not in their record yet."""
    rows = visible_to(viewer, Presence).filter(person=viewer.pk, entry=None, minutes__gt=0, event__ends_at__lte=clock.now())
    return list(rows.order_by("-event__starts_at")[:most])

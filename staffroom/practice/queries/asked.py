"""Questions that are due, answers that were given, and what was told to others."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.people.queries import counted, demo_mark
from staffroom.practice.models import WAITS, FollowUp, PlanStep, Telling
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer, holder

MOST = 100


@dataclass(frozen=True)
class Asked:
    """The questions of one person: those that wait now, how many come later, those that were answered."""

    waiting: list[FollowUp]
    later_count: int
    answered: list[FollowUp]


def _waiting(rows: QuerySet[FollowUp], now: datetime, since: datetime) -> QuerySet[FollowUp]:
    return rows.filter(answered_at=None, set_aside_at=None, due_at__lte=now, due_at__gt=since).order_by("due_at", "pk")


@written_once
def _due(*, person: UUID, now: datetime, since: datetime) -> QuerySet[FollowUp]:
    return _waiting(visible_to(holder(person), FollowUp), now, since)[:1]


def due(viewer: Viewer) -> FollowUp | None:
    """The question that has waited longest; None when there is none."""
    now = clock.now()
    return next(iter(_due(person=viewer.pk, now=now, since=now - WAITS)), None) if viewer.holds_own_key else None


def asked(viewer: Viewer) -> Asked:
    """Everything that was or will be asked of this viewer."""
    mine = visible_to(viewer, FollowUp)
    later = mine.filter(answered_at=None, set_aside_at=None, due_at__gt=clock.now())
    return Asked(list(_waiting(mine, clock.now(), clock.now() - WAITS)[:MOST]), later.count(),
                 list(mine.exclude(answered_at=None).order_by("-answered_at", "-pk")[:MOST]))


def of_step(viewer: Viewer, step: PlanStep) -> list[FollowUp]:
    """The questions about what became of a step, the earliest first."""
    return list(visible_to(viewer, FollowUp).filter(from_id=step.pk).order_by("after_days"))


def my_telling(viewer: Viewer, follow_up: FollowUp) -> Telling | None:
    """What this person has put up about the same thing."""
    return visible_to(viewer, Telling).filter(person=viewer.pk, about_kind=follow_up.about_kind, about_id=follow_up.about_id).first()


def tellings(kind: str) -> QuerySet[Telling]:
    """Everything that was told about things of a kind, for figures: without people of the demo world, except in it."""
    return visible_to(NOBODY, Telling).filter(counted("person"), about_kind=kind)


def names(viewer: Viewer, kind: str, about: UUID, most: int = 12) -> list[Telling]:
    """What was told under a name, newest first, for somebody who is signed in."""
    if viewer.account is None:
        return []
    return _named(kind, most, demo_mark().exists())(about=about)


@functools.cache
def _named(kind: str, most: int, demo: bool) -> Callable[..., list[Telling]]:
    """People of the demo world are left out of `tellings` by whether the instance is theirs, so each way has a statement."""
    def rows(*, about: UUID) -> QuerySet[Telling]:
        named = tellings(kind).filter(about_id=about, is_named=True, person__is_active=True)
        return named.select_related("person").order_by("-told_at", "-pk")[:most]

    return written_once(rows)

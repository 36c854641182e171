"""The go-back list as its owner sees it: all of it, three for today, and what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet

from staffroom.kit.statement import written_once
from staffroom.practice.models import PlanStep, Saved
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder

SHOWN = 20


@dataclass(frozen=True)
class GoBack:
    """A page of what waits (untouched for ninety days first, then the rest), what was dropped lately,
    how many were ever saved and how many of them tried.
    """

    page: Page
    dropped: list[Saved]
    saved_count: int
    tried_count: int

    @property
    def old(self) -> list[Saved]:
        return [row for row in self.page if row.is_old]

    @property
    def waiting(self) -> list[Saved]:
        return [row for row in self.page if not row.is_old]


def waiting(viewer: Viewer) -> list[Saved]:
    """Everything that waits, the longest first."""
    return _waiting(person=viewer.pk) if viewer.holds_own_key else []


@written_once
def _waiting(*, person: UUID) -> QuerySet[Saved]:
    return visible_to(holder(person), Saved).filter(became="").order_by("made_at", "pk")[:500]


def go_back(viewer: Viewer, number: str = "") -> GoBack:
    """A page of the go-back list. Its one figure is for its owner alone."""
    rows = waiting(viewer)
    done = PlanStep.objects.filter(person=OuterRef("person"), about_kind=OuterRef("about_kind"), about_id=OuterRef("about_id"), ended_as="done")
    figures = visible_to(viewer, Saved).aggregate(saved=Count("pk"), tried=Count("pk", filter=Exists(done)))
    dropped = visible_to(viewer, Saved).filter(became=Saved.Became.DROPPED).order_by("-ended_at", "-pk")[:20]
    old = [row for row in rows if row.is_old]
    fresh = sorted((row for row in rows if not row.is_old), key=lambda row: (row.back_on is None, row.back_on, row.made_at))
    return GoBack(Paginator([*old, *fresh], SHOWN).get_page(number), list(dropped), figures["saved"], figures["tried"])


def three(rows: list[Saved], today: date) -> list[Saved]:
    """At most three of what waits, for this day: those whose day is today, then those whose day has been, then the others in turn.

    Where something lies untouched for ninety days, the last place is its: keep, try or drop. The same day gives the same three.
    """
    fresh, old = [row for row in rows if not row.is_old], _turn([row for row in rows if row.is_old], today, 1)
    now = [row for row in fresh if row.back_on == today]
    been = _turn([row for row in fresh if row.back_on and row.back_on < today], today, 3)
    some_day = _turn([row for row in fresh if row.back_on is None], today, 3)
    order = [*now, *been, *some_day]
    return [*order[: 2 if old else 3], *old][:3]


def _turn(rows: list[Saved], today: date, step: int) -> list[Saved]:
    """The rows from another place on each day, so that each takes its turn."""
    start = today.toordinal() * step % len(rows) if rows else 0
    return [*rows[start:], *rows[:start]]

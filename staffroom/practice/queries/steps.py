"""What the owner of a plan sees."""

import functools
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from staffroom.kit.statement import written_once
from staffroom.practice.models import PlanStep, Saved
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder


def open_steps(viewer: Viewer, limit: int = 200) -> list[PlanStep]:
    """Open steps: those with a day first, in order of days; then the others, newest first."""
    return _open(limit)(person=viewer.pk) if viewer.holds_own_key else []


@functools.cache
def _open(limit: int) -> Callable[..., list[PlanStep]]:
    return written_once(lambda *, person: visible_to(holder(person), PlanStep).filter(ended_as="").select_related("period", "study").order_by(
        F("planned_on").asc(nulls_last=True), "-made_at")[:limit])


def ended_steps(viewer: Viewer, limit: int = 20) -> list[PlanStep]:
    """Steps that were done or let go, newest first."""
    return _ended(limit)(person=viewer.pk) if viewer.holds_own_key else []


@functools.cache
def _ended(limit: int) -> Callable[..., list[PlanStep]]:
    return written_once(lambda *, person: visible_to(holder(person), PlanStep).exclude(ended_as="").order_by("-ended_at", "-pk")[:limit])


def fitting(steps: list[PlanStep], minutes: int, today: date) -> tuple[PlanStep | None, list[PlanStep]]:
    """The one step for now and at most three to go back to, out of open steps.

    A step rests until its `not_before_on`. First come steps in a planning period of today, by the clock; those whose day has come; then
    steps that fit the minutes; among those the shortest known one, and a step of unknown length only after all known ones that fit.
    """
    awake = [step for step in steps if step.not_before_on is None or step.not_before_on <= today]
    due = sorted((step for step in awake if step.planned_on and step.planned_on <= today), key=lambda step: _in_its_period(step, today))
    fits = sorted((step for step in awake if step not in due and step.minutes and step.minutes <= minutes), key=lambda step: step.minutes or 0)
    rest = [step for step in awake if step not in due and step not in fits]
    unknown = [step for step in rest if step.minutes is None]
    order = [*due, *fits, *unknown, *(step for step in rest if step.minutes is not None)]
    first = order[0] if order and (due or fits or unknown) else None
    return first, [step for step in order if step is not first][:3]


def _in_its_period(step: PlanStep, today: date) -> tuple[bool, str]:
    is_today = step.period is not None and step.planned_on == today
    return not is_today, step.period.starts_at.isoformat() if step.period and is_today else ""


def open_about(viewer: Viewer, kind: str, pk: UUID) -> PlanStep | None:
    """The open step of my plan about this thing."""
    if not viewer.holds_own_key:
        return None
    return next(iter(_about(person=viewer.pk, kind=kind, about=pk)), None)


@written_once
def _about(*, person: UUID, kind: str, about: UUID) -> QuerySet[PlanStep]:
    return visible_to(holder(person), PlanStep).filter(about_kind=kind, about_id=about, ended_as="").order_by("pk")[:1]


def about_ids(viewer: Viewer, kind: str) -> set[UUID]:
    """What of this kind stands in the plan or stood there, done or not, or was dropped from the go-back list: never suggested again."""
    return set(_away(person=viewer.pk, kind=kind)) if viewer.holds_own_key else set()


@written_once
def _away(*, person: UUID, kind: str) -> QuerySet:
    mine, about = holder(person), Q(about_kind=kind) & ~Q(about_id=None)
    dropped = visible_to(mine, Saved).filter(about, became=Saved.Became.DROPPED).values_list("about_id", flat=True)
    return visible_to(mine, PlanStep).filter(about).values_list("about_id", flat=True).union(dropped)

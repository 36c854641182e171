"""Planning periods, and the cover that steps need, as their owner sees them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from staffroom.kit import money
from staffroom.kit.statement import written_once
from staffroom.practice.models import Period, PlanStep
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder


@dataclass(frozen=True)
class Covered:
    """What the steps of a plan need in cover: minutes, known costs by currency in words, and for how many the cost is not known."""

    step_count: int
    minutes: int
    costs: list[str]
    unknown_count: int


def periods(viewer: Viewer) -> list[Period]:
    """My planning periods in the order of the week."""
    return _periods(person=viewer.pk) if viewer.holds_own_key else []


@written_once
def _periods(*, person: UUID) -> QuerySet[Period]:
    return visible_to(holder(person), Period).order_by("weekday", "starts_at", "pk")


def cover(steps: list[PlanStep]) -> Covered | None:
    """The cover that these steps need together; None where none needs any. Currencies are never added up with one another."""
    covered = [step for step in steps if step.cover_minutes]
    if not covered:
        return None
    sums: dict[str, int] = defaultdict(int)
    for step in covered:
        if step.cover_minor is not None:
            sums[step.cover_currency] += step.cover_minor
    return Covered(len(covered), sum(step.cover_minutes or 0 for step in covered),
                   [money.in_words(minor, currency) for currency, minor in sorted(sums.items())],
                   sum(step.cover_minor is None for step in covered))

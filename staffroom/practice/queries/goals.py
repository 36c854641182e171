"""Goals as their owner sees them: all of them, and one with what came of it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, Window

from staffroom.kit.statement import written_once
from staffroom.practice.models import Goal, PlanStep
from staffroom.practice.taking import only_takes_in
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder

SHOWN = 100
ENTRIES = 20  # the newest of what came of a goal; the record has all


@dataclass(frozen=True)
class Towards:
    """What belongs to a goal: open steps, how many were done and let go, entries that came of them and their minutes;
    and whether all of it is only watching, reading and listening.
    """

    steps: list[PlanStep]
    ended: list[PlanStep]
    entries: list[Entry]
    entry_count: int
    minutes: int
    only_takes_in: bool = False

    @property
    def done_count(self) -> int:
        return sum(step.ended_as == PlanStep.Ended.DONE for step in self.ended)

    @property
    def let_go_count(self) -> int:
        return len(self.ended) - self.done_count


def goals(viewer: Viewer) -> list[Goal]:
    """Open goals, those with a day first, each with `open_count` and `done_count`; then those that ended, newest first."""
    mine = visible_to(viewer, Goal).annotate(open_count=Count("steps", filter=Q(steps__ended_as="")),
                                             done_count=Count("steps", filter=Q(steps__ended_as="done")))
    rows = list(mine.order_by("-made_at", "-pk")[:SHOWN])
    still = sorted((goal for goal in rows if not goal.ended_as), key=lambda goal: (goal.by_on is None, goal.by_on))
    return [*still, *sorted((goal for goal in rows if goal.ended_as), key=lambda goal: goal.ended_at, reverse=True)]


def open_goals(viewer: Viewer, and_also: UUID | None = None) -> list[Goal]:
    """What a step may belong to: open goals, and the one to which it belongs already."""
    if and_also is None and viewer.holds_own_key:
        return _open(person=viewer.pk)
    return list(visible_to(viewer, Goal).filter(Q(ended_as="") | Q(pk=and_also)).order_by("made_at", "pk"))


@written_once
def _open(*, person: UUID) -> QuerySet[Goal]:
    return visible_to(holder(person), Goal).filter(ended_as="").order_by("made_at", "pk")


def towards(viewer: Viewer, goal: Goal) -> Towards:
    """The page of one goal."""
    rows = list(visible_to(viewer, PlanStep).filter(goal=goal).select_related("period").order_by("planned_on", "made_at", "pk"))
    keys = visible_to(viewer, PlanStep).filter(goal=goal).values("pk")
    found = visible_to(viewer, Entry).filter(gone=None, from_kind__in=["step", "study"], from_id__in=keys)
    entries = list(found.annotate(all_minutes=Window(Sum("minutes")), all_count=Window(Count("pk"))).order_by("-on_on", "-id")[:ENTRIES])
    count, minutes = (entries[0].all_count, entries[0].all_minutes) if entries else (0, 0)
    steps = sorted((step for step in rows if not step.ended_as), key=lambda step: (step.planned_on is None, step.planned_on))
    ended = sorted((step for step in rows if step.ended_as), key=lambda step: step.ended_at, reverse=True)
    takes_in = count <= ENTRIES and only_takes_in(viewer, rows, entries)
    return Towards(steps, ended, entries, count, minutes, takes_in)

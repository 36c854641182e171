"""My changes, from idea to kept: out of steps, tries and answers that stand already."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from staffroom.kit.paging import page_of
from staffroom.practice import depth
from staffroom.practice.models import FollowUp, PlanStep
from staffroom.practice.queries.depth import answers, day_of, first_of, to_answer
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST = 1_000
SHOWN = 25
STAGES = {"idea": _("Idea"), "tried": _("Tried"), "kept": _("Kept"), "let_go": _("Let go")}
RESTING = _("Nothing happened for 60 days")
Key = tuple[str, Any]


@dataclass
class _Rows:
    steps: list[PlanStep] = field(default_factory=list)
    tries: list[Entry] = field(default_factory=list)
    asked: list[FollowUp] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One change: its way from idea on, how many days ago it began, and its rows. `asked` is a question that waits for what became of it."""

    stands: depth.Stands
    days: int
    is_resting: bool
    step: PlanStep | None
    entry: Entry | None
    asked: FollowUp | None

    @property
    def title(self) -> str:
        return (self.step or self.entry).title  # type: ignore[union-attr]  # one of them is there

    @property
    def head(self) -> str:
        return str(RESTING if self.is_resting else STAGES[self.stands.stage])

    @property
    def is_open(self) -> bool:
        return self.step is not None and not self.step.ended_as

    @property
    def way(self) -> list[tuple[str, date]]:
        return [(str(STAGES[stage]), day) for stage, day in self.stands.way]


def changes(viewer: Viewer, today: date, number: str = "") -> Page:
    """A page of my changes: those that rest first, then ideas, tries, what was kept, what was let go; the longest untouched first."""
    found = [change for rows in _by_thing(viewer).values() if (change := _change(rows, today))]
    order = sorted(found, key=lambda one: (not one.is_resting, depth.STAGES.index(one.stands.stage), one.stands.moved_on, one.days))
    return page_of(order, number, SHOWN)


def _by_thing(viewer: Viewer) -> dict[Key, _Rows]:
    """Every row about the same offer, the same step or the same first try."""
    found: dict[Key, _Rows] = defaultdict(_Rows)
    keys: dict[UUID, Key] = {}
    for step in visible_to(viewer, PlanStep).filter(study=None).order_by("-made_at", "-pk")[:MOST]:
        keys[step.pk] = (step.about_kind, step.about_id) if step.about_id else ("step", step.pk)
        found[keys[step.pk]].steps.append(step)
    tries = visible_to(viewer, Entry).filter(gone=None, kind=Entry.Kind.TRIED).exclude(outcome=Entry.Outcome.NOT_DONE)
    for entry in tries.only("code", "person", "title", "on_on", "from_kind", "from_id").order_by("-on_on", "-pk")[:MOST]:
        keys[entry.pk] = keys.get(entry.from_id) if entry.from_kind == "step" and entry.from_id in keys else ("entry", first_of(entry))
        found[keys[entry.pk]].tries.append(entry)
    for row in visible_to(viewer, FollowUp).order_by("-due_at", "-pk")[:MOST]:
        key = (row.about_kind, row.about_id) if row.about_id else keys.get(row.from_id)
        if key in found:
            found[key].asked.insert(0, row)
    return found


def _change(rows: _Rows, today: date) -> Change | None:
    """The change that these rows are; None for what was only read, watched or done without a try."""
    said = answers(rows.asked)
    waits = next((step for step in rows.steps if not step.ended_as), None)
    let_go = [day_of(step.ended_at) for step in rows.steps if step.ended_as == PlanStep.Ended.LET_GO and step.ended_at]
    if not (waits or rows.tries or said or let_go):
        return None
    events = [*((depth.IDEA, day_of(step.made_at)) for step in rows.steps), *((depth.TRIED, entry.on_on) for entry in rows.tries),
              *((depth.TRIED, one.on_on) for one in said if not rows.tries), *((depth.LET_GO, day) for day in let_go),
              *((depth.LET_GO if one.still == "let_go" else depth.KEPT, one.on_on) for one in said if one.still)]
    stands = depth.stands(events, waits is not None, (waits.planned_on, waits.not_before_on) if waits else ())
    began = min(day for _stage, day in events)
    return Change(stands, (today - began).days, stands.is_resting(today), waits or next(iter(rows.steps), None), next(iter(rows.tries), None),
                  to_answer(rows.asked))

"""How far I went with one thing of my record or plan, in words, and the next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.kit.where import address
from staffroom.practice import depth
from staffroom.practice.models import Easier, FollowUp, PlanStep
from staffroom.record.models import Entry, Evidence
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder
from staffroom.ui import paper

WORDS = {"aware": gettext_lazy("I know of it"), "tried": gettext_lazy("I tried it"), "adapted": gettext_lazy("I changed it to fit"),
         "researched": gettext_lazy("I looked into what it does")}
MISSING = {"rounds": gettext_lazy("tries on two days that say how each went"), "proof": gettext_lazy("proof beside one of them"),
           "words": gettext_lazy("in your words, what changed for pupils")}


@dataclass(frozen=True)
class HowFar:
    """The rungs in words, the one reached, and one link to the next step."""

    rungs: tuple[paper.Stair, ...]
    words: str
    next_words: str
    next_href: str


@dataclass(frozen=True)
class _Thing:
    """Rows about one thing: its step or else its entry, what was noted and what was answered."""

    met_on: date
    step: PlanStep | None
    entries: list[Entry]
    asked: list[FollowUp]
    entry: Entry | None = None
    is_study: bool = False

    @property
    def mark(self) -> str:
        """What another try of it is noted from."""
        return f"step:{self.step.code}" if self.step else f"entry:{self.entry.code if self.entry else ''}"


def how_far_step(viewer: Viewer, step: PlanStep, is_study: bool = False) -> HowFar:
    """How far I went with what a step is about: with the offer, in all steps about it, or with the step alone. `is_study`: a course that goes on."""
    steps = _about(person=viewer.pk, kind=step.about_kind, about=step.about_id) if step.about_id else [step]
    return _how_far(viewer, step, steps, is_study)


def how_far_entry(viewer: Viewer, entry: Entry) -> HowFar:
    """The same for an entry: with what its step is about, or with what it was the first or a later try of."""
    steps = _of_step(person=viewer.pk, step=entry.from_id) if entry.from_id and entry.from_kind in {"step", "study"} else []
    step = next((one for one in steps if one.pk == entry.from_id), None)
    if step:
        return _how_far(viewer, step, steps, not step.ended_as and hasattr(step, "study"))
    entries = _tried_again(person=viewer.pk, first=first_of(entry))
    asked = _asked(person=viewer.pk, keys=[one.pk for one in entries if is_try(one)])
    return _said(_Thing(min((one.on_on for one in entries), default=entry.on_on), None, entries, asked, entry))


def _how_far(viewer: Viewer, step: PlanStep, steps: list[PlanStep], is_study: bool) -> HowFar:
    keys = [one.pk for one in steps]
    entries = _entries(person=viewer.pk, keys=keys)
    if step.about_id and (entries or any(one.ended_as for one in steps)):
        asked = _asked_about(person=viewer.pk, keys=[*keys, *(entry.pk for entry in entries)], kind=step.about_kind, about=step.about_id)
    else:
        asked = _asked(person=viewer.pk, keys=[entry.pk for entry in entries if is_try(entry)])
    return _said(_Thing(min(day_of(one.made_at) for one in steps), step, entries, asked, is_study=is_study))


def first_of(entry: Entry) -> UUID:
    """The key of the first entry about the same thing, for one that came from no step."""
    return entry.from_id if entry.from_kind == "entry" and entry.from_id else entry.pk


def _mine(person: UUID, which: Q) -> QuerySet[Entry]:
    proved = Exists(Evidence.objects.filter(entry=OuterRef("pk"), gone=None))
    rows = visible_to(holder(person), Entry).filter(which, gone=None).annotate(is_proved=proved)
    return rows.only("person", "kind", "outcome", "on_on").order_by("on_on", "pk")


@written_once
def _entries(*, person: UUID, keys: list[UUID]) -> QuerySet[Entry]:
    return _mine(person, Q(from_kind__in=["step", "study"], from_id__in=keys))


@written_once
def _tried_again(*, person: UUID, first: UUID) -> QuerySet[Entry]:
    return _mine(person, Q(pk=first) | Q(from_kind="entry", from_id=first))


@written_once
def _about(*, person: UUID, kind: str, about: UUID) -> QuerySet[PlanStep]:
    return visible_to(holder(person), PlanStep).filter(about_kind=kind, about_id=about).order_by("made_at", "pk")


@written_once
def _of_step(*, person: UUID, step: UUID) -> QuerySet[PlanStep]:
    """A step, and the others about the same offer."""
    mine = visible_to(holder(person), PlanStep)
    same = Q(about_id__in=mine.filter(pk=step).exclude(about_id=None).values("about_id"))
    return mine.filter(Q(pk=step) | same).select_related("study").order_by("made_at", "pk")


@written_once
def _asked(*, person: UUID, keys: list[UUID]) -> QuerySet[FollowUp]:
    return visible_to(holder(person), FollowUp).filter(from_id__in=keys).order_by("due_at", "pk")


@written_once
def _asked_about(*, person: UUID, keys: list[UUID], kind: str, about: UUID) -> QuerySet[FollowUp]:
    return visible_to(holder(person), FollowUp).filter(Q(from_id__in=keys) | Q(about_kind=kind, about_id=about)).order_by("due_at", "pk")


def day_of(moment) -> date:
    return timezone.localtime(moment).date()


def is_try(entry: Entry) -> bool:
    return entry.kind == Entry.Kind.TRIED and entry.outcome != Entry.Outcome.NOT_DONE


def answers(asked: Iterable[FollowUp]) -> list[depth.Said]:
    """The answers of somebody who did it."""
    return [depth.Said(day_of(row.answered_at), row.still, bool(row.pupils)) for row in asked if row.answered_at and row.easier != Easier.NOT_DONE]


def to_answer(asked: Iterable[FollowUp]) -> FollowUp | None:
    """The latest question that was due and does not say yet whether it is still done."""
    rows = [row for row in asked if row.due_at <= clock.now() and not row.still and row.easier != Easier.NOT_DONE]
    return rows[-1] if rows else None


def _said(thing: _Thing) -> HowFar:
    tries = [depth.Try(entry.on_on, entry.outcome, entry.is_proved) for entry in thing.entries if is_try(entry)]  # type: ignore[attr-defined]  # annotated
    found = depth.depth(thing.met_on, tries, answers(thing.asked))
    rungs = tuple(paper.Stair(str(WORDS[rung]), _says(found, rung), rung in found.on) for rung in depth.RUNGS)
    return HowFar(rungs, str(WORDS[found.rung]), *_next(found, thing))


def _says(found: depth.Depth, rung: str) -> str:
    if rung in found.on:
        day = paper.day_in_words(found.on[rung], clock.now().year, short=True)
        return _("since %(day)s") % {"day": day} if rung == depth.AWARE else day
    if rung == depth.TRIED:
        return _("You noted no try.")
    if rung == depth.ADAPTED:
        said = {"kept": _("You kept it as it was."), "let_go": _("You let it go.")}
        return said.get(found.still) or _("Not known: you have not said.")
    return _("Not noted: %(what)s.") % {"what": "; ".join(str(MISSING[name]) for name in found.missing)}


def _next(found: depth.Depth, thing: _Thing) -> tuple[str, str]:
    """One next step: its words and its address."""
    step, note = thing.step, f"{address('record:new')}?from={thing.mark}"
    if step and thing.is_study:  # an entry from the step itself would end the course
        return _("Note this week"), address("practice:study", step.code)
    if found.rung == depth.RESEARCHED:
        kind, code = ("planstep", step.code) if step else ("entry", thing.mark.partition(":")[2])
        return _("Show it to a colleague"), address("sharing:hand", kind, code)
    if found.rung == depth.ADAPTED:
        return _("Try it once more, and put proof beside it"), note
    if found.rung == depth.TRIED:
        asked = to_answer(thing.asked)
        return (_("Say what became of it"), address("practice:follow_up", asked.code)) if asked else (_("Try it once more"), note)
    if step is None or step.ended_as:
        return _("Tried it since? Note how it went"), note
    if step.planned_on is None:
        return _("Try it: choose a day"), f"{address('practice:step', step.code)}?change=1#step"
    return _("Try it on %(day)s, then note how it went") % {"day": paper.day_in_words(step.planned_on, clock.now().year)}, note

"""What a person reported and what was decided about what is theirs; what waits for those who look after the wall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from staffroom.moderation import kinds
from staffroom.moderation.models import Caretaker, Decision, Objection, Report
from staffroom.moderation.rules import is_caretaker
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST = 50


@dataclass(frozen=True)
class Mine:
    """A report of one's own: what it was about, and what came of it ("down", "left", "gone"; "" while it waits)."""

    row: Report
    what: str
    became: str


@dataclass(frozen=True)
class Case:
    """Something that was reported, how often, and since when."""

    kind: str
    thing: kinds.Thing
    what: str
    count: int
    since: datetime


@dataclass(frozen=True)
class Decided:
    """A decision with the thing it is about, if that is still there."""

    row: Decision
    what: str
    thing: kinds.Thing | None


@dataclass(frozen=True)
class Desk:
    """What waits for a caretaker: reports, answers of authors; and what was decided lately."""

    cases: list[Case]
    answered: list[Decided]
    decided: list[Decided]


def what(kind: str) -> str:
    """What a kind is called."""
    return str(kinds.KINDS[kind].words) if kind in kinds.KINDS else kind


def down_of(kind: str, keys: Iterable[UUID]) -> set[UUID]:
    """Which of these a caretaker took down: they hang again when one of them puts them back. One statement."""
    return set(Decision.objects.filter(kind=kind, about_id__in=keys, takes_down=True, undone_at=None).values_list("about_id", flat=True))


def anybody_looks() -> bool:
    """Has whoever runs this instance named somebody to look after the wall?"""
    return Caretaker.objects.filter(until_at=None).exists()


def looks_after(person: Account) -> bool:
    """Does this person look after the wall? For acts; pages ask `rules.is_caretaker`, which knows by whose key the session was opened."""
    return Caretaker.objects.filter(person=person, until_at=None).exists()


def caretakers() -> list[Account]:
    """Who looks after the wall, the longest first."""
    return [row.person for row in Caretaker.objects.filter(until_at=None).select_related("person").order_by("made_at", "pk")]


def mine(viewer: Viewer) -> list[Mine]:
    """What this viewer reported, newest first."""
    rows = list(visible_to(viewer, Report).filter(person=viewer.pk).select_related("decision").order_by("-made_at", "-pk")[:MOST])
    waits = set(Report.objects.filter(kinds.there(), pk__in=[row.pk for row in rows], decision=None).values_list("pk", flat=True))

    def became(row: Report) -> str:
        return ("" if row.pk in waits else "gone") if row.decision is None else "down" if row.decision.takes_down else "left"

    return [Mine(row, what(row.kind), became(row)) for row in rows]


def decisions_about_mine(viewer: Viewer) -> list[Decided]:
    """What was taken down of this viewer's, newest first."""
    rows = visible_to(viewer, Decision).filter(person=viewer.pk, takes_down=True).select_related("objection").order_by("-made_at", "-pk")[:MOST]
    return _with(kinds.all_of((row.kind, row.about_id) for row in rows), rows)


def desk(viewer: Viewer) -> Desk | None:
    """What waits for this viewer, the longest first, without what is their own or gone; None for whoever does not look after the wall."""
    if not is_caretaker(viewer):
        return None
    rows = list(visible_to(viewer, Report).filter(kinds.there(but=viewer.pk), decision=None).values("kind", "about_id")
                .annotate(n=Count("pk"), since=Min("made_at")).order_by("since", "about_id")[:MOST])
    taken = visible_to(viewer, Decision).exclude(person=viewer.pk).select_related("objection")
    answered = list(taken.filter(objection__isnull=False, settled_at=None, undone_at=None).order_by("objection__made_at")[:MOST])
    waits = {row.pk for row in answered}
    lately = [row for row in taken.order_by("-made_at", "-pk")[:MOST] if row.pk not in waits]
    things = kinds.all_of([*((row["kind"], row["about_id"]) for row in rows), *((row.kind, row.about_id) for row in (*answered, *lately))])
    cases = [Case(row["kind"], things[row["kind"], row["about_id"]], what(row["kind"]), row["n"], row["since"]) for row in rows
             if (row["kind"], row["about_id"]) in things]
    return Desk(cases, _with(things, answered), _with(things, lately))


def _with(things: dict[tuple[str, UUID], kinds.Thing], rows: Iterable[Decision]) -> list[Decided]:
    return [Decided(row, what(row.kind), things.get((row.kind, row.about_id))) for row in rows]


def reports_of(viewer: Viewer, kind: str, thing: kinds.Thing) -> list[Report]:
    """What was said of a thing and waits, without by whom."""
    return list(visible_to(viewer, Report).filter(kind=kind, about_id=thing.row.pk, decision=None).order_by("made_at", "pk")[:MOST])


def earlier(viewer: Viewer, kind: str, thing: kinds.Thing) -> list[Decision]:
    """What was decided about a thing before, newest first."""
    return list(visible_to(viewer, Decision).filter(kind=kind, about_id=thing.row.pk).order_by("-made_at", "-pk")[:MOST])


def answer_to(viewer: Viewer, decision: Decision) -> Objection | None:
    """What the author answered, for themselves and for those who look after the wall."""
    return visible_to(viewer, Objection).filter(decision=decision).first()

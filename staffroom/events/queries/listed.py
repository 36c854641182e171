"""The list of events by their day, and the editions of a series."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Max, Q

from staffroom.events.models import Event
from staffroom.events.said import When, when
from staffroom.kit import clock, search
from staffroom.kit.paging import page_of
from staffroom.kit.words import fold
from staffroom.orgs.models import Organisation, below
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

A_PAGE = 25
MOST_FOUND = 200
MOST_EDITIONS = 400
HEAVY = ("words", "conduct", "quiz", "recording")


@dataclass(frozen=True)
class Asked:
    """What the list is asked for: words, past instead of coming, a place, where ("online" or "place"), of a body."""

    words: str = ""
    past: bool = False
    place: str = ""
    where: str = ""
    body: Organisation | None = None


@dataclass(frozen=True)
class Line:
    """One event in a list, and when it is for this reader."""

    event: Event
    when: When


@dataclass(frozen=True)
class Listed:
    """A page of the list; `meant` are words that were taken for others."""

    page: Page
    lines: list[Line]
    meant: tuple[tuple[str, str], ...] = ()


def version() -> str:
    """Changes whenever something that anybody may read does."""
    return str(visible_to(NOBODY, Event).aggregate(last=Max("changed_at"), count=Count("pk")))


def version_of(code: str) -> str:
    """The same for one event."""
    return str(visible_to(NOBODY, Event).filter(code=code).values_list("changed_at", flat=True).first())


def listed(viewer: Viewer, asked: Asked, number: str) -> Listed:
    """What is coming, the next first; or what is past, the last first. What is for whoever has the link stands in no list but one's own."""
    now = clock.now()
    rows = visible_to(viewer, Event).exclude(audience=Event.Audience.LINK).filter(taken_down_at=None).defer(*HEAVY)
    rows = rows.filter(ends_at__lte=now).order_by("-starts_at", "pk") if asked.past else rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    if asked.place:
        rows = rows.filter(place_key__contains=fold(asked.place))
    if asked.where:
        rows = rows.exclude(link="") if asked.where == "online" else rows.exclude(place="")
    if asked.body is not None:
        bodies = below([asked.body.pk])
        rows = rows.filter(Q(organisation__in=bodies) | Q(audience_body__in=bodies))
    meant: dict[str, str] = {}
    if asked.words:
        found, meant = _found(asked.words)
        rows = rows.filter(pk__in=found)
    page = page_of(rows, number, A_PAGE)
    return Listed(page, lines(viewer, page), tuple(meant.items()))


def lines(viewer: Viewer, events) -> list[Line]:
    zone = viewer.account.zone if viewer.account else ""
    return [Line(event, when(event.span, zone)) for event in events]


def _found(words: str) -> tuple[list, dict[str, str]]:
    """Keys of the events that have these words; a word that none has is taken for its neighbour."""
    query, meant = search.parse(words), {}
    hits = [pk for pk, _points in search.find("event", query, limit=MOST_FOUND)]
    if not hits:
        query, meant = search.corrected(query)
        hits = [pk for pk, _points in search.find("event", query, any_term=True, limit=MOST_FOUND)]
    return hits, meant if hits else {}


def editions(viewer: Viewer, code: str) -> list[Line]:
    """The editions of the series with this code that are for this viewer, the last first. One statement."""
    rows = visible_to(viewer, Event).filter(series__code=code).defer(*HEAVY).order_by("-starts_at", "pk")
    return lines(viewer, rows[:MOST_EDITIONS])



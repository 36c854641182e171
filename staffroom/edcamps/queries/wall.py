"""The wall, out of what hangs there: one row of the database, however many cards there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from staffroom.edcamps.models import FEATURES, Card, Edcamp, Move, Slot
from staffroom.edcamps.said import clock_words, moment
from staffroom.events.models import Event
from staffroom.events.times import Span
from staffroom.kit import clock, squares
from staffroom.kit.paging import page_of
from staffroom.kit.statement import written_once
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

A_PAGE = 25


@dataclass(frozen=True)
class Hung:
    """A card as it hangs."""

    code: str
    kind: str
    title: str
    format: str
    level: str
    leads: list[str]
    also: list[str]
    want: int | None
    locked: bool
    paper: str
    why: str
    words: str
    state: str
    slot: str = ""
    room: str = ""

    @property
    def who(self) -> str:
        """Who leads it, in words."""
        if self.leads:
            return ", ".join(self.leads)
        return _("whoever comes") if self.kind == Card.Kind.LEARN else _("leader wanted")

    @property
    def format_words(self) -> str:
        return str(dict(Card.Format.choices).get(self.format, self.format))

    @property
    def level_words(self) -> str:
        return str(dict(Card.Level.choices)[self.level]) if self.level else ""

    @property
    def wants_leader(self) -> bool:
        return not self.leads or (self.kind == Card.Kind.CO_LEAD and len(self.leads) < 2)


@dataclass(frozen=True)
class Cell:
    """A place: its room, its cards, and whether one more fits."""

    room: dict[str, Any]
    slot: str
    cards: list[Hung]
    is_free: bool

    @property
    def at(self) -> str:
        return f"{self.slot}:{self.room['code']}"


@dataclass(frozen=True)
class Line:
    """A part of the day: its clock time, whether it is over or on now, and its places."""

    code: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool
    is_past: bool
    cells: list[Cell]

    @property
    def starts(self) -> str:
        return clock_words(self.starts_at)

    @property
    def ends(self) -> str:
        return clock_words(self.ends_at)

    @property
    def kind_words(self) -> str:
        return str(dict(Slot.Kind.choices)[self.kind])


@dataclass(frozen=True)
class Wall:
    """Everything that hangs."""

    edcamp: Edcamp
    rooms: list[dict[str, Any]]
    lines: list[Line]
    table: list[Hung]
    parked: list[Hung]
    off: list[Hung]
    changed_at: datetime
    cards: dict[str, Hung] = field(default_factory=dict)

    @property
    def placed_count(self) -> int:
        return sum(bool(card.slot) for card in self.cards.values())

    @property
    def last(self) -> str:
        """What was moved last, in words."""
        move = self.edcamp.board.get("last", {})
        words = dict(Move.Kind.choices).get(move.get("kind"), "")
        return f"{words}: “{move['title']}”" if move.get("title") else str(words)

    @property
    def changed(self) -> str:
        """When, by the clock there."""
        return clock_words(self.changed_at.astimezone(ZoneInfo(self.edcamp.event.zone)))

    @property
    def now(self) -> Line | None:
        return next((line for line in self.lines if line.is_now), None)


def stamp(edcamp: Edcamp) -> str:
    """Changes whenever something on the wall does."""
    return f"{edcamp.version}.{edcamp.event.version}.{edcamp.voting}"


def version_of(code: str) -> str:
    """The same for what anybody may read, in one statement; empty for what they may not."""
    row = visible_to(NOBODY, Edcamp).filter(code=code).values_list("version", "event__version", "voting").first()
    return ".".join(map(str, row)) if row else ""


@written_once
def for_anyone(*, code: str) -> QuerySet[Edcamp]:
    """The board, if anybody may read it: what hundreds of phones ask for in the same moment, when a card was moved."""
    return visible_to(NOBODY, Edcamp).filter(code=code)


def wall(edcamp: Edcamp) -> Wall:
    """The wall of an edcamp that was read already: no statement at all."""
    board, event, now = edcamp.board, edcamp.event, clock.now()
    cards = {one["code"]: Hung(**{name: value for name, value in one.items() if name != "lane"}) for one in board["cards"]}
    in_cells: dict[tuple[str, str], list[tuple[int, Hung]]] = {}
    for one in board["cards"]:
        if one["slot"]:
            in_cells.setdefault((one["slot"], one["room"]), []).append((one["lane"], cards[one["code"]]))
    rooms = [room | {"says": _room_words(room)} for room in board["rooms"]]
    lines = []
    for slot in board["slots"]:
        starts_at, ends_at = moment(event, slot["from"]), moment(event, slot["to"])
        cells = []
        for room in rooms if slot["kind"] == Slot.Kind.SESSION else ():
            held = [card for _lane, card in sorted(in_cells.get((slot["code"], room["code"]), ()), key=lambda pair: pair[0])]
            cells.append(Cell(room, slot["code"], held, not room["lost"] and (room["parallel"] or not held)))
        lines.append(Line(slot["code"], slot["kind"], slot["title"], starts_at, ends_at, starts_at <= now < ends_at, ends_at <= now, cells))
    by_state = {state: [card for card in cards.values() if card.state == state] for state in (Card.State.TABLE, Card.State.PARKED, Card.State.OFF)}
    table = sorted(by_state[Card.State.TABLE], key=lambda card: -(card.want or 0))
    return Wall(edcamp, rooms, lines, table, by_state[Card.State.PARKED], by_state[Card.State.OFF], datetime.fromisoformat(board["at"]), cards)


def planned(span: Span, parts: Iterable[Any]) -> list[Line]:
    """The parts of a day that does not hang yet."""
    event = Event(starts_at=span.starts_at, zone=span.zone)
    return [Line("", part.kind, part.title, moment(event, part.start), moment(event, part.end), False, False, []) for part in parts]


def _room_words(room: dict[str, Any]) -> str:
    """ "30, step-free"."""
    said = [str(room["capacity"]) if room["capacity"] else "", *(str(FEATURES[name]) for name in room["features"] if name in FEATURES)]
    if room["parallel"]:
        said.append(_("several at once"))
    return ", ".join(filter(None, said))


def listed(viewer: Viewer, number: str):
    """Edcamps that this viewer may see, the next and the newest first."""
    rows = visible_to(viewer, Edcamp).exclude(event__audience="link").filter(event__taken_down_at=None)
    rows = rows.defer("board", "event__words", "event__conduct", "event__quiz", "event__recording")
    return page_of(rows.order_by("-event__starts_at", "pk"), number, A_PAGE)


def listed_version() -> str:
    """Changes whenever the list of edcamps that anybody may see does."""
    return str(visible_to(NOBODY, Edcamp).aggregate(last=Max("event__changed_at"), count=Count("pk")))


def picture_of(edcamp: Edcamp) -> str:
    """The address of the board as a picture for phones."""
    return squares.picture(settings.BASE_URL.rstrip("/") + edcamp.href)


def free_numbers(edcamp: Edcamp, count: int) -> list[str]:
    """Numbers for paper cards that no card has yet."""
    taken = {one["paper"] for one in edcamp.board["cards"]}
    return list(islice((number for number in map(str, range(1, 10_000)) if number not in taken), count))

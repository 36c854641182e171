"""After the day: what came of it, what it was in numbers, how edcamps grew, and the thanks that somebody got."""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.edcamps.models import Card, Edcamp, Lead, Notes, Thanks, Turn
from staffroom.edcamps.queries.notes import Bit, lines_of, links_of
from staffroom.edcamps.queries.wall import Hung, Line, wall
from staffroom.edcamps.rules import KEEPS_BOARD
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.kit import clock
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

MOST_FOUND = 6
MOST_EDITIONS = 12


@dataclass(frozen=True)
class Session:
    """What came of a session: its card, its room, what was noted, also on cards that became one with it, and the addresses in it; with words to find,
    only the lines that hold them.
    """

    card: Hung
    room: str
    lines: list[list[Bit]]
    links: list[str]


@dataclass(frozen=True)
class Archive:
    """What came of the day: sessions by slot, notes of what never came onto the board, and what was shown in the smackdown."""

    slots: list[tuple[Line, list[Session]]]
    beside: list[Session]
    shown: list[Turn]
    notes_count: int
    links_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.slots or self.beside or self.shown)


def archive(edcamp: Edcamp, words: str = "") -> Archive:
    """In two statements, besides the edcamp's own."""
    noted = Notes.objects.filter(card__edcamp=edcamp, card__taken_down_at=None, taken_down_at=None).exclude(text="")
    texts: dict[str, str] = {}
    rows = noted.order_by("made_at", "pk").values_list("card__code", "card__state", "card__merged_into__code", "text")
    for code, state, into, text in rows:  # house: whoever reads the board reads its notes
        home = into if state == Card.State.MERGED and into else code
        texts[home] = f"{texts[home]}\n\n{text}" if home in texts else text
    turns = list(Turn.objects.filter(edcamp=edcamp, state=Turn.State.DONE).order_by("place")[:500])
    held, wanted = wall(edcamp), fold(words).split()
    rooms = {room["code"]: room["name"] for room in held.rooms}

    def session(card: Hung) -> Session | None:
        lines = lines_of(texts.get(card.code, ""))
        said = fold(" ".join((card.title, card.who, card.words, *card.also)))
        if not wanted or all(word in said for word in wanted):
            return Session(card, rooms.get(card.room, ""), lines, links_of(lines))
        hits = [line for line in lines if any(word in _said(line) for word in wanted)]
        whole = said + " " + " ".join(map(_said, lines))
        if not all(word in whole for word in wanted):
            return None
        return Session(card, rooms.get(card.room, ""), hits[:MOST_FOUND], links_of(hits))

    def of(cards) -> list[Session]:
        return [one for one in map(session, cards) if one is not None]
    slots = [(line, sessions) for line in held.lines if (sessions := of(card for cell in line.cells for card in cell.cards))]
    beside = of(card for card in held.cards.values() if not card.slot and card.code in texts)
    shown = [turn for turn in turns if all(word in fold(f"{turn.title} {turn.name} {turn.link}") for word in wanted)]
    every = [one for _line, sessions in slots for one in sessions] + beside
    return Archive(slots, beside, shown, sum(bool(one.lines) for one in every),
                   len({href for one in every for href in one.links} | {turn.link for turn in shown if turn.link}))


def _said(line: list[Bit]) -> str:
    return fold("".join(bit.words for bit in line))


def thanked_by(viewer: Viewer, edcamp: Edcamp, guest: Guest | None = None) -> set[str]:
    """What this viewer, or a guest by their link, gave thanks for: codes of cards, "" for hosts and helpers. One statement, none without a key."""
    if guest is None and not viewer.holds_own_key:
        return set()
    rows = visible_to(viewer, Thanks) if guest is None else Thanks.objects.filter(guest=guest)  # house: the link is the right to read it
    return {code or "" for code in rows.filter(edcamp=edcamp).values_list("card__code", flat=True)}


def thanks_of(viewer: Viewer, edcamp: Edcamp, guest: Guest | None = None) -> list[tuple[str, int]]:
    """How many thanks this viewer, or a guest, got: (title of a session they led, count), "" for hosting or helping. Two statements."""
    who = {"person": viewer.pk} if guest is None else {"guest": guest}
    led = Lead.objects.filter(card__edcamp=edcamp, **who)  # house: how many, for whoever is thanked
    cards = {card for pair in led.values_list("card", "card__merged_into") for card in pair if card}
    helps = Going.objects.filter(event=edcamp.event_id, part__in=KEEPS_BOARD, **who)
    hosts = (guest is None and edcamp.event.host_id == viewer.pk) or helps.exists()  # house: the same
    asked = Q(card__in=cards) | (Q(card=None) if hosts else Q(pk__in=[]))
    rows = Thanks.objects.filter(asked, edcamp=edcamp).exclude(**who)  # house: how many, for whoever is thanked
    return [(title or "", count) for title, count in rows.values_list("card__title").annotate(count=Count("pk")).order_by("-count", "card__title")]


# In numbers


@dataclass(frozen=True)
class Edition:
    """An edcamp in numbers: None is not known, and fewer than five people are not counted."""

    edcamp: Edcamp
    signed_up: int
    came: int | None
    sessions: int
    rooms: int
    cards: int
    merged: int
    noted: int
    shown: int

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(_("Signed up, without the waiting list"), people_words(self.signed_up)), (_("Came"), people_words(self.came)),
                (_("Sessions on the board"), number_format(self.sessions)), (_("Rooms in which there was one"), number_format(self.rooms)),
                (_("Cards that were put up"), number_format(self.cards)), (_("Cards that became one with another"), number_format(self.merged)),
                (_("Sessions with notes"), number_format(self.noted)), (_("Shown in the smackdown"), number_format(self.shown))]


def people_words(count: int | None) -> str:
    """A number of people, for anybody to read."""
    if count is None:
        return _("not known")
    return number_format(count) if not 0 < count < paper.FEWEST else _("fewer than five")


def _counted(rows, key: str) -> Coalesce:
    counts = rows.filter(**{key: OuterRef("event" if key == "event" else "pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def editions(viewer: Viewer, edcamp: Edcamp) -> list[Edition]:
    """This edcamp and the others of its series that this viewer may see and that have begun, the first first. One statement."""
    series = edcamp.event.series_id
    rows = visible_to(viewer, Edcamp).filter(Q(event__series=series) if series else Q(pk=edcamp.pk)).filter(
        Q(pk=edcamp.pk) | Q(event__starts_at__lte=clock.now(), event__cancelled_at=None, event__taken_down_at=None)).annotate(
        came=_counted(Presence.objects.all(), "event"), shown=_counted(Turn.objects.filter(state=Turn.State.DONE), "edcamp"),
        noted=_counted(Notes.objects.filter(taken_down_at=None, card__taken_down_at=None).exclude(text=""), "card__edcamp"))
    return sorted(map(_edition, rows.order_by("-event__starts_at", "pk")[:MOST_EDITIONS]), key=lambda one: one.edcamp.event.starts_at)


def _edition(row) -> Edition:
    cards = row.board["cards"]
    placed = [card for card in cards if card["state"] == Card.State.PLACED]
    merged = sum(len(card["also"]) for card in cards)
    return Edition(row, row.event.going_count, row.came or None, len(placed), len({card["room"] for card in placed}), len(cards) + merged, merged,
                   row.noted, row.shown)


def series_charts(found: list[Edition]) -> list[paper.Chart]:
    """How the editions of a series grew."""
    source = ngettext("From one edition, as its list and its board say.", "From %(n)s editions, as their lists and boards say.", len(found)) % {
        "n": len(found)}
    names = [paper.whole_day(one.edcamp.event.starts_at.astimezone(ZoneInfo(one.edcamp.event.zone)).date()) for one in found]

    def chart(title: str, series: str, values: list[int | None], more: str = "") -> paper.Chart:
        bars = tuple(paper.Bar(name, (value,)) for name, value in zip(names, values, strict=True) if value is not None)
        return paper.Chart(title=title, series=(series,), bars=bars, source=source + more, unit="count", head=_("Edition"), empty=_("Not known."))
    few = " " + _("Left out where it is not known, or fewer than five.")
    return [chart(_("Who came"), _("People"), [one.came if one.came and one.came >= paper.FEWEST else None for one in found], few),
            chart(_("Sessions"), _("Sessions"), [one.sessions or None for one in found], " " + _("Left out where it is not known."))]


# Growth


@dataclass(frozen=True)
class Year:
    """A year: edcamps that began in it and before it, places in which there was one for the first time and before."""

    year: int
    count: int
    before: int
    places: int
    places_before: int

    @property
    def together(self) -> int:
        return self.count + self.before

    @property
    def places_together(self) -> int:
        return self.places + self.places_before


def growth(viewer: Viewer) -> list[Year]:
    """Edcamps that hang for anyone and have begun, by the year there. One statement."""
    rows = visible_to(viewer, Edcamp).filter(event__audience=Event.Audience.PUBLIC, event__starts_at__lte=clock.now(), event__cancelled_at=None,
                                             event__taken_down_at=None, event__is_demo=False)
    years: Counter = Counter()
    first: dict[str, int] = {}
    for starts_at, zone, place in rows.order_by("event__starts_at").values_list("event__starts_at", "event__zone", "event__place_key"):
        year = starts_at.astimezone(ZoneInfo(zone)).year
        years[year] += 1
        if place:
            first.setdefault(place, year)
    new = Counter(first.values())
    found, before, places = [], 0, 0
    for year in range(min(years), max(years) + 1) if years else ():
        found.append(Year(year, years[year], before, new[year], places))
        before, places = before + years[year], places + new[year]
    return found


def growth_charts(years: list[Year]) -> list[paper.Chart]:
    """A bar for each year up to it, with what is new in it apart."""
    count = years[-1].together if years else 0
    source = ngettext("From one edcamp that hangs here for anyone, by the year in which it began there.",
                      "From %(n)s edcamps that hang here for anyone, by the year in which they began there.", count) % {"n": number_format(count)}
    same = _("A place is what stands as the place of an edcamp; one place written in two ways is two. States and countries are not known.")
    places = f"{source} {same}"
    return [paper.Chart(title=_("Edcamps up to each year"), series=(_("In this year"), _("Before")), source=source, unit="count", head=_("Year"),
                        bars=tuple(paper.Bar(str(one.year), (one.count, one.before)) for one in years), empty=_("No edcamp has begun yet.")),
            paper.Chart(title=_("Places up to each year"), series=(_("For the first time"), _("Before")), source=places, unit="count", head=_("Year"),
                        bars=tuple(paper.Bar(str(one.year), (one.places, one.places_before)) for one in years), empty=_("No edcamp has begun yet."))]


def growth_table(years: list[Year]) -> list[list[str]]:
    """The same as rows of a table."""
    head = [_("Year"), _("Edcamps in this year"), _("Edcamps up to it"), _("Places for the first time"), _("Places up to it")]
    return [head, *([str(cell) for cell in (one.year, one.count, one.together, one.places, one.places_together)] for one in years)]

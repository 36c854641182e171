"""What is seen of attendance: how one stands, how all stand for whoever keeps the list, what came of the three questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page

from staffroom.attendance.models import Deed, Outcome, Reply, Roster
from staffroom.attendance.standing import STATES, Did, Standing, closes_at, stand
from staffroom.events import codes
from staffroom.events.beside import Beside
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.events.policy import window
from staffroom.events.queries import Slip, kept_list, slip_of
from staffroom.events.queries.one import Row
from staffroom.events.rules import may_keep, may_run
from staffroom.events.said import takes
from staffroom.kit import clock
from staffroom.kit.paging import page_of
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

MOST_WORDS_TOLD = 200
PEOPLE, LINKS = 25, 15  # on a page
INSTEAD = ("presence", "words")  # what watching the recording stands for


@dataclass(frozen=True)
class Mine:
    """How somebody stands. `standing` is None at an event that takes nothing; `asks`: the three questions can be answered by them now, until
    `until`."""

    event: Event
    standing: Standing | None
    did: Did
    asks: bool
    until: datetime
    may_sign: bool = False

    @property
    def may_type_words(self) -> bool:
        item = self.standing.item("words") if self.standing else None
        return item is not None and item.state == "open" and self.event.has_begun and not self.event.is_over

    @property
    def may_take_quiz(self) -> bool:
        item = self.standing.item("quiz") if self.standing else None
        there = bool(self.did.minutes or self.did.said or self.did.watched)
        return item is not None and item.state == "open" and self.event.is_over and there

    @property
    def may_watch(self) -> bool:
        lacks = [one for one in self.standing.items if one.name in INSTEAD and one.state == "open"] if self.standing else []
        counts = bool(self.event.terms and self.event.terms.recording and self.event.recording)
        return bool(lacks) and counts and self.event.is_over and not self.did.watched


@dataclass(frozen=True)
class WordNow:
    """The code word that is shown now: which of how many, and until when it is taken, by the clock there."""

    word: str
    number: int
    of: int
    until: str
    rest: int  # seconds


@dataclass(frozen=True)
class OfOne:
    """Somebody on the list, and how they stand."""

    row: Row
    standing: Standing


@dataclass(frozen=True)
class OfEvent:
    """For whoever keeps the list: a page of people, and by how they stand how many there are of all."""

    page: Page
    counts: list[tuple[str, int]]
    rosters: list[Roster]
    outcome: Outcome | None
    until: datetime
    is_open: bool


def did_of(event: Event, presence: Presence | None, deeds: Iterable[Deed]) -> Did:
    """What somebody did, from what is known of them."""
    terms, deeds = event.terms, list(deeds)
    tries = [one for one in deeds if one.kind == Deed.Kind.TRY]
    how = presence.how if presence else ""
    counts = presence is not None and (
        presence.confirmed_at is not None or how == Presence.How.LATER
        or (how == Presence.How.CODE and (presence.is_measured or not (terms and terms.percent))))
    return Did(
        minutes=presence.minutes if presence and counts else None, said=presence.minutes if presence and not counts else 0,
        stands_for_words=how in {Presence.How.ROOM, Presence.How.LATER},
        words=frozenset(one.number for one in deeds if one.kind == Deed.Kind.WORD),
        best=max((one.right for one in tries), default=0), tries=len(tries), told=any(one.kind == Deed.Kind.TOLD for one in deeds),
        watched=any(one.kind == Deed.Kind.WATCHED for one in deeds))


def standing_of(event: Event, did: Did) -> Standing | None:
    terms = event.terms
    return stand(terms, did, event.starts_at, event.ends_at, event.minutes, clock.now()) if terms else None


def mine(event: Event, presence: Presence | None, *, person: Any = None, guest: Guest | None = None, going: Going | None = None) -> Mine:
    """How this person, or this guest, stands. One statement, two when the three questions are open."""
    did = did_of(event, presence, _deeds_of(event, presence, person, guest))
    until = closes_at(event.terms, event.ends_at)
    was_there = bool(presence and presence.minutes) or (going is not None and going.answer == Going.Answer.GOING)
    asks = event.is_over and event.cancelled_at is None and clock.now() < until and not did.told and was_there and (
        going is None or going.part != Going.Part.HOSTS)
    may_sign = person is not None and bool(event.terms and event.terms.rooms) and event.is_over and clock.now() < until and bool(did.minutes)
    return Mine(event, standing_of(event, did), did, asks, until, may_sign)


def _deeds_of(event: Event, presence: Any, person: Any, guest: Guest | None) -> list[Deed]:
    """What one person or guest did; a presence remembers it for the length of a page, on which several rooms ask."""
    if presence is not None and hasattr(presence, "deeds"):
        return presence.deeds
    rows = list(Deed.objects.filter(event=event, person=person, guest=guest))  # house: of the viewer, or of whoever holds the link
    if presence is not None:
        presence.deeds = rows
    return rows


def of_viewer(viewer: Viewer, event: Event) -> Mine:
    """The same for a viewer with an account. Three statements."""
    presence = visible_to(viewer, Presence).filter(event=event, person=viewer.pk).first()
    going = visible_to(viewer, Going).filter(event=event, person=viewer.pk).first()
    return mine(event, presence, person=viewer.pk, going=going)


def of_guest(guest: Any) -> Mine:
    """The same for a guest that `guest_by` found."""
    presence = Presence.objects.filter(guest=guest).first()  # house: the link is the right to read it
    return mine(guest.event, presence, guest=guest, going=guest.said)


def eligible(event: Event, presences: Iterable[Presence]) -> list[Presence]:
    """Those who did all that the event asks for. One statement."""
    rows = list(presences)
    if len(rows) == 1:
        deeds = {rows[0].pk: _deeds_of(event, rows[0], rows[0].person_id, rows[0].guest_id)}
    else:
        by = _deeds(Deed.objects.filter(event=event)) if rows else {}  # house: asked by acts that issue to those who have a right to it
        deeds = {row.pk: by.get(row.person_id or row.guest_id, []) for row in rows}
    found = []
    for row in rows:
        standing = standing_of(event, did_of(event, row, deeds[row.pk]))
        if standing is not None and standing.state == "eligible":
            found.append(row)
    return found


def _deeds(rows: Iterable[Deed]) -> dict[Any, list[Deed]]:
    found: dict[Any, list[Deed]] = defaultdict(list)
    for row in rows:
        found[row.person_id or row.guest_id].append(row)
    return found


def word_now(event: Event) -> WordNow | None:
    """What is shown now, for whoever keeps the list; None before it begins and when it is over."""
    terms, now = event.terms, clock.now()
    if terms is None or not terms.words or not event.starts_at <= now < event.ends_at:
        return None
    number = int((now - event.starts_at) / (event.ends_at - event.starts_at) * terms.words)
    until = window(number, terms.words, event.starts_at, event.ends_at)[1]
    next_at = event.starts_at + (event.ends_at - event.starts_at) * (number + 1) / terms.words
    return WordNow(codes.word(event.door_key, number), number + 1, terms.words, f"{until.astimezone(ZoneInfo(event.zone)):%-H:%M}",
                   int((next_at - now).total_seconds()) + 1)


def of_event(viewer: Viewer, event: Event, state: str = "", words: str = "", number: str = "") -> OfEvent:
    """How all stand, for whoever keeps the list, or only those in one state or whose name has these words. Seven statements, however many."""
    until = closes_at(event.terms, event.ends_at)
    deeds = _deeds(visible_to(viewer, Deed).filter(event=event)) if event.terms else {}
    people = [row for row in kept_list(viewer, event) if not row.going or row.going.part != Going.Part.HOSTS] if event.terms else []
    stands = ((row, standing_of(event, did_of(event, row.presence, deeds.get(row.who.pk, ())))) for row in people)
    rows = [OfOne(row, standing) for row, standing in stands if standing]
    tally = Counter(one.standing.state for one in rows)
    asked = fold(words).split()
    shown = [one for one in rows if state in {"", one.standing.state} and all(word in fold(one.row.who.name) for word in asked)]
    rosters = list(visible_to(viewer, Roster).filter(event=event).order_by("made_at")) if event.terms and event.terms.rooms else []
    outcome = visible_to(viewer, Outcome).filter(event=event).first() if event.is_over else None
    counts = [(one, tally[one]) for one in STATES if tally[one]]
    return OfEvent(page_of(shown, number, PEOPLE), counts, rosters, outcome, until, event.is_over and clock.now() < until)


def roster_of(viewer: Viewer, event: Event, number: str = "") -> tuple[Roster | None, Page, list[Slip]]:
    """The list that this viewer signed; a page of those on it who have not taken theirs into an account, and the links of these."""
    row = visible_to(viewer, Roster).filter(event=event, person=viewer.pk).first()
    there = Presence.objects.filter(how=Presence.How.ROOM).values("guest")  # house: of guests whom this viewer put on their own list
    guests = Guest.objects.filter(event=event, by=viewer.pk, pk__in=there).order_by("name", "pk") if row else []  # house: the same
    page = page_of(guests, number, LINKS)
    return row, page, [slip_of(guest) for guest in page]


def tallied(replies: Iterable[Reply]) -> dict[str, Any]:
    """One table of all replies: how many said what, and the words in the order of the alphabet, so that nothing tells who came first."""
    rows = list(replies)
    return {"n": len(rows), "worth": {one.value: sum(row.worth == one for row in rows) for one in Reply.Worth},
            "tries": {one.value: sum(row.tries == one for row in rows) for one in Reply.Tries},
            "words": sorted(row.words for row in rows if row.words)[:MOST_WORDS_TOLD]}


def told(outcome: Outcome) -> dict[str, Any]:
    """A table in words."""
    table = outcome.table
    return table and {"n": table["n"], "words": table["words"],
                      "worth": [(one.label, table["worth"][one.value]) for one in Reply.Worth],
                      "tries": [(one.label, table["tries"][one.value]) for one in Reply.Tries]}


def beside_event(place: str, viewer: Viewer, event: Event, presence: Presence | None = None, guest: Guest | None = None, token: str = "",
                 going: Going | None = None) -> Beside | None:
    """What stands on the pages of an event: what a certificate takes and the recording for anyone, how one stands for each, the way for its host."""
    if place == "wall":
        return None
    if place == "below":
        shows = {"event": event, "takes": takes(event.terms, len(event.quiz) if event.terms else 0) if not event.cancelled_at else []}
        return Beside("attendance/_wall.html", shows) if shows["takes"] or event.recording else None
    if event.cancelled_at is not None:
        return None
    if place == "list":
        return Beside("attendance/_list.html", {"event": event, "runs": may_run(viewer, event)}) if may_keep(viewer, event) else None
    if event.terms is None and not event.is_over:
        return None
    if place == "guest":
        held = mine(event, presence, guest=guest, going=going)
        return Beside("attendance/_guest.html", {"mine": held, "token": token}) if held.standing or held.asks else None
    if (going is not None and going.part == Going.Part.HOSTS) or (presence is None and (going is None or going.answer != Going.Answer.GOING)):
        return None
    held = mine(event, presence, person=viewer.pk, going=going)
    return Beside("attendance/_event.html", {"mine": held}) if held.standing or held.asks else None

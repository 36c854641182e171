"""One event with what a viewer may do there; what stands at its door; the list of who was there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from staffroom.events import beside, codes, times
from staffroom.events.beside import Beside
from staffroom.events.models import ACCESS, TELLS_HOST, Amendment, Event, EventNews, Going, Guest, Presence, Stay, Try
from staffroom.events.rules import holds_code, may_keep, may_run
from staffroom.events.said import When, cover, over, when, zone_words
from staffroom.events.times import AFTER, BEFORE
from staffroom.kit import clock, squares
from staffroom.kit.markdown import to_html
from staffroom.kit.words import fold
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

MOST_ON_A_LIST = 5_000
MOST_TRIES = 20


@dataclass(frozen=True)
class At:
    """How an event stands for signing up: "open", "early", "late", "first" (for those who asked before alone), "off", "over"; the words for it."""

    state: str
    says: str = ""


@dataclass(frozen=True)
class Shown:
    """One event as its page shows it to this viewer. `mine` is what they said to it, `link` how to join for those who go."""

    event: Event
    when: When
    at: At
    access: list[tuple[str, str]]
    news: list[EventNews]
    mine: Going | None
    presence: Presence | None
    tries: list[Try]
    may_run: bool
    may_keep: bool
    link: str
    queue: int = 0
    may_say: bool = False
    amendments: tuple[Amendment, ...] = ()
    beside: tuple[Beside, ...] = ()
    cover_step: PlanStep | None = None
    may_plan_cover: bool = False
    cover_is_late: bool = False

    @property
    def over(self) -> str:
        return over(self.event)

    @property
    def cover(self) -> str:
        return cover(self.event)

    @property
    def html(self) -> str:
        return to_html(self.event.words, top=2)


@dataclass(frozen=True)
class Door:
    """What hangs at the door: the code of these ten minutes or the one to print, and the picture of the address that holds it."""

    code: str
    until: datetime
    address: str
    picture: str


@dataclass(frozen=True)
class Row:
    """Somebody on the list: what they said beforehand, and whether they were there."""

    who: Account | Guest
    going: Going | None
    presence: Presence | None
    is_me: bool = False

    @property
    def guest(self) -> Guest | None:
        return self.who if isinstance(self.who, Guest) else None

    @property
    def is_confirmed(self) -> bool:
        return self.presence is not None and self.presence.confirmed_at is not None


def shown(viewer: Viewer, event: Event) -> Shown:
    """An event as its page shows it. Two statements for a stranger at most, however many go."""
    news = list(visible_to(viewer, EventNews).filter(event=event).order_by("-made_at")[:10]) if event.sequence else []
    zone = viewer.account.zone if viewer.account else ""
    mine = presence = None
    tries: list[Try] = []
    keeps = runs = False
    amendments: tuple[Amendment, ...] = ()
    if viewer.holds_own_key:
        mine = visible_to(viewer, Going).filter(event=event, person=viewer.pk).first()
        runs = may_run(viewer, event)
        keeps = runs or (mine is not None and bool(mine.part))
        if event.starts_at - BEFORE <= clock.now():
            presence = visible_to(viewer, Presence).filter(event=event, person=viewer.pk).select_related("entry").first()
            tries = list(visible_to(viewer, Try).filter(event=event).select_related("step").order_by("made_at")[:MOST_TRIES])
            amendments = tuple(visible_to(viewer, Amendment).filter(presence=presence).order_by("made_at")) if presence else ()
    going = mine is not None and mine.answer == Going.Answer.GOING
    more = tuple(beside.shown("event", viewer, event, presence, going=mine)) if viewer.holds_own_key else ()
    may_say = event.cancelled_at is None and event.starts_at - BEFORE <= clock.now()
    needs_cover = going and bool(event.cover_minutes) and not event.has_begun and event.cancelled_at is None
    steps = visible_to(viewer, PlanStep).filter(pk=mine.step_id, ended_as="") if needs_cover and mine and mine.step_id else PlanStep.objects.none()
    step = steps.first()
    at = at_of(event, mine is not None and mine.is_early)
    return Shown(event, when(event.span, zone), at, access_of(event), news, mine, presence, tries, runs, keeps,
                 event.link if going or runs else "", queue_of(event, mine), may_say and viewer.holds_own_key, amendments, more, step,
                 needs_cover and step is None, step is not None and step.planned_on != event.day_for(zone))


def access_of(event: Event) -> list[tuple[str, str]]:
    """Each fact about coming in with what is known of it."""
    said = {"yes": _("yes"), "no": _("no")}
    return [(str(words), said.get(event.access.get(name, ""), _("not known"))) for name, words in ACCESS.items()]


def queue_of(event: Event, mine: Going | None) -> int:
    """How many wait before somebody, and they themselves; 0 for somebody who does not wait."""
    if mine is None or mine.answer != Going.Answer.WAITS:
        return 0
    return Going.objects.filter(event=event, answer=Going.Answer.WAITS, place__lte=mine.place).count()  # house: a number of their own queue


def at_of(event: Event, early: bool = False) -> At:
    """For somebody who asked for it before it had a date (`early`) it opens before it does for all others."""
    now = clock.now()
    if event.cancelled_at:
        return At("off", _("It was called off."))
    if event.is_over:
        return At("over", _("It is over."))
    if event.opens_on and now < times.midnight(event.opens_on, event.zone):
        return At("early", _("Signing up opens on %(day)s.") % {"day": paper.day_in_words(event.opens_on, now.year)})
    if event.closes_on and now >= times.midnight(event.closes_on + timedelta(days=1), event.zone):
        return At("late", _("Signing up is closed."))
    if event.open_to_all_at and now < event.open_to_all_at:
        said = {"until": _moment(event.open_to_all_at, event.zone)}
        if early:
            return At("open", _("You asked to be told first: until %(until)s only you and the others who asked can sign up.") % said)
        return At("first", _("Until %(until)s those sign up who asked to be told first; then everybody can.") % said)
    return At("open")


def _moment(at: datetime, zone: str) -> str:
    """ "Thursday 12 November, 18:00, Eastern Standard Time"."""
    there = at.astimezone(ZoneInfo(zone))
    said = {"day": paper.day_in_words(there, clock.now().year), "time": time_format(there, "G:i")}
    return f"{_('%(day)s, %(time)s') % said}, {zone_words(at, zone)}"


def at_door(door: str) -> Event | None:
    """The event that is for whoever has this link."""
    rows = Event.objects.select_related("host", "organisation", "series", "audience_body")
    return rows.filter(door=door, audience=Event.Audience.LINK, taken_down_at=None).first()  # house: the link is the right to read it


def at_the_door(viewer: Viewer, code: str, said: str) -> Event | None:
    """The event that this viewer may see, or at whose door they stand: they hold the code that hangs there."""
    event = visible_to(viewer, Event).filter(code=code).first()
    if event is not None or not said or not viewer.holds_own_key:
        return event
    there = Event.objects.filter(code=code, taken_down_at=None).first()  # house: whoever holds the code at the door is there
    return there if there is not None and holds_code(there, said) else None


def door_of(event: Event, on_paper: bool) -> Door:
    """The code at the door now, or the one that is printed, with its picture."""
    now = clock.now()
    code = codes.printed(event.door_key) if on_paper else codes.rotating(event.door_key, now)[0]
    until = event.ends_at + AFTER if on_paper else codes.changes_at(now)
    return Door(code, until, *pictured("events:here", event.code, query=f"?c={code}"))


def guest_door(event: Event) -> Door:
    """The code for whoever has no account, until the event is over, with the picture of where it leads."""
    code = codes.for_guests(event.door_key)
    return Door(code, event.ends_at, *pictured("events:come", event.code, query=f"?c={code}"))


def pictured(name: str, *args: str, query: str = "") -> tuple[str, str]:
    """An address of ours with all of its parts, and its picture (QR) as a data: address."""
    address = f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=args)}{query}"
    return address, squares.picture(address)


def kept_list(viewer: Viewer, event: Event) -> list[Row]:
    """Everybody who goes or was there, for whoever keeps the list, by their names. Four statements."""
    if not may_keep(viewer, event):
        return []
    goings = {row.who: row for row in visible_to(viewer, Going).filter(event=event, answer__in=TELLS_HOST)[:MOST_ON_A_LIST]}
    there = {row.who: row for row in visible_to(viewer, Presence).filter(event=event)[:MOST_ON_A_LIST]}
    guests = visible_to(viewer, Guest).filter(event=event)[:MOST_ON_A_LIST]
    found = [Row(who, goings.get(who), there.get(who), who.pk == viewer.pk) for who in goings | there | dict.fromkeys(guests)]
    return sorted(found, key=lambda row: (fold(row.who.name), row.who.code))


def named(rows: list[Row], words: str) -> list[Row]:
    """Those whose name has all of these words."""
    asked = fold(words).split()
    return [row for row in rows if all(word in fold(row.who.name) for word in asked)]


def amended(viewer: Viewer, presence: Presence) -> list[Amendment]:
    """What a presence said before, the newest first."""
    return list(visible_to(viewer, Amendment).filter(presence=presence).order_by("-made_at", "-pk")[:50])


def stays(viewer: Viewer, event: Event) -> list[Stay]:
    """When this viewer came and left, as the clock there showed it."""
    rows = visible_to(viewer, Stay).select_related("event").filter(event=event, person=viewer.pk)
    return list(rows.order_by("came_at", "pk")[:60]) if viewer.holds_own_key else []


def parts_of(viewer: Viewer, event: Event) -> dict[str, set]:
    """By the part of the event: the keys of everybody of whom the list says that they were there, for whoever keeps it."""
    found: dict[str, set] = {}
    for slot, person, guest in visible_to(viewer, Stay).filter(event=event).exclude(slot="").values_list("slot", "person", "guest"):
        found.setdefault(slot, set()).add(person or guest)
    return found


def overlaps(viewer: Viewer, event: Event) -> QuerySet[Presence]:
    """Other events at the same time at which this viewer was too."""
    rows = visible_to(viewer, Presence).filter(person=viewer.pk, minutes__gt=0).exclude(event=event)
    return rows.filter(event__starts_at__lt=event.ends_at, event__ends_at__gt=event.starts_at)

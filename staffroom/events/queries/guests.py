"""What a guest sees: the event they may sign up to, and the page of their own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from staffroom.events import beside
from staffroom.events.beside import Beside
from staffroom.events.guests import of as guest_of
from staffroom.events.models import Amendment, Event, EventNews, Going, Guest, Presence
from staffroom.events.queries.one import at_door, at_of, pictured, queue_of
from staffroom.events.rules import holds_code, lets_guests_in
from staffroom.events.said import When, over, when
from staffroom.events.times import AFTER, BEFORE
from staffroom.events.tokens import hash_of, token_of
from staffroom.kit import clock
from staffroom.kit.calendars.writing import CANCEL, PUBLISH, calendar
from staffroom.kit.statement import written_once
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY

__all__ = ["GuestPage", "Slip", "file_of_guest", "for_guests", "guest_by", "guest_of", "guest_page", "of_code", "on_now", "slip_of"]

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class GuestPage:
    """What stands on a guest's own page. `link` is how to join for those who have a seat."""

    guest: Guest
    event: Event
    when: When
    at: object
    news: list[EventNews]
    going: Going | None
    queue: int
    presence: Presence | None
    amendments: list[Amendment]
    link: str
    may_say: bool
    token: str
    beside: tuple[Beside, ...] = ()
    next: Event | None = None

    @property
    def next_when(self) -> When | None:
        return when(self.next.span) if self.next else None

    @property
    def may_ask(self) -> bool:
        """Can they be told first of the next edition? A letter reaches them, and what they came to is for anyone."""
        return bool(self.guest.address and self.guest.proved_at and settings.MAIL_WORKS and self.event.audience == Event.Audience.PUBLIC)

    @property
    def over(self) -> str:
        return over(self.event)

    @property
    def must_prove(self) -> bool:
        """Came by mail and has not said that the mail reached them."""
        return self.guest.came == Guest.Came.MAIL and self.guest.proved_at is None and not self.event.has_begun


@dataclass(frozen=True)
class Slip:
    """A guest's secret link on paper, for whoever put them on the list."""

    guest: Guest
    address: str
    picture: str


def _now() -> QuerySet[Event]:
    """What begins within a day or ended no longer ago than its codes hold."""
    now = clock.now()
    rows = Event.objects.filter(starts_at__lte=now + timedelta(days=1), ends_at__gte=now - AFTER, cancelled_at=None, taken_down_at=None)
    return rows.order_by("starts_at", "pk")


def on_now() -> list[Event]:
    """What is on for anybody in these hours, with the board of an edcamp."""
    return list(visible_to(NOBODY, Event).filter(pk__in=_now().values("pk")).select_related("edcamp").order_by("starts_at", "pk")[:MOST_AT_ONCE])


def of_code(said: str) -> Event | None:
    """The event of these hours of which this is a code, where nobody said which one."""
    rows = _now()[:MOST_AT_ONCE]  # house: a code of it is the right to come in
    return next((event for event in rows if lets_guests_in(event, said) or holds_code(event, said)), None)


def for_guests(code: str = "", said: str = "", door: str = "") -> Event | None:
    """The event to which somebody without an account may sign up: it hangs for anyone, they hold its link, or a code of it."""
    if door:
        return at_door(door)
    event = visible_to(NOBODY, Event).filter(code=code).first()
    if event is not None or not said:
        return event
    rows = Event.objects.select_related("host", "organisation").filter(code=code, taken_down_at=None)
    there = rows.first()  # house: a code of it is the right to come in
    return there if there is not None and (holds_code(there, said) or lets_guests_in(there, said)) else None


def guest_by(token: str) -> Guest | None:
    """The guest whose secret link this is, with what they `said` to the event and whether their presence `was_set_right`."""
    found: Any = next(iter(_by_link(link=hash_of(token))), None)
    if found is not None:
        found.said = Going(event=found.event, guest=found, answer=found.answer, part=found.part, place=found.place) if found.answer else None
    return found


@written_once
def _by_link(*, link: str) -> QuerySet[Guest]:
    said = Going.objects.filter(guest=OuterRef("pk"), event=OuterRef("event"))  # house: the link is the right to read it
    told = {name: Subquery(said.values(name)) for name in ("answer", "part", "place")}
    right = Amendment.objects.filter(presence__guest=OuterRef("pk"))  # house: the same
    rows = Guest.objects.select_related("event__organisation", "event__host").annotate(**told, was_set_right=Exists(right))
    return rows.filter(token_hash=link, event__taken_down_at=None)  # house: the same


def guest_page(guest: Any, token: str) -> GuestPage:
    """The page of a guest that `guest_by` found: two more statements, three of an event that was changed; one more once the next edition hangs."""
    event, going = guest.event, guest.said
    rows = Amendment.objects.filter(presence__guest=guest).select_related("presence").order_by("made_at")  # house: the same
    amendments = list(rows) if guest.was_set_right else []
    presence = amendments[0].presence if amendments else None
    if presence is None and event.starts_at - BEFORE <= clock.now():
        presence = Presence.objects.filter(guest=guest).first()  # house: the same
    if presence is not None:
        presence.event = event
    news = list(EventNews.objects.filter(event=event).order_by("-made_at")[:10]) if event.sequence else []  # house: the same
    goes = going is not None and going.answer == Going.Answer.GOING
    may_say = event.cancelled_at is None and event.starts_at - BEFORE <= clock.now()
    more = beside.shown("guest", NOBODY, event, presence, guest, token, going)
    return GuestPage(guest, event, when(event.span), at_of(event), news, going, queue_of(event, going), presence, amendments,
                     event.link if goes or presence else "", may_say, token, tuple(more), _next(guest))


def _next(guest: Guest) -> Event | None:
    """The next edition, of which they were told."""
    rows = visible_to(NOBODY, Event).filter(pk=guest.next_id, cancelled_at=None, ends_at__gt=clock.now())
    return rows.first() if guest.next_id else None


def file_of_guest(guest: Any) -> bytes:
    """The event as a file for the calendar of a guest that `guest_by` found."""
    from staffroom.events.queries.calendars import dated
    event = guest.event
    return calendar([dated(event, guest.said)], method=CANCEL if event.cancelled_at else PUBLISH)


def slip_of(guest: Guest) -> Slip:
    """The secret link of a guest with its picture; whoever keeps the list hands it over."""
    address, picture = pictured("events:guest", token_of(guest.code))
    return Slip(guest, address, picture)

"""What a guest sees: the event they may sign up to, and the page of their own."""

from dataclasses import dataclass

from staffroom.events import beside
from staffroom.events.beside import Beside
from staffroom.events.guests import of as guest_of
from staffroom.events.models import Amendment, Event, EventNews, Going, Guest, Presence
from staffroom.events.queries.one import at_door, at_of, pictured, queue_of
from staffroom.events.rules import holds_code, lets_guests_in
from staffroom.events.said import When, when
from staffroom.events.times import BEFORE
from staffroom.events.tokens import hash_of, token_of
from staffroom.kit import clock
from staffroom.kit.calendars.writing import CANCEL, PUBLISH, calendar
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY

__all__ = ["GuestPage", "Slip", "file_of_guest", "for_guests", "guest_by", "guest_of", "guest_page", "slip_of"]


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
    """The guest whose secret link this is."""
    rows = Guest.objects.select_related("event__organisation", "event__host").filter(token_hash=hash_of(token))
    return rows.exclude(event__taken_down_at__isnull=False).first()  # house: the link is the right to read it


def guest_page(guest: Guest, token: str) -> GuestPage:
    """The page of a guest, in four statements at most."""
    event = guest.event
    going = Going.objects.filter(guest=guest).first()  # house: the link is the right to read it
    presence = Presence.objects.filter(guest=guest).first() if event.starts_at - BEFORE <= clock.now() else None  # house: the same
    amendments = list(Amendment.objects.filter(presence=presence).order_by("made_at")) if presence else []  # house: the same
    news = list(EventNews.objects.filter(event=event).order_by("-made_at")[:10]) if event.sequence else []  # house: the same
    goes = going is not None and going.answer == Going.Answer.GOING
    may_say = event.cancelled_at is None and event.starts_at - BEFORE <= clock.now()
    return GuestPage(guest, event, when(event.span), at_of(event), news, going, queue_of(event, going), presence, amendments,
                     event.link if goes or presence else "", may_say, token, tuple(beside.shown("guest", NOBODY, event, presence, guest, token)))


def file_of_guest(guest: Guest) -> bytes:
    """The event as a file for the calendar of a guest."""
    from staffroom.events.queries.calendars import dated
    going = Going.objects.filter(guest=guest).first()  # house: the link is the right to read it
    event = guest.event
    return calendar([dated(event, going)], method=CANCEL if event.cancelled_at else PUBLISH)


def slip_of(guest: Guest) -> Slip:
    """The secret link of a guest with its picture; whoever keeps the list hands it over."""
    address, picture = pictured("events:guest", token_of(guest.code))
    return Slip(guest, address, picture)

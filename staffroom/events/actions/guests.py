"""Guests: people without an account sign up, step back, are put on the list, and take what was theirs into an account."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from staffroom.events import letters
from staffroom.events.actions.held import changed, hold, keeps, may_sign_up, runs, seated, sign_up
from staffroom.events.actions.presence import confirm_one, entered
from staffroom.events.models import Event, Going, Guest, Presence, Stay
from staffroom.events.models.events import new_secret
from staffroom.events.rules import holds_code, lets_guests_in
from staffroom.events.signals import forgotten, taken_over
from staffroom.events.tokens import hash_of, to_hash, token_of
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.ids import new_code, uuid7
from staffroom.kit.words import fold
from staffroom.people.models import Account

MOST = 2_000  # guests of an event
MOST_UNPROVED = 25  # seats of those who signed up by mail and have not opened their link
MOST_AT_ONCE = 100
PROVE_IN = timedelta(days=2)
KEPT = timedelta(days=60)  # an address after the end
KEPT_ASKING = timedelta(days=400)  # that of somebody who wants to be told first of the next edition


@act("events.come_as_guest")
def come_as_guest(*, by: None, event: Event, name: str, address: str = "", code: str = "") -> Guest:
    """Somebody without an account has a seat, or waits in the same queue as all others; with the code at the door they are there.

    Without a code it takes an address, to which the secret link goes. The same address again is the same guest, and the link goes there once more:
    whoever types an address learns nothing of it. Raises Refusal for a wrong code, outside the time of signing up, or when too many signed up by
    mail who have not opened their link.
    """
    held = hold(event)
    at_door = bool(code) and holds_code(held, code)
    if code and not at_door and not lets_guests_in(held, code):
        raise Refusal(_("This code does not fit. Look at it once more; nothing was kept."))
    if not at_door:
        may_sign_up(held)
    if not code:
        _may_come_by_mail(held, address)
    mark = to_hash(address)
    guest = Guest.objects.filter(event=held, to_hash=mark).first() if mark else None
    if guest is None:
        guest = bare_guest(held, name, Guest.Came.CODE if code else Guest.Came.MAIL, address=address, to_hash=mark)
        if not held.has_begun:
            sign_up(held, Going(event=held, guest=guest))
    if at_door and not Presence.objects.filter(guest=guest).exists():
        Presence.objects.create(event=held, guest=guest, how=Presence.How.CODE, minutes=held.minutes)
    letters.promise(letters.FIRST, guest, f"event-guest:{uuid7()}")
    return guest


def _may_come_by_mail(held: Event, address: str) -> None:
    if not address or not settings.MAIL_WORKS or held.audience == Event.Audience.BODY:
        raise Refusal(_("Ask whoever runs the event for its code. Nothing was kept."))
    if Guest.objects.filter(event=held, came=Guest.Came.MAIL, proved_at=None).count() >= MOST_UNPROVED:
        raise Refusal(_("Many people sign up by mail just now and have not opened their link. Try it tomorrow, or use the code; nothing was kept."))


def bare_guest(held: Event, name: str, came: str, **more) -> Guest:
    if Guest.objects.filter(event=held).count() >= MOST:
        raise Refusal(_("Two thousand guests are on this list. Nothing was kept."))
    code = new_code()
    language = (get_language() or "en")[:12]
    return Guest.objects.create(event=held, code=code, name=name, came=came, token_hash=hash_of(token_of(code)), language=language, **more)


@act("events.prove_guest")
def prove_guest(*, by: None, guest: Guest) -> Guest:
    """Whoever opened the link from their mail keeps their seat, and is told of changes there."""
    row = held_guest(guest)
    if row.proved_at is None:
        row.proved_at = clock.now()
        row.save(update_fields=["proved_at"])
    return row


def held_guest(guest: Guest) -> Guest:
    row = Guest.objects.select_for_update(of=("self",)).filter(pk=guest.pk).first()
    if row is None:
        raise Refusal(_("This page was given up, or is somebody’s with an account now. Nothing was changed."))
    return row


@act("events.forget_guest")
def forget_guest(*, by: Account | None, guest: Guest) -> None:
    """The guest (None), or whoever keeps the list, takes them off it: name, address, seat and presence are gone, and who waits longest moves up.

    Whoever keeps the list cannot take off somebody whose presence is confirmed: that is set right. Raises Refusal.
    """
    held = hold(guest.event)
    row = held_guest(guest)
    if by is not None:
        keeps(by, held)
        if Presence.objects.filter(guest=row, confirmed_at__isnull=False).exists():
            raise Refusal(_("The list confirms that they were there. Set that right instead; nothing was changed."))
    forgotten.send(Guest, guest=row)
    row.delete()
    seated(held)


@act("events.put_on_list")
def put_on_list(*, by: Account, event: Event, names: Iterable[str]) -> int:
    """These people stand on the list as guests, put there by somebody who keeps it; how many were new. Before it begins each has a seat or waits,
    from then on each was there, confirmed in the keeper's name, also a guest who signed up by this name. None is put there twice. Raises Refusal.
    """
    held = hold(event)
    keeps(by, held)
    if held.cancelled_at:
        raise Refusal(_("It was called off. Nothing was kept."))
    wanted: dict[str, str] = {}
    for name in filter(None, names):
        wanted.setdefault(fold(name), name)
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(_("A hundred names at once at most. Nothing was kept."))
    there = {fold(guest.name): guest for guest in Guest.objects.filter(event=held)}
    count = 0
    for key, name in wanted.items():
        guest = there.get(key) or bare_guest(held, name, Guest.Came.HAND, by=by)
        if held.has_begun:
            count += confirm_one(by, held, guest=guest)
        elif key not in there:
            sign_up(held, Going(event=held, guest=guest))
            count += 1
    return count


def bring_guest(by: Account, held: Event, name: str, *, minutes: int, is_confirmed: bool, is_measured: bool) -> Guest:
    """Within an act of whoever runs the event: a name from a list that was kept elsewhere, with its minutes; confirmed in their name, if it was."""
    guest = bare_guest(held, name, Guest.Came.HAND, by=by)
    _there(by, Presence(event=held, guest=guest, how=Presence.How.SELF), minutes, is_confirmed, is_measured)
    return guest


def bring_minutes(by: Account, guest: Guest, *, minutes: int, is_confirmed: bool, is_measured: bool) -> None:
    """Within such an act: the list that was kept elsewhere says otherwise now."""
    row = Presence.objects.select_for_update().filter(guest=guest).first()
    if row is not None:
        _there(by, row, minutes, is_confirmed, is_measured)


def _there(by: Account, row: Presence, minutes: int, is_confirmed: bool, is_measured: bool) -> None:
    row.minutes, row.is_measured = min(minutes, row.event.minutes), is_measured
    row.how = Presence.How.LIST if is_confirmed else Presence.How.SELF
    row.confirmed_by, row.confirmed_at = (by, clock.now()) if is_confirmed else (None, None)
    row.save()


def drop_guests(guests: QuerySet[Guest]) -> None:
    """Within such an act: these names were brought by mistake. What somebody claimed is theirs and is no guest any more."""
    guests.delete()


def list_of_a_room(by: Account, held: Event, names: Iterable[str], minutes: int) -> None:
    """Within an act that holds the event: these people watched in a room with `by`, who signs for it: each is a guest who was there."""
    for name in names:
        guest = bare_guest(held, name, Guest.Came.HAND, by=by)
        Presence.objects.create(event=held, guest=guest, how=Presence.How.ROOM, minutes=minutes, confirmed_by=by, confirmed_at=clock.now())


@act("events.new_codes")
def new_codes(*, by: Account, event: Event) -> Event:
    """Every code of the event is another one from now on; those that went too far around open nothing."""
    held = hold(event)
    runs(by, held)
    held.door_key = new_secret()
    return changed(held, "door_key")


@act("events.claim")
def claim(*, by: Account, guest: Guest) -> Presence | None:
    """What was this guest's is the account's, by the secret link and from inside the account alone: the seat or the place in the queue, unless the
    account has one, and the presence with how it is known. The link opens nothing any more. Raises Refusal for what one confirmed oneself.
    """
    held = Event.objects.select_for_update(of=("self",)).get(pk=guest.event_id)
    row = held_guest(guest)
    there = Presence.objects.select_for_update().filter(guest=row).first()
    if there is not None and there.confirmed_by_id == by.pk:
        raise Refusal(_("You confirmed that this guest was there. Nobody confirms themselves; nothing was changed."))
    mine = Going.objects.filter(event=held, person=by).first()
    if mine is None or mine.answer not in {Going.Answer.GOING, Going.Answer.WAITS}:
        moved = Going.objects.filter(guest=row).first()
        if moved is not None and mine is not None:
            mine.delete()
        Going.objects.filter(guest=row).update(person=by, guest=None)
    kept = _one_presence(by, held, there)
    Stay.objects.filter(guest=row, left_at=None).delete()
    Stay.objects.filter(guest=row).update(person=by, guest=None)
    taken_over.send(Guest, guest=row, presence=kept, was=there, person=by)
    row.delete()
    seated(held)
    return kept


def _one_presence(by: Account, held: Event, there: Presence | None) -> Presence | None:
    """The presence of the account after it took over a guest's: one, as well known as the better of the two."""
    mine = Presence.objects.select_for_update().filter(event=held, person=by).first()
    if there is None or mine is None:
        kept = mine or there
        if there is not None:
            there.person, there.guest = by, None
            there.save(update_fields=["person", "guest"])
            there.amendments.update(person=by)
        return kept
    if there.confirmed_at and not mine.confirmed_at:
        for name in ("how", "minutes", "is_measured", "confirmed_by", "confirmed_at"):
            setattr(mine, name, getattr(there, name))
        mine.save()
        entered(mine)
        there.amendments.update(person=by, presence=mine)
    return mine


@act("events.sweep_guests")
def sweep_guests(*, by: None) -> int:
    """Who signed up by mail and did not open the link in two days has no seat any more; sixty days after the end addresses are forgotten, and with
    them those who were not there; of whoever wants to be told first of the next edition when it has begun, or after 400 days. How many that were.
    """
    now = clock.now()
    lapsed = Guest.objects.filter(came=Guest.Came.MAIL, proved_at=None, made_at__lt=now - PROVE_IN, event__starts_at__gt=now)
    events = {guest.event_id for guest in lapsed}
    for event in Event.objects.filter(pk__in=events).select_for_update().order_by("pk"):
        lapsed.filter(event=event).delete()
        seated(event)
    asks = Guest.objects.filter(Q(asks_at__isnull=False, event__ends_at__gt=now - KEPT_ASKING) | Q(next__starts_at__gt=now))
    past = Guest.objects.filter(event__ends_at__lt=now - KEPT).exclude(pk__in=asks.values("pk"))
    gone = past.exclude(pk__in=Presence.objects.exclude(guest=None).values("guest")).delete()[0]
    return len(events) + gone + past.exclude(address="").update(address="", to_hash="", asks_at=None)

"""Coming and leaving: minutes that are measured and not only said."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from staffroom.events import staying
from staffroom.events.actions.held import hold, keeps
from staffroom.events.actions.presence import confirmed
from staffroom.events.models import Amendment, Event, Guest, Presence, Stay
from staffroom.events.rules import holds_code
from staffroom.events.signals import set_right
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account

MOST = 60  # stays of one person at one event


@act("events.come_in")
def come_in(*, by: Account | None, event: Event, code: str, guest: Guest | None = None) -> Stay:
    """This person, or this guest, comes now, with the code at the door. Said twice it is said once. Raises Refusal."""
    held = _at_door(event, code)
    stays = Stay.objects.filter(event=held, person=by, guest=guest)
    if stays.count() >= MOST:
        raise Refusal(_("You came and left sixty times. Say the minutes instead; nothing was kept."))
    return stays.filter(left_at=None).first() or Stay.objects.create(event=held, person=by, guest=guest, came_at=clock.now())


@act("events.go_out")
def go_out(*, by: Account | None, event: Event, code: str, guest: Guest | None = None) -> Stay:
    """They leave now, with the code at the door: the minutes of all their stays are those of their presence, unless the list says otherwise.

    Raises Refusal where they did not say that they came.
    """
    held = _at_door(event, code)
    stay = Stay.objects.select_for_update().filter(event=held, person=by, guest=guest, left_at=None).first()
    if stay is None:
        raise Refusal(_("You did not say that you came. Say how many minutes you were there instead; nothing was kept."))
    stay.left_at = max(clock.now(), stay.came_at)
    stay.save(update_fields=["left_at"])
    row = Presence.objects.select_for_update().filter(event=held, person=by, guest=guest).first()
    row = row or Presence(event=held, person=by, guest=guest, how=Presence.How.CODE, minutes=0)
    count = measured(held, by, guest)
    if row.confirmed_at is None and row.how != Presence.How.LIST and count:
        row.how, row.minutes, row.is_measured = Presence.How.CODE, count, True
        row.save()
    return stay


@act("events.tell_stays")
def tell_stays(*, by: Account, event: Event, stays: Iterable[staying.Times], person: Account | None = None, guest: Guest | None = None,
               slot: str = "", breaks: Iterable[staying.Times] = (), why: str = "") -> Presence:
    """Somebody who keeps the list tells when a person or a guest came and left, of the whole event or of one `slot`, in place of what stood
    there: the minutes are measured and confirmed in their name. What it said before stays beside it. Raises Refusal.
    """
    held = hold(event)
    keeps(by, held)
    if person is not None and person.pk == by.pk:
        raise Refusal(_("Somebody else who keeps the list tells when you came and left. Nothing was changed."))
    told = [(came, left) for came, left in stays if came < left]
    if not told or len(told) > MOST or not held.has_begun or held.cancelled_at:
        raise Refusal(_("Say when they came and when they left. Nothing was changed."))
    Stay.objects.filter(event=held, person=person, guest=guest, slot=slot).delete()
    Stay.objects.bulk_create([Stay(event=held, person=person, guest=guest, slot=slot, came_at=came, left_at=left) for came, left in told])
    row = Presence.objects.select_for_update().filter(event=held, person=person, guest=guest).first()
    row = row or Presence(event=held, person=person, guest=guest, how=Presence.How.LIST, minutes=0)
    return _list_says(row, by, measured(held, person, guest, breaks), why or _("When they came and left."), key="")


@act("events.tell_part")
def tell_part(*, by: Account, event: Event, slot: str, span: staying.Times, name: str, came: Iterable[Account | Guest] = (),
              gone: Iterable[Account | Guest] = (), why: str = "") -> int:
    """Somebody who keeps the list ticked who was there in one part of the event, in whichever room, or that somebody was not: how many ticks are new.

    From the first tick on the minutes of a person are those of their parts, with what the code at the door measured. Whoever has fewer confirmed
    minutes by it than before has them for a reason. Told again nothing changes. Raises Refusal, and then nothing was kept.
    """
    held = hold(event)
    keeps(by, held)
    if held.cancelled_at or span[0] > clock.now():
        raise Refusal(_("This part has not begun yet. Nothing was kept."))
    new = 0
    for who, is_there in [*((one, True) for one in came), *((one, False) for one in gone)]:
        whose = {"person": None, "guest": who} if isinstance(who, Guest) else {"person": who, "guest": None}
        told = Stay.objects.filter(event=held, slot=slot, **whose)
        if who.pk == by.pk or told.exists() == is_there:
            continue
        row = Presence.objects.select_for_update().filter(event=held, **whose).first()
        row = row or Presence(event=held, how=Presence.How.LIST, minutes=0, **whose)
        if is_there:
            Stay.objects.create(event=held, slot=slot, came_at=span[0], left_at=span[1], **whose)
        else:
            told.delete()
        count = measured(held, whose["person"], whose["guest"])
        if row.confirmed_at and count < row.minutes and not why:
            raise Refusal(_("%(name)s would have %(n)s minutes instead of %(was)s. Say why, please; nothing was kept.") % {
                "name": who.name, "n": count, "was": row.minutes})
        _list_says(row, by, count, why or name, key="" if why else "0")
        new += 1
    return new


def _list_says(row: Presence, by: Account, count: int, why: str, key: str) -> Presence:
    """Within an act that holds the event: so many minutes, measured, in the name of whoever keeps the list; what it said before stays beside it."""
    is_new, was = row._state.adding, row.minutes
    row.minutes, row.is_measured = count, True
    if not is_new and was != count:
        Amendment.objects.create(presence=row, person=row.person, by=by, was_minutes=was, minutes=count, why=why)
    confirmed(row, by, key)
    if not is_new:
        set_right.send(Presence, presence=row, by=by, why=why)
    return row


def measured(event: Event, person: Account | None, guest: Guest | None, breaks: Iterable[staying.Times] = ()) -> int:
    """The minutes of all stays that ended. Meals whose times nobody named are taken out of what is more than all that counts."""
    rows = Stay.objects.filter(event=event, person=person, guest=guest, left_at__isnull=False).values_list("came_at", "left_at")
    return staying.minutes(list(rows), (event.starts_at, event.ends_at), breaks, event.minutes)


def _at_door(event: Event, code: str) -> Event:
    held = hold(event)
    if held.cancelled_at or not holds_code(held, code):
        raise Refusal(_("This code does not fit. It changes every ten minutes; look at it once more."))
    return held

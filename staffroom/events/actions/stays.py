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
    count = measured(held, person, guest, breaks)
    row = Presence.objects.select_for_update().filter(event=held, person=person, guest=guest).first()
    if row is None:
        row = Presence(event=held, person=person, guest=guest, how=Presence.How.LIST, minutes=count, is_measured=True)
        confirmed(row, by)
        return row
    was, row.minutes, row.is_measured = row.minutes, count, True
    if was != count:
        Amendment.objects.create(presence=row, person=person, by=by, was_minutes=was, minutes=count, why=why or _("When they came and left."))
    confirmed(row, by)
    set_right.send(Presence, presence=row, by=by, why=why or _("When they came and left."))
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

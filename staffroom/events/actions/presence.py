"""Who was there: said, shown by the code at the door, confirmed by whoever keeps the list, set right, and taken into the record."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from staffroom.events import letters
from staffroom.events.actions.held import hold, keeps
from staffroom.events.models import ENTRY_KINDS, Amendment, Event, Going, Guest, Presence
from staffroom.events.rules import holds_code
from staffroom.events.signals import set_right, taken
from staffroom.events.times import BEFORE
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.models import Account
from staffroom.record import actions as record
from staffroom.record.models import Entry

CONTRIBUTIONS = {Going.Part.HOSTS: Entry.Contribution.HOSTED, Going.Part.LEADS: Entry.Contribution.LED_SESSION,
                 Going.Part.HELPS: Entry.Contribution.HELPED_SET_UP}


@act("events.say_present")
def say_present(*, by: Account | None, event: Event, minutes: int, code: str = "", guest: Guest | None = None) -> Presence:
    """This person, or this guest, says that they were there for so many minutes, with the code at the door or without. Said again it is corrected;
    what the list says is not. Raises Refusal for a wrong code, too early, or for more minutes than there were.
    """
    held = hold(event)
    now = clock.now()
    if held.cancelled_at or now < held.starts_at - BEFORE:
        raise Refusal(_("It has not begun yet. Nothing was kept."))
    if code and not holds_code(held, code):
        raise Refusal(_("This code does not fit. It changes every ten minutes; look at it once more."))
    _check(held, minutes, least=1)
    row = Presence.objects.select_for_update().filter(event=held, person=by, guest=guest).first()
    row = row or Presence(event=held, person=by, guest=guest, how=Presence.How.SELF)
    if row.confirmed_at or row.how == Presence.How.LIST:
        raise Refusal(_("It stands on the list already. Whoever keeps it can set it right."))
    row.how, row.is_measured = Presence.How.CODE if code else row.how, row.is_measured and row.minutes == minutes
    row.minutes = minutes
    row.save()
    return row


@act("events.confirm")
def confirm(*, by: Account, event: Event, people: Iterable[Account] = (), guests: Iterable[Guest] = ()) -> int:
    """These people and guests were there, says somebody who keeps the list, in their name; each is told once. Nobody confirms themselves. How many
    were new.

    The minutes are those that a person said, or all that count. Raises Refusal before it has begun.
    """
    held = hold(event)
    keeps(by, held)
    if held.cancelled_at or not held.has_begun:
        raise Refusal(_("It has not begun yet. Nothing was kept."))
    new = 0
    for person in people:
        if person.pk == by.pk:
            continue
        new += confirm_one(by, held, person=person)
    for guest in guests:
        new += confirm_one(by, held, guest=guest)
    return new


def confirm_one(by: Account, held: Event, **who) -> int:
    """Within an act that holds the event: this person or guest was there; 1 if that is new, else 0."""
    row = Presence.objects.select_for_update().filter(event=held, **who).first()
    row = row or Presence(event=held, how=Presence.How.LIST, minutes=held.minutes, **who)
    if row.confirmed_at is not None or not row.minutes:
        return 0
    confirmed(row, by)
    return 1


@act("events.correct")
def correct(*, by: Account, presence: Presence, minutes: int, why: str) -> Presence:
    """So many minutes, says somebody who keeps the list, and why; 0: was not there. What it said before stays beside it. Raises Refusal."""
    held = hold(presence.event)
    keeps(by, held)
    if by.pk == presence.person_id:
        raise Refusal(_("Somebody else who keeps the list sets right what it says of you. Nothing was changed."))
    if not why:
        raise Refusal(_("Say why, please. Nothing was changed."))
    _check(held, minutes, least=0)
    row = Presence.objects.select_for_update().get(pk=presence.pk)
    Amendment.objects.create(presence=row, person=row.person, by=by, was_minutes=row.minutes, minutes=minutes, why=why)
    row.minutes, row.is_measured = minutes, row.is_measured and row.minutes == minutes
    confirmed(row, by)
    set_right.send(Presence, presence=row, by=by, why=why)
    return row


def confirmed(row: Presence, by: Account, key: str = "") -> None:
    """Within an act: the list says so now; the entry that came of it says so too, and whoever it is about is told: once for each `key`, else for
    each time that it was set right.
    """
    row.confirmed_by, row.confirmed_at = by, clock.now()
    row.save()
    entered(row)
    key = f"event-present:{row.pk}:{key or Amendment.objects.filter(presence=row).count()}"
    if row.person is not None:
        notices.tell(by=by, person=row.person, kind=Notice.Kind.PRESENT, key=key, name=row.event.title, href=row.event.href)
    else:
        letters.promise("present", row.guest, key)


def counted_later(held: Event, person: Account | None, guest: Guest | None, why: str) -> None:
    """Within an act that holds the event: somebody watched the recording instead, and it counts whole. What was known before stays beside it."""
    row = Presence.objects.select_for_update().filter(event=held, person=person, guest=guest).first()
    if row is not None:
        Amendment.objects.create(presence=row, person=person, by=person, was_minutes=row.minutes, minutes=held.minutes, why=why)
    row = row or Presence(event=held, person=person, guest=guest)
    row.how, row.minutes, row.is_measured, row.confirmed_by, row.confirmed_at = Presence.How.LATER, held.minutes, False, None, None
    row.save()


def entered(row: Presence) -> None:
    """Within an act: the entry that came of a confirmed presence is confirmed too, by whoever confirmed that."""
    if row.entry is not None and row.confirmed_by is not None:
        record.witness(by=row.confirmed_by, entry=row.entry, minutes=row.minutes)


@act("events.take")
def take(*, by: Account, presence: Presence, time_kind: str = "own") -> Entry:
    """What the event says of my presence is one entry of my record, with its proof; taken twice it is one. Who hosted, led or helped has done
    it for others. Raises Refusal where I was not there.
    """
    row = Presence.objects.select_for_update().get(pk=presence.pk, person=by)  # alone: what was made meanwhile is in no join
    event = row.event
    if row.entry is not None:
        return row.entry
    if not row.minutes or event.ends_at > clock.now():
        raise Refusal(_("There is nothing to take into your record yet."))
    part = Going.objects.filter(event=event, person=by).values_list("part", flat=True).first() or ""
    others = Presence.objects.filter(event=event, minutes__gt=0).exclude(person=by).count()
    row.entry = record.note(
        by=by, title=event.title, kind=Entry.Kind.LED if part else ENTRY_KINDS[Event.Kind(event.kind)], minutes=row.minutes, on_on=event.span.on,
        time_kind=time_kind, source=str(event.organisation or event.host or ""), link=settings.BASE_URL.rstrip("/") + event.href,
        contribution=CONTRIBUTIONS.get(part, ""), helped_count=(others or None) if part else None, from_kind="event", from_id=event.pk)
    row.save(update_fields=["entry"])
    if row.how == Presence.How.CODE:
        record.add_evidence(by=by, entry=row.entry, link=settings.BASE_URL.rstrip("/") + event.href, name=_("The code at the door"))
    entered(row)
    taken.send(Presence, presence=row)
    return row.entry


def _check(event: Event, minutes: int, least: int) -> None:
    if not least <= minutes <= event.minutes:
        raise Refusal(_("The event has %(n)s minutes without meals. Nothing was kept.") % {"n": event.minutes})

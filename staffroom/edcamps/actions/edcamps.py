"""An edcamp is put up, its rooms and times are set, its voting is opened and closed, somebody leaves."""

from dataclasses import dataclass, replace
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import hold, keeps, moved, runs
from staffroom.edcamps.models import FEATURES, Card, Dot, Edcamp, Lead, Move, Room, Slot, Thanks, Turn
from staffroom.edcamps.models.edcamps import COUNTED
from staffroom.events import actions as events
from staffroom.events.models import Event, Guest
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import fold
from staffroom.people.models import Account

MOST_ROOMS = 40
MOST_SLOTS = 30
LONGEST = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a day: its kind, from and to which minute of the event, what it is called, and its code if it is there already."""

    kind: str
    start: int
    end: int
    title: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A room: its name, how many fit, what it has, whether it takes several sessions at once, and its code if it is there already."""

    name: str
    capacity: int | None = None
    features: tuple[str, ...] = ()
    allows_parallel: bool = False
    code: str = ""


def minutes_of(parts: list[Part]) -> int:
    """Minutes of the day that count as learning: its sessions and what is for everyone, without meals and breaks."""
    return sum(part.end - part.start for part in parts if part.kind in COUNTED)


@act("edcamps.put_up")
def put_up(*, by: Account, what: events.What, rooms: list[Place], parts: list[Part], dots_count: int = 4, named: list[str] | None = None,
           credit: str = Edcamp.Credit.UNKNOWN, edition_of: Edcamp | None = None) -> Edcamp:
    """An edcamp hangs: an event of that kind with a board. Hours that count are those of its sessions and of what is for everyone. Raises Refusal."""
    _check_rooms(rooms)
    _check_parts(parts)
    event = events.put_up(by=by, what=replace(what, kind=Event.Kind.EDCAMP, meal_minutes=max(what.span.minutes - minutes_of(parts), 0)),
                          edition_of=edition_of.event if edition_of else None)
    made = Edcamp.objects.create(event=event, dots_count=dots_count, named=named or [], credit=credit)
    for number, place in enumerate(rooms, 1):
        Room.objects.create(edcamp=made, number=number, name=place.name, capacity=place.capacity, features=list(place.features),
                            allows_parallel=place.allows_parallel)
    for part in parts:
        Slot.objects.create(edcamp=made, kind=part.kind, title=part.title, from_minute=part.start, to_minute=part.end)
    moved(hold(made), by, Move.Kind.MADE)
    return Edcamp.objects.select_related("event").get(pk=made.pk)


@act("edcamps.set_rooms")
def set_rooms(*, by: Account, edcamp: Edcamp, rooms: list[Place]) -> Edcamp:
    """These are the rooms from now on. One in which something is placed stays. Raises Refusal."""
    held = hold(edcamp)
    keeps(by, held)
    write_rooms(held, rooms)
    moved(held, by, Move.Kind.ROOMS)
    return held


def write_rooms(held: Edcamp, rooms: list[Place]) -> None:
    """Within an act. Raises Refusal."""
    _check_rooms(rooms)
    there = {room.code: room for room in Room.objects.filter(edcamp=held)}
    kept = {place.code for place in rooms if place.code}
    for code, room in there.items():
        if code not in kept:
            if Card.objects.filter(room=room).exists():
                raise Refusal(_("Something is placed in “%(room)s”. Move it first, or say that the room is lost; nothing was changed.") % {
                    "room": room.name})
            room.delete()
    last = max((room.number for room in there.values()), default=0)
    for place in rooms:
        last += place.code not in there
        room = there.get(place.code) or Room(edcamp=held, number=last)
        if room.allows_parallel and not place.allows_parallel and Card.objects.filter(room=room, lane__gt=0).exists():
            raise Refusal(_("Several sessions at once are placed in “%(room)s”. Move them first; nothing was changed.") % {"room": room.name})
        room.name, room.capacity, room.features, room.allows_parallel = place.name, place.capacity, list(place.features), place.allows_parallel
        room.save()


@act("edcamps.set_parts")
def set_parts(*, by: Account, edcamp: Edcamp, parts: list[Part]) -> Edcamp:
    """These are the parts of the day from now on; the minutes that count follow them. One in which something is placed stays. Raises Refusal."""
    held = hold(edcamp)
    keeps(by, held)
    write_parts(by, held, parts)
    moved(held, by, Move.Kind.ROOMS)
    return held


def write_parts(by: Account, held: Edcamp, parts: list[Part]) -> None:
    """Within an act. Raises Refusal."""
    _check_parts(parts)
    there = {slot.code: slot for slot in Slot.objects.filter(edcamp=held)}
    kept = {part.code for part in parts if part.code}
    wrong = Refusal(_("Something is placed at that time. Move it first; nothing was changed."))
    for code, slot in there.items():
        if code not in kept:
            if Card.objects.filter(slot=slot).exists():
                raise wrong
            slot.delete()
    for part in parts:
        slot = there.get(part.code) or Slot(edcamp=held)
        if part.kind != Slot.Kind.SESSION and slot.kind == Slot.Kind.SESSION and part.code in there and Card.objects.filter(slot=slot).exists():
            raise wrong
        slot.kind, slot.title, slot.from_minute, slot.to_minute = part.kind, part.title, part.start, part.end
        slot.save()
    events.count_meals(by=by, event=held.event, minutes=max(held.event.span.minutes - minutes_of(parts), 0))


def _check_rooms(rooms: list[Place]) -> None:
    if not 1 <= len(rooms) <= MOST_ROOMS:
        raise Refusal(_("An edcamp has one to forty rooms. Nothing was changed."))
    names = [place.name for place in rooms]
    if not all(names) or len(set(names)) < len(names):
        raise Refusal(_("Every room has a name of its own. Nothing was changed."))
    if any(set(place.features) - set(FEATURES) for place in rooms):
        raise Refusal(_("A room has what is on the list, and nothing else. Nothing was changed."))


def _check_parts(parts: list[Part]) -> None:
    if not 1 <= len(parts) <= MOST_SLOTS or not any(part.kind == Slot.Kind.SESSION for part in parts):
        raise Refusal(_("A day has one to thirty parts, and sessions among them. Nothing was changed."))
    ordered = sorted(parts, key=lambda part: part.start)
    if any(not 0 <= part.start < part.end <= LONGEST for part in ordered) or any(one.end > other.start for one, other in pairwise(ordered)):
        raise Refusal(_("The parts of a day come one after the other, within 24 hours. Nothing was changed."))


@act("edcamps.vote")
def vote(*, by: Account, edcamp: Edcamp, says: str) -> Edcamp:
    """The voting is open, or closed: then everybody sees how many want each card. Opened again, the numbers are hidden again. Raises Refusal."""
    held = hold(edcamp)
    keeps(by, held)
    says = Edcamp.Voting(says)
    if held.voting == says:
        return held
    held.voting = says
    if says != Edcamp.Voting.CLOSED:
        Card.objects.filter(edcamp=held).update(want_count=None)
    moved(held, by, Move.Kind.VOTING)
    return held


@act("edcamps.say")
def say(*, by: Account, edcamp: Edcamp, named: list[str], credit: str, dots_count: int) -> Edcamp:
    """What is true of the use of the name, whether hours were approved beforehand, and how many dots everybody has. Raises Refusal."""
    held = hold(edcamp)
    runs(by, held)
    if held.voting != Edcamp.Voting.BEFORE and dots_count != held.dots_count:
        raise Refusal(_("Dots were given already. How many there are for each stays; nothing was changed."))
    held.named, held.credit, held.dots_count = sorted(set(named)), Edcamp.Credit(credit), dots_count
    held.save(update_fields=["named", "credit", "dots_count"])
    return held


@act("edcamps.leave")
def leave(*, by: None, account: Account) -> None:
    """Somebody is erased: their name hangs on no board any more. Their cards stay without it."""
    _led_no_more(Lead.objects.filter(person=account))


def _led_no_more(leads: QuerySet[Lead]) -> None:
    for held in Edcamp.objects.filter(pk__in=leads.values("card__edcamp")).select_for_update(of=("self",)).select_related("event"):
        leads.filter(card__edcamp=held).delete()
        moved(held, None, Move.Kind.LEFT)


@act("edcamps.leave_guest")
def leave_guest(*, by: None, guest: Guest) -> None:
    """Within the act that forgets a guest: their name hangs on no board and in no queue any more. Their cards stay without it."""
    Turn.objects.filter(guest=guest).delete()
    _led_no_more(Lead.objects.filter(guest=guest))


@act("edcamps.take_over_cards")
def take_over_cards(*, by: Account, guest: Guest) -> None:
    """Within the act that takes a guest's things into an account: cards, turns, thanks, what they lead and dots are the account's. Where it
    leads the same card, or another one at that time, the name of the guest stays as a name alone; dots and thanks that are one too many fall away.
    """
    Card.objects.filter(guest=guest).update(author=by, guest=None)
    Turn.objects.filter(guest=guest).update(person=by, guest=None)
    _thanks_of(by, guest)
    mine = Lead.objects.filter(person=by)
    for lead in Lead.objects.select_for_update(of=("self",)).filter(guest=guest):
        same = mine.filter(card=lead.card_id).exists()
        if same or (lead.slot_id and mine.filter(slot=lead.slot_id).exists()):
            lead.guest, lead.key = None, f"name:{fold(lead.name)}"[:120]
            if Lead.objects.filter(card=lead.card_id, key=lead.key).exists():
                lead.delete()
                continue
        else:
            lead.person, lead.guest, lead.key = by, None, f"account:{by.pk}"
        lead.save()
    held = Edcamp.objects.select_for_update(of=("self",)).filter(event=guest.event_id).first()
    if held is None:
        return
    taken = dict(Dot.objects.filter(edcamp=held, person=by).values_list("number", "card"))
    for dot in Dot.objects.filter(edcamp=held, guest=guest).order_by("number"):
        free = next((number for number in range(1, held.dots_count + 1) if number not in taken), None)
        if free is None or dot.card_id in taken.values():
            dot.delete()
        else:
            dot.person, dot.guest, dot.number, taken[free] = by, None, free, dot.card_id
            dot.save()


def _thanks_of(by: Account, guest: Guest) -> None:
    """What a guest thanked for is the account's, each once."""
    there = set(Thanks.objects.filter(edcamp__event=guest.event_id, person=by).values_list("card", flat=True))
    for row in Thanks.objects.filter(guest=guest):
        if row.card_id in there:
            row.delete()
        else:
            row.person, row.guest = by, None
            row.save()

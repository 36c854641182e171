"""Cards come out of a file, and with the schedule of a day that is over its rooms and times."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.edcamps.actions.cards import has_room
from staffroom.edcamps.actions.edcamps import Part, Place, write_parts, write_rooms
from staffroom.edcamps.actions.held import Stand, hold, keeps, moved, stand_of
from staffroom.edcamps.bringing import Day, Pitch
from staffroom.edcamps.models import Card, Edcamp, Lead, Move, Room, Slot
from staffroom.edcamps.queries.bringing import coming
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import fold
from staffroom.people.models import Account


@act("edcamps.bring_in")
def bring_in(*, by: Account, edcamp: Edcamp, pitches: list[Pitch]) -> list[Card]:
    """Every pitch that does not hang yet is a card; the same ones again change nothing. Of an edcamp that is over, a file with times is its schedule:
    rooms and times are those of it, and its sessions stand there. One move, undone in one. Raises Refusal.
    """
    held = hold(edcamp)
    keeps(by, held)
    comes = coming(held, pitches)
    if not comes.new:
        return []
    has_room(held, len(comes.new))
    places: dict[str, tuple[Slot, Room]] = {}
    if comes.day is not None and comes.day.at:
        if comes.is_taken:
            raise Refusal(_("Sessions stand on this board already, so the file cannot set its rooms and times. Nothing was changed."))
        places = _lay_out(by, held, comes.day)
    cards = _cards(by, held, comes.new, places)
    said = [{"card": card.code, "was": Stand(Card.State.GONE).said(), "is": stand_of(card).said()} for card in cards]
    words = ngettext("%(n)s card", "%(n)s cards", len(cards)) % {"n": len(cards)}
    cells = sorted({f"{card.slot.code}:{card.room.code}" for card in cards if card.slot and card.room})
    moved(held, by, Move.Kind.BROUGHT, title=cards[0].title if len(cards) == 1 else words, cards=said, cells=cells)
    return cards


def _lay_out(by: Account, held: Edcamp, day: Day) -> dict[str, tuple[Slot, Room]]:
    """Rooms and times are those of the day; the place of each of its sessions. A room that is there keeps what it has."""
    there = {room.name: room for room in Room.objects.filter(edcamp=held)}
    rooms = []
    for name in day.rooms:
        room = there.get(name) or Room()
        rooms.append(Place(name=name, capacity=room.capacity, features=tuple(room.features), code=room.code if name in there else "",
                           allows_parallel=room.allows_parallel or name in day.several))
    write_rooms(held, rooms)
    write_parts(by, held, [Part(kind=kind, start=start, end=end, title=title) for kind, start, end, title in day.parts])
    named = {room.name: room for room in Room.objects.filter(edcamp=held)}
    slots = {(slot.from_minute, slot.to_minute): slot for slot in Slot.objects.filter(edcamp=held)}
    return {source: (slots[at], named[room]) for source, (at, room) in day.at.items()}


def _cards(by: Account, held: Edcamp, pitches: list[Pitch], places: dict[str, tuple[Slot, Room]]) -> list[Card]:
    cards, leads, lanes = [], [], Counter()
    for one in pitches:
        card = Card(edcamp=held, entered_by=by, source=one.source, kind=Card.Kind.LEAD if one.leads else Card.Kind.LEARN, title=one.title,
                    words=one.words, format=one.format, level=one.level, tags=one.tags)
        if one.source in places:
            card.slot, card.room = places[one.source]
            card.state, card.lane = Card.State.PLACED, lanes[card.slot, card.room]
            lanes[card.slot, card.room] += 1
        cards.append(card)
        leads += [Lead(card=card, name=name, key=f"name:{fold(name)}"[:120], slot=card.slot) for name in one.leads]
    Card.objects.bulk_create(cards, batch_size=200)
    Lead.objects.bulk_create(leads, batch_size=200)
    return cards

"""Cards move on the board: placed, moved, changed for one another, set aside, called off, fixed; a room is lost, times shift; a move is undone."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.edcamps.actions.held import Meanwhile, Stand, card_of, hold, keeps, moved, set_cards, since, stand_of
from staffroom.edcamps.models import Card, Edcamp, Lead, Move, Room, Slot
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account

MOST_SHIFT = 240
UNDOABLE = {Move.Kind.PLACED, Move.Kind.MOVED, Move.Kind.SWAPPED, Move.Kind.BACK, Move.Kind.PARKED, Move.Kind.GONE, Move.Kind.OFF, Move.Kind.LOCKED,
            Move.Kind.MERGED, Move.Kind.PARTED, Move.Kind.LOST, Move.Kind.SHIFTED, Move.Kind.PROPOSAL, Move.Kind.BROUGHT}


def _cell(held: Edcamp, slot: Slot, room: Room) -> tuple[Slot, Room]:
    slot_now, room_now = Slot.objects.filter(pk=slot.pk, edcamp=held).first(), Room.objects.filter(pk=room.pk, edcamp=held).first()
    if slot_now is None or room_now is None:
        raise Refusal(_("This place is not on the board any more. Nothing was changed."))
    return slot_now, room_now


@act("edcamps.place")
def place(*, by: Account, card: Card, slot: Slot, room: Room, version: int) -> Move:
    """The card is in that place from now on. Where another session stands and this one is placed too, they change places. `version` is that of the
    board on which it was decided: what somebody else did to the same card or place since then is told, and nothing is changed (Meanwhile). Raises
    Refusal.
    """
    held = hold(card.edcamp)
    keeps(by, held)
    row = card_of(held, card)
    at, within = _cell(held, slot, room)
    since(held, version, cards=[row], cells=[(at, within)])
    if row.state not in {Card.State.TABLE, Card.State.PLACED, Card.State.PARKED, Card.State.OFF}:
        raise Refusal(_("This card is not open any more. Nothing was changed."))
    there = list(Card.objects.select_related("slot", "room", "merged_into").filter(slot=at, room=within).exclude(pk=row.pk))
    if row.slot_id == at.pk and row.room_id == within.pk:
        raise Refusal(_("It is there already. Nothing was changed."))
    here = replace(stand_of(row), state=Card.State.PLACED, slot=at, room=within, lane=None, why="")
    if not there or within.allows_parallel:
        kind = Move.Kind.MOVED if row.state == Card.State.PLACED else Move.Kind.PLACED
        return set_cards(held, by, kind, [(row, here)])
    if row.state != Card.State.PLACED or row.slot is None or row.room is None:
        raise Refusal(_("“%(title)s” stands there. Nothing was changed; choose an empty place, or move that one first.") % {"title": there[0].title})
    since(held, version, cards=there)
    back = replace(stand_of(there[0]), slot=row.slot, room=row.room, lane=None)
    return set_cards(held, by, Move.Kind.SWAPPED, [(row, here), (there[0], back)], title=f"{row.title} ⇄ {there[0].title}"[:120])


@act("edcamps.put_aside")
def put_aside(*, by: Account, card: Card, how: str, version: int, why: str = "") -> Move:
    """The card goes back to the table ("back"), is set aside ("parked"), or the session is called off ("off"), and why. Its place is free. Raises
    Refusal, or Meanwhile.
    """
    held = hold(card.edcamp)
    keeps(by, held)
    row = card_of(held, card)
    since(held, version, cards=[row])
    kinds = {"back": (Move.Kind.BACK, Card.State.TABLE), "parked": (Move.Kind.PARKED, Card.State.PARKED), "off": (Move.Kind.OFF, Card.State.OFF)}
    kind, state = kinds[how]
    if row.state == state:
        raise Refusal(_("So it is already. Nothing was changed."))
    return set_cards(held, by, kind, [(row, Stand(state, why=why[:200]))])


@act("edcamps.lock")
def lock(*, by: Account, card: Card, is_locked: bool) -> Move:
    """No proposal moves this session any more, or it is let loose. Raises Refusal."""
    held = hold(card.edcamp)
    keeps(by, held)
    row = card_of(held, card)
    if row.state != Card.State.PLACED:
        raise Refusal(_("Only what is placed can be fixed. Nothing was changed."))
    return set_cards(held, by, Move.Kind.LOCKED, [(row, replace(stand_of(row), is_locked=is_locked))])


@act("edcamps.lose_room")
def lose_room(*, by: Account, room: Room, is_lost: bool) -> Move:
    """Nothing can take place in this room any more: what is placed there and not over goes back to the table. Or it can again. Raises Refusal."""
    held = hold(room.edcamp)
    keeps(by, held)
    row = Room.objects.get(pk=room.pk)
    if (row.lost_at is not None) == is_lost:
        raise Refusal(_("So it is already. Nothing was changed."))
    row.lost_at = clock.now() if is_lost else None
    row.save(update_fields=["lost_at"])
    minute = int((clock.now() - held.event.starts_at).total_seconds() // 60)
    there = Card.objects.select_related("slot", "room", "merged_into").filter(edcamp=held, room=row, slot__to_minute__gt=minute)
    return set_cards(held, by, Move.Kind.LOST if is_lost else Move.Kind.ROOMS, [(card, Stand()) for card in there] if is_lost else [], title=row.name,
                     places=(f":{row.code}",))


@act("edcamps.shift")
def shift(*, by: Account, edcamp: Edcamp, minutes: int) -> Move:
    """Every part of the day that has not ended is so many minutes later (or earlier); what has not begun moves whole, what is on ends later. Raises
    Refusal.
    """
    held = hold(edcamp)
    keeps(by, held)
    return _shift(held, by, minutes, None)


def _shift(held: Edcamp, by: Account, minutes: int, undoes: Move | None) -> Move:
    if not minutes or abs(minutes) > MOST_SHIFT:
        raise Refusal(_("At most four hours, and at least a minute. Nothing was changed."))
    now = int((clock.now() - held.event.starts_at).total_seconds() // 60)
    for slot in Slot.objects.filter(edcamp=held, to_minute__gt=now).order_by("from_minute"):
        if slot.from_minute > now or now < 0:
            slot.from_minute += minutes
        slot.to_minute += minutes
        if (slot.from_minute < max(now, 0) and minutes < 0) or slot.to_minute <= slot.from_minute or slot.to_minute > 24 * 60:
            raise Refusal(_("A part of the day would begin in the past or end too late. Nothing was changed."))
        slot.save(update_fields=["from_minute", "to_minute"])
    words = ngettext("%(n)s minute", "%(n)s minutes", abs(minutes)) % {"n": f"{minutes:+d}"}
    return moved(held, by, Move.Kind.SHIFTED, title=words, shift=minutes, undoes=undoes)


@act("edcamps.overflow")
def overflow(*, by: Account, card: Card, version: int) -> Move:
    """The session goes on in the next slot, in the same room, as a card of its own led by the same people. Raises Refusal."""
    held = hold(card.edcamp)
    keeps(by, held)
    row = card_of(held, card)
    since(held, version, cards=[row])
    after = row.slot.from_minute if row.slot else 24 * 60
    later = Slot.objects.filter(edcamp=held, kind=Slot.Kind.SESSION, from_minute__gt=after).order_by("from_minute").first()
    if later is None or row.room is None:
        raise Refusal(_("There is no later slot. Nothing was changed."))
    more = Card.objects.create(edcamp=held, kind=row.kind, title=f"{row.title} ({_('goes on')})"[:120], words=row.words, format=row.format,
                               level=row.level, needs=row.needs, author=row.author, guest=row.guest)
    for lead in Lead.objects.filter(card=row):
        Lead.objects.create(card=more, person=lead.person, guest=lead.guest, name=lead.name, key=lead.key)
    return set_cards(held, by, Move.Kind.PLACED, [(more, Stand(Card.State.PLACED, slot=later, room=row.room))])


@act("edcamps.undo")
def undo(*, by: Account, move: Move) -> Move:
    """The move is taken back, unless one of its cards or places was touched since; undone twice is undone once. Raises Refusal."""
    held = hold(move.edcamp)
    keeps(by, held)
    row = Move.objects.get(pk=move.pk)
    again = Move.objects.filter(undoes=row).first()
    if again is not None:
        return again
    if row.kind not in UNDOABLE:
        raise Refusal(_("This cannot be undone. Nothing was changed."))
    if row.kind == Move.Kind.SHIFTED:
        return _shift(held, by, -row.shift_minutes, row)
    if row.kind == Move.Kind.LOST:
        lost = [cell.rpartition(":")[2] for cell in row.cells if cell.startswith(":")]
        Room.objects.filter(edcamp=held, code__in=lost).update(lost_at=None)
    there = {card.code: card for card in Card.objects.select_related("slot", "room", "merged_into").filter(
        edcamp=held, code__in=[one["card"] for one in row.cards])}
    changes = []
    for one in row.cards:
        card = there.get(one["card"])
        if card is None or stand_of(card).said() != one["is"]:
            raise Refusal(_("“%(title)s” was moved again since. Undo that first, or move it by hand; nothing was changed.") % {
                "title": card.title if card else row.title})
        changes.append((card, _stood(held, one["was"])))
    if row.kind == Move.Kind.BROUGHT:  # the same file can come again
        Card.objects.filter(pk__in=[card.pk for card, _stand in changes]).update(source="")
    return set_cards(held, by, Move.Kind.UNDONE, changes, title=row.title, undoes=row)


def _stood(held: Edcamp, said: dict) -> Stand:
    """How a card stood, as it is kept in a move."""
    slot = Slot.objects.filter(edcamp=held, code=said["slot"]).first() if said["slot"] else None
    room = Room.objects.filter(edcamp=held, code=said["room"]).first() if said["room"] else None
    if said["slot"] and (slot is None or room is None):
        raise Refusal(_("The place where it was is not on the board any more. Nothing was changed."))
    merged = Card.objects.filter(edcamp=held, code=said["merged"]).first() if said["merged"] else None
    return Stand(said["state"], slot, room, said["lane"], said["locked"], merged, said["why"])


@act("edcamps.take_proposal")
def take_proposal(*, by: Account, edcamp: Edcamp, version: int, places: list[tuple[str, str, str]]) -> Move:
    """Every card (its code) stands in its slot and room as proposed; what was placed, is not fixed and has no place in it lies on the table. One
    move. Raises Meanwhile when anything moved since `version`, Refusal for a place that cannot be.
    """
    held = hold(edcamp)
    keeps(by, held)
    if version != held.version:
        last = Move.objects.select_related("by").filter(edcamp=held).order_by("-number")[0]
        raise Meanwhile(last)
    slots, rooms = ({one.code: one for one in model.objects.filter(edcamp=held)} for model in (Slot, Room))
    cards = {card.code: card for card in Card.objects.select_related("slot", "room", "merged_into").filter(
        edcamp=held, taken_down_at=None, state__in=(Card.State.TABLE, Card.State.PLACED))}
    if any(card not in cards or slot not in slots or room not in rooms for card, slot, room in places):
        raise Refusal(_("The proposal names what is not on the board any more. Ask for another one; nothing was changed."))
    wanted = {cards[card]: (slots[slot], rooms[room]) for card, slot, room in places}
    changes = []
    for card, (slot, room) in wanted.items():
        if (card.slot_id, card.room_id) != (slot.pk, room.pk):
            changes.append((card, Stand(Card.State.PLACED, slot, room, is_locked=card.is_locked)))
    changes += [(card, Stand()) for card in cards.values() if card.state == Card.State.PLACED and not card.is_locked and card not in wanted]
    if any(card.is_locked for card, _stand in changes):
        raise Refusal(_("The proposal moves something that is fixed. Ask for another one; nothing was changed."))
    if not changes:
        raise Refusal(_("Everything stands like that already. Nothing was changed."))
    return set_cards(held, by, Move.Kind.PROPOSAL, changes, title=ngettext("%(n)s card", "%(n)s cards", len(changes)) % {"n": len(changes)})

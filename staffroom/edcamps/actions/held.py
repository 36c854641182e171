"""A board, held while something happens on it: every change is one numbered move, and what hangs is written anew with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.edcamps.models import Card, Dot, Edcamp, Lead, Move, Room, Slot
from staffroom.edcamps.rules import KEEPS_BOARD, TAKES_PART
from staffroom.edcamps.said import cell_words
from staffroom.events.models import Going, Guest
from staffroom.kit import clock, live, outbox
from staffroom.kit.acts import Refusal
from staffroom.orgs.queries import speaks_for
from staffroom.people.models import Account

CHANGED = "edcamps.changed"
HANGS = (Card.State.TABLE, Card.State.PLACED, Card.State.PARKED, Card.State.OFF)


class Meanwhile(Refusal):
    """Somebody else moved the same card or took the same place since the page was shown; `move` is what they did."""

    def __init__(self, move: Move):
        who = str(move.by) if move.by else _("Somebody")
        says = _("%(who)s was faster: %(what)s (“%(title)s”). Nothing of yours was changed; the board shows how it stands now.") % {
            "who": who, "what": move.get_kind_display(), "title": move.title}
        super().__init__(says)
        self.move = move


@dataclass(frozen=True)
class Stand:
    """How a card stands."""

    state: str = Card.State.TABLE
    slot: Slot | None = None
    room: Room | None = None
    lane: int | None = None
    is_locked: bool = False
    merged_into: Card | None = None
    why: str = ""

    def said(self) -> dict[str, Any]:
        """As it is kept in a move."""
        return {"state": str(self.state), "slot": self.slot.code if self.slot else "", "room": self.room.code if self.room else "", "lane": self.lane,
                "locked": self.is_locked, "merged": self.merged_into.code if self.merged_into else "", "why": self.why}


def stand_of(card: Card) -> Stand:
    return Stand(card.state, card.slot, card.room, card.lane, card.is_locked, card.merged_into, card.why)


def hold(edcamp: Edcamp) -> Edcamp:
    """The edcamp as it is now, held. Raises Refusal when it is gone, was called off or taken down."""
    rows = Edcamp.objects.select_for_update(of=("self",)).select_related("event__organisation")
    held = rows.filter(pk=edcamp.pk).first()
    if held is None or held.event.taken_down_at:
        raise Refusal(_("This board does not hang here any more. Nothing was changed."))
    if held.event.cancelled_at:
        raise Refusal(_("The edcamp was called off. Nothing was changed."))
    return held


def runs(by: Account, held: Edcamp) -> None:
    """Raise Refusal for somebody who does not run the event today."""
    event = held.event
    if event.host_id != by.pk and (event.organisation is None or speaks_for(by.pk, event.organisation) is None):
        raise Refusal(_("You do not run this edcamp today. Nothing was changed."))


def keeps(by: Account, held: Edcamp) -> None:
    """Raise Refusal for somebody who does not keep the board."""
    if not Going.objects.filter(event=held.event, person=by, part__in=KEEPS_BOARD).exists():
        runs(by, held)


def takes_part(by: Account | None, held: Edcamp, guest: Guest | None = None) -> None:
    """Raise Refusal for somebody who neither goes nor waits for a seat, and for a guest who is not on the list or did not open their letter."""
    if by is None:
        row = Guest.objects.filter(pk=guest.pk, event=held.event_id).first() if guest else None
        if row is None:
            raise Refusal(_("You are not on the list of this edcamp. Nothing was kept."))
        if row.came == Guest.Came.MAIL and row.proved_at is None:
            raise Refusal(_("Open the link in your letter first and keep your seat there. Nothing was kept."))
    elif not Going.objects.filter(event=held.event, person=by, answer__in=TAKES_PART).exists():
        raise Refusal(_("Say first that you go, on the page of the event. Nothing was kept."))


def card_of(held: Edcamp, card: Card) -> Card:
    """The card as it is now, within a board that is held."""
    found = Card.objects.select_related("slot", "room", "merged_into").filter(pk=card.pk, edcamp=held).first()
    if found is None or found.taken_down_at or found.state == Card.State.GONE:
        raise Refusal(_("This card does not hang here any more. Nothing was changed."))
    return found


def since(held: Edcamp, version: int, *, cards: Iterable[Card] = (), cells: Iterable[tuple[Slot, Room]] = ()) -> None:
    """Raise Meanwhile when one of these cards or places was touched after the board had this version."""
    if version >= held.version:
        return
    codes = {card.code for card in cards}
    places = {f"{slot.code}:{room.code}" for slot, room in cells}
    for move in Move.objects.select_related("by").filter(edcamp=held, number__gt=version).order_by("-number"):
        if codes & {one["card"] for one in move.cards} or places & set(move.cells):
            raise Meanwhile(move)


def set_cards(held: Edcamp, by: Account | None, kind: str, changes: list[tuple[Card, Stand]], *, title: str = "", undoes: Move | None = None,
              places: tuple[str, ...] = ()) -> Move:
    """These cards stand so from now on, all in one move. Raises Refusal when somebody would lead twice at once or a place is taken."""
    said = [{"card": card.code, "was": stand_of(card).said(), "is": stand.said()} for card, stand in changes]
    cells = sorted({f"{one[when]['slot']}:{one[when]['room']}" for one in said for when in ("was", "is") if one[when]["slot"]} | set(places))
    for card, _stand in changes:  # first off the board, so that two can change places
        card.state, card.slot, card.room, card.lane = Card.State.TABLE, None, None, None
        card.save(update_fields=["state", "slot", "room", "lane"])
    _unseat([card for card, _stand in changes])
    for card, stand in changes:
        if stand.slot is not None and stand.room is not None:
            stand = replace(stand, lane=_lane(stand.slot, stand.room, stand.lane, card))
        _check(held, card, stand)
        card.state, card.slot, card.room, card.lane = stand.state, stand.slot, stand.room, stand.lane
        card.is_locked, card.merged_into, card.why = stand.is_locked, stand.merged_into, stand.why
        card.save(update_fields=["state", "slot", "room", "lane", "is_locked", "merged_into", "why"])
    for one, (card, _stand) in zip(said, changes, strict=True):
        one["is"]["lane"] = card.lane
    seat_leads(held)
    return moved(held, by, kind, title=title or (changes[0][0].title if changes else ""), cards=said, cells=cells, undoes=undoes)


def _lane(slot: Slot, room: Room, lane: int | None, card: Card) -> int:
    taken = set(Card.objects.filter(slot=slot, room=room).values_list("lane", flat=True))
    if not room.allows_parallel:
        if taken:
            raise Refusal(_("This place is taken. Nothing was changed; the board shows how it stands."))
        return 0
    return lane if lane is not None and lane not in taken else next(number for number in range(len(taken) + 1) if number not in taken)


def _check(held: Edcamp, card: Card, stand: Stand) -> None:
    if stand.slot is None or stand.room is None:
        return
    if stand.room.lost_at or stand.slot.kind != Slot.Kind.SESSION:
        raise Refusal(_("Nothing can take place there: %(cell)s. Nothing was changed.") % {"cell": cell_words(held, stand.slot, stand.room)})
    missing = set(card.needs) - set(stand.room.features)
    if missing:
        raise Refusal(_("The room has not what this card needs. Choose another one; nothing was changed."))


def _unseat(cards: list[Card]) -> None:
    Lead.objects.filter(Q(card__in=cards) | Q(card__merged_into__in=cards)).exclude(slot=None).update(slot=None)


def seat_leads(held: Edcamp) -> None:
    """Everybody who leads something that is placed sits in its slot, also by a card that is one with it. Raises Refusal for two places at once."""
    leads = Lead.objects.select_related("card__merged_into").filter(card__edcamp=held).order_by("made_at", "pk")
    wanted: dict[tuple, Lead] = {}
    seats: list[tuple[Lead, Any]] = []
    for lead in leads:
        home = _home(lead)
        other = wanted.get((home.slot_id, lead.key)) if home.slot_id else None
        if other is not None and _home(other).pk != home.pk:
            raise Refusal(_("%(name)s would lead “%(one)s” and “%(other)s” at the same time. Nothing was changed.") % {
                "name": lead.name, "one": home.title, "other": _home(other).title})
        if home.slot_id and other is None:
            wanted[(home.slot_id, lead.key)] = lead
        seats.append((lead, home.slot_id if other is None else None))  # None: the same person by both of two cards that are one
    for lead, slot in sorted(seats, key=lambda pair: pair[1] is not None):
        if lead.slot_id != slot:
            lead.slot_id = slot
            lead.save(update_fields=["slot"])


def _home(lead: Lead) -> Card:
    return lead.card.merged_into if lead.card.state == Card.State.MERGED and lead.card.merged_into else lead.card


def moved(held: Edcamp, by: Account | None, kind: str, *, title: str = "", cards: list[dict] | None = None, cells: list[str] | None = None,
          shift: int = 0, undoes: Move | None = None) -> Move:
    """The move is numbered, what hangs is written anew, and every open page hears that there is a new version."""
    held.version += 1
    held.board = hanging(held) | {"last": {"kind": str(kind), "title": title}}
    held.save(update_fields=["version", "board", "voting"])
    made = Move.objects.create(edcamp=held, number=held.version, by=by, kind=kind, title=title, cards=cards or [], cells=cells or [],
                               shift_minutes=shift, undoes=undoes)
    outbox.put(CHANGED, f"{held.pk}:{held.version}", {"edcamp": held.code, "version": held.version})
    transaction.on_commit(lambda channel=held.channel, version=held.version: tell(channel, version))  # at once; the promise holds if this is lost
    return made


def tell(channel: str, version: int) -> None:
    """Every open page of the board hears its number; where the line between processes is down, the promise comes again."""
    try:
        live.publish(channel, "board", {"version": version})
    except live.Down:
        pass


def hanging(held: Edcamp) -> dict[str, Any]:
    """All that hangs, as one value: rooms, slots, cards with the names of those who lead."""
    names: dict[str, list[str]] = {}
    for lead in Lead.objects.select_related("card__merged_into").filter(card__edcamp=held).order_by("made_at", "pk"):
        listed = names.setdefault(str(_home(lead).pk), [])
        if lead.name not in listed:
            listed.append(lead.name)
    merged: dict[str, list[str]] = {}
    gone = Card.objects.filter(edcamp=held, state=Card.State.MERGED, taken_down_at=None).order_by("made_at", "pk")
    for title, into in gone.values_list("title", "merged_into"):
        merged.setdefault(str(into), []).append(title)
    if held.voting == Edcamp.Voting.CLOSED:
        _count(held)
    cards = Card.objects.select_related("slot", "room").filter(edcamp=held, state__in=HANGS, taken_down_at=None).order_by("made_at", "pk")
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "rooms": [{"code": room.code, "name": room.name, "capacity": room.capacity, "features": room.features, "parallel": room.allows_parallel,
                   "lost": room.lost_at is not None} for room in Room.objects.filter(edcamp=held).order_by("number")],
        "slots": [{"code": slot.code, "kind": slot.kind, "title": slot.title, "from": slot.from_minute, "to": slot.to_minute}
                  for slot in Slot.objects.filter(edcamp=held).order_by("from_minute", "pk")],
        "cards": [{"code": card.code, "kind": card.kind, "title": card.title, "format": card.format, "level": card.level, "state": card.state,
                   "slot": card.slot.code if card.slot else "", "room": card.room.code if card.room else "", "lane": card.lane or 0,
                   "locked": card.is_locked, "leads": names.get(str(card.pk), []), "also": merged.get(str(card.pk), []), "want": card.want_count,
                   "paper": card.paper, "why": card.why, "words": card.words} for card in cards]}


def _count(held: Edcamp) -> None:
    """How many people want each card, by their dots on it and on those that are one with it."""
    people: dict[Any, set] = {}
    for card, into, state, *who in Dot.objects.filter(edcamp=held).values_list("card", "card__merged_into", "card__state", "person", "guest"):
        people.setdefault(into if state == Card.State.MERGED and into else card, set()).add(tuple(who))
    for card in Card.objects.filter(edcamp=held):
        count = len(people.get(card.pk, ()))
        if card.want_count != count:
            card.want_count = count
            card.save(update_fields=["want_count"])

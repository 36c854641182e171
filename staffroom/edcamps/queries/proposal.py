"""What is proposed: a board for as many as can be, with a reason for all that is left beside it. Whoever keeps the board decides."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.edcamps import placing
from staffroom.edcamps.models import Card, Dot, Edcamp, Lead, Slot
from staffroom.edcamps.queries.wall import Wall, wall

STEPS = 6_000
SECONDS = 1.2
FEW = 5
MOST_TOLD = 25
WHY = {"limit": gettext_lazy("no more may be placed"), "full": gettext_lazy("no place that suits it is free"),
       "lead_busy": gettext_lazy("whoever leads it leads something else then"), "nowhere": gettext_lazy("no slot and no room suit it")}


@dataclass(frozen=True)
class Proposed:
    """A board that was found: `lines` are (time, [(room, title, whether it moves)]), `rest` (title, reason), `clashes` (titles, people in words).
    `places` is what accepting it sends. `gap` is the share, in whole percent, that any board could be better at most.
    """

    lines: list[tuple[str, list[tuple[str, str, bool]]]]
    rest: list[tuple[str, str]]
    clashes: list[tuple[str, str, str]]
    left_out_count: int
    places: list[str]
    moved_count: int
    gap: int | None
    has_dots: bool


def data_of(edcamp: Edcamp, wall: Wall) -> dict[str, Any]:
    """The board as plain data. People are numbers: whose a dot is goes nowhere. What has begun and what is fixed stays. Four statements."""
    begun = {line.code for line in wall.lines if line.is_past or line.is_now}
    slots = [line for line in wall.lines if line.kind == Slot.Kind.SESSION]
    rows = {row.code: row for row in Card.objects.filter(edcamp=edcamp, state__in=(Card.State.TABLE, Card.State.PLACED), taken_down_at=None)}
    home = dict(Card.objects.filter(edcamp=edcamp, state=Card.State.MERGED).values_list("pk", "merged_into__code"))
    numbers: dict[str, str] = {}

    def person(key: str) -> str:
        return numbers.setdefault(key, f"p{len(numbers)}")
    leads: dict[str, set[str]] = {}
    for lead in Lead.objects.select_related("card").filter(card__edcamp=edcamp):
        leads.setdefault(home.get(lead.card_id) or lead.card.code, set()).add(person(lead.key))
    sessions = []
    for code, row in rows.items():
        hung = wall.cards.get(code)
        waits = row.kind == Card.Kind.LEARN and not leads.get(code)  # for a lead, or for a keeper to place it
        if hung is None or (waits and not hung.slot):
            continue
        one: dict[str, Any] = {"id": code, "title": row.title, "leads": sorted(leads.get(code, ())), "needs": row.needs}
        if hung.slot and (row.is_locked or hung.slot in begun):
            one["fixed"] = {"slot": hung.slot, "room": hung.room}
        sessions.append(one)
    there = {one["id"] for one in sessions}
    crowded = len(sessions) > len(slots) * sum(not room["parallel"] for room in wall.rooms)  # only then several go into one room
    wanted = {(person(f"account:{who}" if who else f"guest:{guest}"), home.get(card) or code)
              for card, code, who, guest in Dot.objects.filter(edcamp=edcamp).values_list("card", "card__code", "person", "guest")}
    taken = {(one["fixed"]["slot"], one["fixed"]["room"]) for one in sessions if "fixed" in one}
    return {
        "slots": [{"id": line.code, "start": line.starts_at.isoformat(), "end": line.ends_at.isoformat()} for line in slots],
        "rooms": [{"id": room["code"], "capacity": room["capacity"], "features": room["features"], "allow_parallel": room["parallel"] and crowded,
                   "closed": [line.code for line in slots if (room["lost"] or line.code in begun) and (line.code, room["code"]) not in taken]}
                  for room in wall.rooms],
        "sessions": sessions,
        "interest": [{"person": who, "session": code, "weight": 1} for who, code in sorted(wanted) if code in there],
        "unavailable": []}


def proposed(edcamp: Edcamp) -> Proposed | None:
    """A proposal, in about a second; None where there is nothing to place. Raises placing.BadInstance."""
    now = wall(edcamp)
    data = data_of(edcamp, now)
    if not data["sessions"] or not data["slots"]:
        return None
    hung = [now.cards[one["id"]] for one in data["sessions"]]
    start = [placing.Placement(card.code, card.slot, card.room) for card in hung if card.slot]
    found = placing.place(placing.read(data), steps=STEPS, seconds=SECONDS, seed=edcamp.version, start=start)
    was = {one.session: (one.slot, one.room) for one in start}
    rooms = {room["code"]: room["name"] for room in now.rooms}
    lines = []
    for line in now.lines:
        held = [(rooms[one.room], now.cards[one.session].title, was.get(one.session) != (one.slot, one.room))
                for one in found.placements if one.slot == line.code]
        if held:
            lines.append((line.starts, sorted(held)))
    rest = [(now.cards[one.session].title, str(WHY.get(one.reason, one.reason))) for one in found.unplaced]
    clashes = [(now.cards[one.sessions[0]].title, now.cards[one.sessions[1]].title, _few(one.people)) for one in found.clashes[:12]]
    moves = sum(was.get(one.session) != (one.slot, one.room) for one in found.placements)
    return Proposed(lines, rest, clashes, len(found.left_out), [f"{one.session}:{one.slot}:{one.room}" for one in found.placements], moves,
                    _percent(found.gap), bool(data["interest"]))


def _percent(gap: Fraction) -> int | None:
    """Whole percent, rounded up; None where the limit that is known says nothing."""
    percent = math.ceil(100 * gap)
    return percent if percent <= MOST_TOLD else None


def _few(people: int) -> str:
    return _("a few people want both") if people < FEW else _("%(n)s people want both") % {"n": people}

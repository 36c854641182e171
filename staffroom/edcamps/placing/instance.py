"""What is to be placed, read from plain data and checked: slots, rooms, sessions, who wants what, who is away."""

import math
from dataclasses import dataclass, field
from datetime import datetime, time
from fractions import Fraction
from typing import Any

Id = str | int


class BadInstance(ValueError):
    """The data cannot be placed from; `field` is where (`rooms[2].capacity`), `sentence` says what is wrong there and begins with it."""

    def __init__(self, field: str, problem: str):
        self.field, self.problem, self.sentence = field, problem, f"{field} {problem}."
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Slot:
    id: Id
    minutes: int


@dataclass(frozen=True)
class Room:
    """`capacity` is None where nobody knows it; `closed` are numbers of slots."""

    id: Id
    capacity: int | None
    features: frozenset[str]
    allow_parallel: bool
    closed: frozenset[int]


@dataclass(frozen=True)
class Session:
    """`fixed` are the numbers of a slot and of a room; a room of None is any room of that slot."""

    id: Id
    title: str
    leads: frozenset[Id]
    needs: frozenset[str]
    minutes: int | None
    fixed: tuple[int, int | None] | None


@dataclass(frozen=True)
class Instance:
    """`wishes` has a line for each of `people` (who want at least one session): numbers of sessions and whole weights; `totals` are their sums."""

    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    people: tuple[Id, ...]
    wishes: tuple[tuple[tuple[int, int], ...], ...]
    totals: tuple[int, ...]
    away: dict[Id, frozenset[int]] = field(hash=False)
    place: int | None = None


def read(data: Any) -> Instance:
    """The instance that plain data (as of JSON) tell; BadInstance says which field cannot be understood."""
    if not isinstance(data, dict):
        raise BadInstance("instance", "must be an object with slots, rooms, sessions and interest")
    slots = tuple(_slot(each, at) for each, at in _objects(data, "slots", needed=True))
    slot_of = _numbers("slots", slots)
    rooms = tuple(_room(each, at, slot_of) for each, at in _objects(data, "rooms", needed=True))
    room_of = _numbers("rooms", rooms)
    sessions = tuple(_session(each, at, slot_of, room_of) for each, at in _objects(data, "sessions"))
    session_of = _numbers("sessions", sessions)
    away = _away(data, slot_of)
    people, wishes, totals = _interest(data, session_of)
    place = _whole(data, "place", "place") if data.get("place") is not None else None
    instance = Instance(slots, rooms, sessions, people, wishes, totals, away, place)
    _fixed_fit(instance)
    return instance


# ---------------------------------------------------------------------------------------------------------------- parts

def _slot(data: dict, at: str) -> Slot:
    start, end = (_minute(data, part, at) for part in ("start", "end"))
    if type(start) is not type(end) or (isinstance(start, datetime) and (start.tzinfo is None) != (end.tzinfo is None)):
        raise BadInstance(f"{at}.end", "is not written like start")
    minutes = int((end - start).total_seconds() // 60) if isinstance(start, datetime) else end - start
    if minutes <= 0:
        raise BadInstance(f"{at}.end", "is not after start")
    return Slot(_id(data, "id", at), minutes)


def _room(data: dict, at: str, slot_of: dict[Id, int]) -> Room:
    if "capacity" not in data:
        raise BadInstance(f"{at}.capacity", "is missing; write null where nobody knows it")
    capacity = _whole(data, "capacity", f"{at}.capacity") if data["capacity"] is not None else None
    parallel = data.get("allow_parallel", False)
    if not isinstance(parallel, bool):
        raise BadInstance(f"{at}.allow_parallel", "must be true or false")
    closed = frozenset(_known(one, f"{at}.closed[{number}]", slot_of, "slot") for number, one in enumerate(_list(data, "closed", at)))
    return Room(_id(data, "id", at), capacity, _words(data, "features", at), parallel, closed)


def _session(data: dict, at: str, slot_of: dict[Id, int], room_of: dict[Id, int]) -> Session:
    title = data.get("title", "")
    if not isinstance(title, str):
        raise BadInstance(f"{at}.title", "must be text")
    leads = frozenset(_an_id(one, f"{at}.leads[{number}]") for number, one in enumerate(_list(data, "leads", at)))
    minutes = _whole(data, "minutes", f"{at}.minutes") if data.get("minutes") is not None else None
    fixed = data.get("fixed")
    if fixed is not None:
        if not isinstance(fixed, dict):
            raise BadInstance(f"{at}.fixed", "must be an object with slot and room")
        slot = _known(fixed.get("slot"), f"{at}.fixed.slot", slot_of, "slot")
        room = _known(fixed["room"], f"{at}.fixed.room", room_of, "room") if fixed.get("room") is not None else None
        fixed = slot, room
    return Session(_id(data, "id", at), title, leads, _words(data, "needs", at), minutes, fixed)


def _interest(data: dict, session_of: dict[Id, int]) -> tuple[tuple, tuple, tuple]:
    """People with a wish in the order of their first one; weights of one person as whole numbers with the ratios that were given."""
    said: dict[Id, dict[int, Fraction]] = {}
    for each, at in _objects(data, "interest"):
        person, session = _id(each, "person", at), _known(each.get("session"), f"{at}.session", session_of, "session")
        mine = said.setdefault(person, {})
        if session in mine:
            raise BadInstance(f"{at}.session", "stands there a second time for the same person")
        mine[session] = _weight(each, at)
    lines = {person: sorted((session, weight) for session, weight in mine.items() if weight) for person, mine in said.items()}
    lines = {person: line for person, line in lines.items() if line}
    wishes = []
    for line in lines.values():
        unit = math.lcm(*(weight.denominator for _session, weight in line))
        whole = [int(weight * unit) for _session, weight in line]
        common = math.gcd(*whole)
        wishes.append(tuple((session, weight // common) for (session, _weight), weight in zip(line, whole, strict=True)))
    return tuple(lines), tuple(wishes), tuple(sum(weight for _session, weight in line) for line in wishes)


def _away(data: dict, slot_of: dict[Id, int]) -> dict[Id, frozenset[int]]:
    away: dict[Id, frozenset[int]] = {}
    for each, at in _objects(data, "unavailable"):
        person = _id(each, "person", at)
        slots = {_known(one, f"{at}.slots[{number}]", slot_of, "slot") for number, one in enumerate(_list(each, "slots", at))}
        away[person] = away.get(person, frozenset()) | slots
    return away


def _fixed_fit(instance: Instance) -> None:
    """Fixed sessions keep every hard rule among themselves; two that cannot both stay are the keeper's to part."""
    from staffroom.edcamps.placing import rooms
    held: dict[int, list[int]] = {}
    for number, session in enumerate(instance.sessions):
        if session.fixed:
            at = f"sessions[{number}].fixed"
            slot, room = session.fixed
            if why := rooms.why_not(instance, number, slot):
                raise BadInstance(at, f"cannot stay: {_WHY[why]}")
            for other in held.setdefault(slot, []):
                if session.leads & instance.sessions[other].leads:
                    raise BadInstance(at, f"puts a lead in two places in one slot (with sessions[{other}])")
                if room is not None and instance.sessions[other].fixed == session.fixed and not instance.rooms[room].allow_parallel:
                    raise BadInstance(at, f"is the place of sessions[{other}] too, and the room takes one at a time")
            held[slot].append(number)
    for slot, numbers in held.items():
        if rooms.assign(instance, slot, numbers, {}) is None:
            raise BadInstance(f"sessions[{numbers[-1]}].fixed", "leaves no room for it beside the other fixed sessions of that slot")
    if instance.place is not None and sum(map(len, held.values())) > instance.place:
        raise BadInstance("place", "is less than the number of fixed sessions")


_WHY = {"closed": "the room is closed in that slot", "needs": "the room lacks what the session needs",
        "too_long": "the session is longer than the slot", "lead_away": "a lead is not there in that slot"}


# ---------------------------------------------------------------------------------------------------------------- values

def _objects(data: dict, name: str, *, needed: bool = False) -> list[tuple[dict, str]]:
    if name not in data and name in ("slots", "rooms", "sessions"):
        raise BadInstance(name, "is missing")
    listed = _list(data, name, "")
    if needed and not listed:
        raise BadInstance(name, "is empty; at least one is needed")
    for number, each in enumerate(listed):
        if not isinstance(each, dict):
            raise BadInstance(f"{name}[{number}]", "must be an object")
    return [(each, f"{name}[{number}]") for number, each in enumerate(listed)]


def _list(data: dict, name: str, at: str) -> list:
    listed = data.get(name, [])
    if not isinstance(listed, list):
        raise BadInstance(f"{at}.{name}".lstrip("."), "must be a list")
    return listed


def _words(data: dict, name: str, at: str) -> frozenset[str]:
    listed = _list(data, name, at)
    for number, each in enumerate(listed):
        if not isinstance(each, str) or not each:
            raise BadInstance(f"{at}.{name}[{number}]", "must be a word")
    return frozenset(listed)


def _an_id(value: Any, at: str) -> Id:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise BadInstance(at, "must be text or a whole number")
    return value


def _id(data: dict, name: str, at: str) -> Id:
    if name not in data:
        raise BadInstance(f"{at}.{name}", "is missing")
    return _an_id(data[name], f"{at}.{name}")


def _numbers(name: str, listed: tuple) -> dict[Id, int]:
    numbers: dict[Id, int] = {}
    for number, each in enumerate(listed):
        if numbers.setdefault(each.id, number) != number:
            raise BadInstance(f"{name}[{number}].id", f"is the id of {name}[{numbers[each.id]}] too")
    return numbers


def _known(value: Any, at: str, numbers: dict[Id, int], noun: str) -> int:
    if value is None:
        raise BadInstance(at, "is missing")
    if _an_id(value, at) not in numbers:
        raise BadInstance(at, f"names a {noun} that is not there: {str(value)[:60]}")
    return numbers[value]


def _whole(data: dict, name: str, at: str) -> int:
    value = data[name]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInstance(at, "must be a whole number, 0 or more")
    return value


def _weight(data: dict, at: str) -> Fraction:
    if "weight" not in data:
        raise BadInstance(f"{at}.weight", "is missing")
    value = data["weight"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise BadInstance(f"{at}.weight", "must be a number, 0 or more")
    return Fraction(str(value))


def _minute(data: dict, name: str, at: str) -> Any:
    """A moment, or the minute of a day: an ISO date and time, `HH:MM`, or whole minutes."""
    value = data.get(name)
    at = f"{at}.{name}"
    if value is None:
        raise BadInstance(at, "is missing")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _whole(data, name, at)
    for reader in (datetime.fromisoformat, time.fromisoformat) if isinstance(value, str) else ():
        try:
            read_ = reader(value)
        except ValueError:
            continue
        return read_ if isinstance(read_, datetime) else 60 * read_.hour + read_.minute
    raise BadInstance(at, "must be a time such as 09:30 or 2026-11-21T09:30")

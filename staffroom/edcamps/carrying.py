"""A day that is carried from one instance to another, as a file: its event, rooms, times, cards with their places and notes, what was shown, and who
was there, by name. Pure: bytes in, rows out, or one sentence about what is wrong. No account stands in it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from staffroom.edcamps.models import FEATURES, MOST_NOTES, Card, Edcamp, Slot, Turn
from staffroom.events.models.events import ACCESS
from staffroom.kit.words import Unfit, clean_line, clean_running, clean_text

WHAT = "edcamp day"
VERSION = 1
IN_A_COLUMN = 600
MOST_BYTES = 1_500_000
MOST = {"room": 40, "part": 30, "card": 400, "turn": 500, "person": 2_000}

Values = dict[str, Any]
Rows = dict[str, dict[str, Values]]


class NoDay(ValueError):
    """A file that holds no day; its words are for whoever brings it."""


class _Bad(ValueError):
    """A value that cannot be."""


@dataclass(frozen=True)
class Day:
    """A day as a file holds it. `key` is the same whenever this day comes; rows are told apart by keys of their own."""

    key: str
    event: Values
    rows: Rows


def mark(value: Any) -> str:
    """By which a value is known again without being kept."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def write(day: Day) -> bytes:
    """The day as a file."""
    gone: Values = {"gone": True}
    lists = {f"{kind}s": [{"key": key} | (gone if values.get("stands") == GONE else values) for key, values in rows.items()]
             for kind, rows in day.rows.items() if kind in SHAPES}
    return json.dumps({"staffroom": WHAT, "version": VERSION, "key": day.key, "event": day.event} | lists, ensure_ascii=False, indent=1).encode()


def is_day(data: bytes) -> bool:
    """Does this begin as such a file does?"""
    return re.search(rb'"staffroom"\s*:\s*"edcamp day"', data[:400]) is not None


def read(data: bytes) -> Day:
    """Raises NoDay."""
    if len(data) > MOST_BYTES:
        raise NoDay(_("The file is too large for a day: one and a half million bytes fit."))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoDay(_("We cannot read this file. Take it along once more from the other Staffroom; nothing was changed.")) from None
    if not isinstance(found, dict) or found.get("staffroom") != WHAT:
        raise NoDay(_("This file holds no day of an edcamp."))
    if type(found.get("version")) is not int or found["version"] > VERSION:
        raise NoDay(_("This file was made by a newer Staffroom. Bring this one up to date first; nothing was changed."))
    try:
        return _day(found)
    except _Bad as problem:
        raise NoDay(_("The file is damaged: %(where)s. Take it along once more; nothing was changed.") % {"where": problem}) from None


def _day(found: dict) -> Day:
    event = _values("event", found.get("event"), EVENT)
    if not event["starts_at"] < event["ends_at"]:
        raise _Bad("event")
    rows: Rows = {}
    for kind, shape in SHAPES.items():
        said = found.get(f"{kind}s")
        if not isinstance(said, list) or len(said) > MOST[kind]:
            raise _Bad(f"{kind}s")
        rows[kind] = {}
        for number, one in enumerate(said, 1):
            key = _key(one.get("key")) if isinstance(one, dict) else ""
            if not key or key in rows[kind]:
                raise _Bad(f"{kind} {number}")
            rows[kind][key] = {"stands": GONE} if kind == "card" and one.get("gone") is True else _values(f"{kind} {number}", one, shape)
    _fits(rows)
    rows["event"] = {"event": {name: event[name] for name in IN_ROWS}}
    return Day(_key(found.get("key")) or _bad("key"), event, rows)


def _bad(where: str) -> Any:
    raise _Bad(where)


def _fits(rows: Rows) -> None:
    """Everything to which a row refers is there, and nothing stands where something stands."""
    taken: set[tuple] = set()
    for key, values in rows["card"].items():
        stands = values["stands"]
        at = (stands["part"], stands["room"], stands["lane"])
        is_placed = stands["state"] == Card.State.PLACED
        if is_placed != (stands["part"] != "") or is_placed != (stands["room"] != "") or (is_placed and (
                stands["part"] not in rows["part"] or stands["room"] not in rows["room"] or at in taken)):
            raise _Bad(f"card {key}")
        if stands["merged"] and (stands["merged"] not in rows["card"] or stands["merged"] == key):
            raise _Bad(f"card {key}")
        if is_placed:
            taken.add(at)
    papers = [values["paper"] for values in rows["card"].values() if values.get("paper")]
    names = [values["name"] for values in rows["room"].values()]
    if len(set(papers)) < len(papers) or len(set(names)) < len(names) or not rows["room"] or not rows["part"]:
        raise _Bad("rooms, parts or numbers")


def _key(value: Any) -> str:
    return value if isinstance(value, str) and 1 <= len(value) <= 64 and value.isascii() and value.isalnum() else ""


def _values(where: str, said: Any, shape: dict[str, Callable[[Any], Any]]) -> Values:
    if not isinstance(said, dict):
        raise _Bad(where)
    found = {}
    for name, takes in shape.items():
        try:
            found[name] = takes(said.get(name))
        except (_Bad, Unfit, ValueError, TypeError, KeyError, OSError, OverflowError):
            raise _Bad(f"{where}, {name}") from None
    return found


# What each value may be


def _line(limit: int, *, least: int = 0) -> Callable[[Any], str]:
    def takes(value: Any) -> str:
        found = clean_line(_text(value), limit)
        return found if least <= len(found) <= limit else _bad("line")
    return takes


def _many(limit: int, clean: Callable[[str, int], str] = clean_text) -> Callable[[Any], str]:
    def takes(value: Any) -> str:
        found = clean(_text(value), limit)
        return found if limit > IN_A_COLUMN or len(found) <= limit else _bad("text")  # a column counts marks too
    return takes


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _bad("text")


def _one_of(choices: Any) -> Callable[[Any], str]:
    return lambda value: value if isinstance(value, str) and value in choices else _bad("choice")


def _some_of(choices: Any) -> Callable[[Any], list[str]]:
    def takes(value: Any) -> list[str]:
        is_some = isinstance(value, list) and all(isinstance(one, str) and one in choices for one in value)
        return [one for one in choices if one in value] if is_some else _bad("choices")
    return takes


def _number(least: int, most: int, *, or_none: bool = False) -> Callable[[Any], int | None]:
    return lambda value: value if (value is None and or_none) or (type(value) is int and least <= value <= most) else _bad("number")


def _yes(value: Any) -> bool:
    return value if isinstance(value, bool) else _bad("yes or no")


def _moment(value: Any) -> str:
    found = datetime.fromisoformat(_text(value))
    return found.astimezone(UTC).isoformat() if found.tzinfo and 1990 < found.year < 2200 else _bad("moment")


def _zone(value: Any) -> str:
    return ZoneInfo(_line(40, least=1)(value)).key


def _access(value: Any) -> dict[str, str]:
    return {name: _line(20)(said) for name, said in value.items()} if isinstance(value, dict) and set(value) <= set(ACCESS) else _bad("access")


def _names(value: Any) -> list[str]:
    found = [_line(80, least=1)(one) for one in value] if isinstance(value, list) and len(value) <= 12 else _bad("names")
    return list(dict.fromkeys(found))


def _link(value: Any) -> str:
    found = _line(500)(value)
    return found if not found or found.lower().startswith(("https://", "http://")) else _bad("link")


def _reference(value: Any) -> str:
    return _key(value) or (value if value == "" else _bad("reference"))


def _stands(value: Any) -> Values:
    if not isinstance(value, dict):
        raise _Bad("stands")
    return _values("stands", value, {
        "state": _one_of(Card.State.values), "part": _reference, "room": _reference, "lane": _number(0, 400), "locked": _yes, "merged": _reference,
        "why": _line(200)})


def _was_there(value: Any) -> Values:
    if not isinstance(value, dict):
        raise _Bad("there")
    return _values("there", value, {"minutes": _number(1, 1440), "confirmed": _yes, "measured": _yes})


IN_ROWS = ("title", "words", "place")  # what a later file changes of the event itself
GONE: Values = {"state": Card.State.GONE.value, "part": "", "room": "", "lane": 0, "locked": False, "merged": "", "why": ""}
EVENT: dict[str, Callable[[Any], Any]] = {
    "title": _line(200, least=1), "words": _many(10_000), "place": _line(200), "starts_at": _moment, "ends_at": _moment, "zone": _zone,
    "access": _access, "access_words": _many(600), "conduct": _many(4_000), "capacity": _number(1, 100_000, or_none=True),
    "over": lambda value: _number(0, 100_000)(value or 0), "over_words": lambda value: _line(200)(value or ""),  # not in files of before
    "audience": _one_of(("public", "link")),
    "named": lambda value: [_line(40)(one) for one in value] if isinstance(value, list) and len(value) < 20 else _bad("named"),
    "credit": _one_of(Edcamp.Credit.values), "dots": _number(3, 5)}
SHAPES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "room": {"name": _line(60, least=1), "capacity": _number(1, 30_000, or_none=True), "features": _some_of(FEATURES), "parallel": _yes,
             "lost": _yes},
    "part": {"kind": _one_of(Slot.Kind.values), "title": _line(80), "from": _number(0, 1440), "to": _number(1, 1440)},
    "card": {
        "kind": _one_of(Card.Kind.values), "title": _line(120, least=1), "words": _many(600), "format": _one_of(Card.Format.values),
        "level": _one_of(Card.Level.values), "tags": _line(120), "needs": _some_of(FEATURES), "paper": _line(8),
        "want": _number(0, 100_000, or_none=True), "leads": _names, "stands": _stands, "notes": _many(MOST_NOTES, clean_running)},
    "turn": {"name": _line(80), "title": _line(120, least=1), "link": _link, "state": _one_of([*Turn.State.values]), "place": _number(1, 100_000)},
    "person": {"name": _line(120, least=1), "there": _was_there}}


# What a file changes


@dataclass(frozen=True)
class Difference:
    """What a file brings that is not here: rows that are new, values that are others now, and values that were changed here too and stay."""

    new: list[tuple[str, str]]
    sets: list[tuple[str, str, str, Any]]
    stays: list[tuple[str, str, str]]

    @property
    def is_nothing(self) -> bool:
        return not self.new and not self.sets

    def count(self, kind: str) -> int:
        return sum(one[0] == kind for one in self.new)


def differs(rows: Rows, *, said: dict[str, dict], names: dict[str, dict[str, str]], now: Rows) -> Difference:
    """`said` are the marks of what came the last time, `names` which row here each became, `now` how those rows stand. A row that was taken away here
    does not come again; a name stays as it came.
    """
    new, sets, stays = [], [], []
    for kind, held in rows.items():
        for key, values in held.items():
            if key not in names.get(kind, {}):
                if values.get("stands") != GONE:
                    new.append((kind, key))
                continue
            here, before = now.get(kind, {}).get(key), said.get(kind, {}).get(key, {})
            for name, value in values.items() if here is not None else ():
                if (kind, name) == ("person", "name") or mark(value) == before.get(name) or here.get(name) == value:
                    continue
                if mark(here.get(name)) == before.get(name) or name == "notes":
                    sets.append((kind, key, name, value))
                else:
                    stays.append((kind, key, name))
    return Difference(new, sets, stays)

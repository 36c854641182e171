"""Calendars that other programs wrote (RFC 5545 and what is made of it), read into single things with a day or a time. Pure.

Every event is one row: what it says, or why it cannot be read, with the line on which it begins. What repeats is followed for a stretch of days.
A time is of the zone that its name, a Windows name, or the rules in the file itself make it; without any it floats, as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from staffroom.kit.calendars.repeating import NotFollowed, Rule, Steps, days, rule_in

MOST = 10_000
MOST_STEPS = 100_000  # for all that repeats in one file, and for the zones in it: a second or two at the worst
DEEPEST = 20
LONGEST = 20_000  # letters of one value
OF_ONE = 12  # times of one thing that repeats
HEAD = {"METHOD", "X-WR-TIMEZONE"}
OF_EVENTS = {"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CLASS", "SEQUENCE", "RRULE", "RDATE",
             "EXDATE", "EXRULE", "RECURRENCE-ID"}
OF_ZONES = {"TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}
SEVERAL = {"RDATE", "EXDATE"}
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?\Z", re.ASCII)
_LASTS = re.compile(r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?\Z", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?\Z", re.ASCII)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Unreadable(ValueError):
    """A file that is no calendar. ``code``: "shape", "nul" or "rows"; ``line`` counts from 1, or 0."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code, self.line = code, line


class NoTime(ValueError):
    """Not a day and not a time."""


@dataclass(frozen=True)
class Happening:
    """One thing once. `starts` is a day (then `ends` its last one), an aware time, or one that floats; `zone` is the IANA name of its zone, if any.

    `is_cancelled`, `is_private`: it says so. `repeats`: it is one time of several.
    """

    title: str
    starts: date
    ends: date | None = None
    zone: str = ""
    note: str = ""
    place: str = ""
    url: str = ""
    language: str = ""
    uid: str = ""
    is_cancelled: bool = False
    is_private: bool = False
    repeats: bool = False


Row = tuple[int, Happening | str]


@dataclass
class _Part:
    """A piece between BEGIN and END: its name, its line, what is said in it as (parameters, value), and the pieces in it."""

    name: str
    line: int
    said: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list["_Part"] = field(default_factory=list)
    is_closed: bool = False

    def one(self, name: str) -> tuple[dict[str, str], str]:
        return self.said.get(name, [({}, "")])[0]

    def text(self, name: str) -> str:
        return plain(self.one(name)[1])


def read(data: bytes, first: date, last: date, steps: Steps | None = None) -> list[Row]:
    """(line, what happens) or (line, why not) of everything in a calendar; of what repeats at most twelve times from `first` to `last`.

    Reasons: "unclosed", "no day", "day", "end", "order", "rule", "seldom", "often", "none" (it repeats, but not in these days). Raises Unreadable.
    """
    events, told, method, usual = _parts(data)
    steps = steps or Steps(MOST_STEPS)
    zones = _Zones(told, usual, steps)
    rows: list[Row] = []
    for master, others in _series(events):
        rows += _rows(master, others, zones, first, last, steps)
        if len(rows) > MOST:
            raise Unreadable("rows")
    if method == "CANCEL":
        rows = [(line, replace(found, is_cancelled=True) if isinstance(found, Happening) else found) for line, found in rows]
    return sorted(rows, key=lambda row: row[0])


def lines_of(data: bytes) -> Iterator[tuple[int, str]]:
    """(number, text) of every line, unfolded before it is read as text: some programs cut within a letter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in data:
        raise Unreadable("nul", data[:data.index(b"\x00")].count(b"\n") + 1)
    begins, held = 1, list[bytes]()
    for number, line in enumerate(data.splitlines(), 1):
        if line[:1] in (b" ", b"\t") and held:
            held.append(line[1:])
            continue
        if held:
            yield begins, _decoded(b"".join(held))
        begins, held = number, [line]
    if held:
        yield begins, _decoded(b"".join(held))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def split(line: str) -> tuple[str, str, str]:
    """Name, parameters and value of a line; a colon within quotation marks ends nothing."""
    pieces, quotes = line.split(":"), 0
    for number, piece in enumerate(pieces):
        quotes += piece.count('"')
        if quotes % 2 == 0:
            head = ":".join(pieces[:number + 1])
            name, _mark, parameters = head.partition(";")
            return name.strip().upper(), parameters, line[len(head) + 1:]
    return "", "", ""


def _parameters(text: str) -> dict[str, str]:
    found, held = {}, ""
    for piece in text.split(";") if text else ():
        held = f"{held};{piece}" if held else piece
        if held.count('"') % 2 == 0:
            name, _mark, value = held.partition("=")
            found[name.strip().upper()] = value.strip().strip('"').strip()
            held = ""
        elif len(held) > LONGEST:
            break
    return found


def plain(text: str) -> str:
    """Text without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _parts(data: bytes) -> tuple[list[_Part], list[_Part], str, str]:
    """The events and the zones of a file, what it is for, and the zone that it says is its own. Raises Unreadable."""
    events: list[_Part] = []
    told: list[_Part] = []
    head = {"METHOD": "", "X-WR-TIMEZONE": ""}
    open_parts: list[_Part] = []
    something = False
    for number, line in lines_of(data):
        name, parameters, value = split(line)
        if name == "BEGIN":
            if len(open_parts) >= DEEPEST:
                raise Unreadable("shape", number)
            part = _Part(value.strip().upper(), number)
            something = something or part.name in {"VCALENDAR", "VEVENT"}
            if part.name == "VEVENT":
                while any(one.name == "VEVENT" for one in open_parts):  # the one before was never closed
                    open_parts.pop()
                events.append(part)
                if len(events) > MOST:
                    raise Unreadable("rows", number)
            elif part.name == "VTIMEZONE" and len(told) < 1_000:
                told.append(part)
            elif open_parts and open_parts[-1].name == "VTIMEZONE":
                open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            _close(open_parts, value.strip().upper())
        elif open_parts:
            _say(open_parts[-1], head, name, parameters, value)
    if not something:
        raise Unreadable("shape")
    return events, told, head["METHOD"].strip().upper(), head["X-WR-TIMEZONE"].strip()


def _close(open_parts: list[_Part], name: str) -> None:
    """The innermost piece of this name is closed, and those in it that were left open go with it; an END of nothing ends nothing."""
    if any(part.name == name for part in open_parts):
        while open_parts:
            part = open_parts.pop()
            if part.name == name:
                part.is_closed = True
                return


def _say(part: _Part, head: dict[str, str], name: str, parameters: str, value: str) -> None:
    if part.name == "VCALENDAR":
        if name in HEAD:
            head[name] = head[name] or value[:200]
        return
    wanted = OF_EVENTS if part.name == "VEVENT" else OF_ZONES if part.name in {"VTIMEZONE", "STANDARD", "DAYLIGHT"} else ()
    if name in wanted and (name in SEVERAL or name not in part.said):
        part.said.setdefault(name, []).append((_parameters(parameters[:LONGEST]), value[:LONGEST]))


# Times


def moment_in(text: str) -> date:
    """A day, a time without a zone, or one in UTC. Raises NoTime."""
    match = _TIME.match(text.strip())
    if not match:
        raise NoTime
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day
        time = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), min(int(match[6]), 59))  # noqa: DTZ001  its zone comes later
        return time.replace(tzinfo=UTC) if match[7] else time
    except ValueError:
        raise NoTime from None


def lasts(text: str) -> timedelta:
    """A length such as PT1H30M. Raises NoTime."""
    match = _LASTS.match(text.strip())
    if not match or not any(match.groups()[1:]):
        raise NoTime
    weeks, whole, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=whole, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


@cache
def _names() -> dict[str, str]:
    """Every name of a zone as programs write it, in small letters: IANA's and those of Windows."""
    windows = {name.lower(): zone for name, zone in get_global("windows_zone_mapping").items()}
    return windows | {name.lower(): name for name in available_timezones()}


def zone_named(text: str) -> str:
    """The IANA name that these words end in or stand for; "" for none."""
    pieces = text.strip().strip("/").lower().split("/")
    for few in (len(pieces), 3, 2, 1):
        if few <= len(pieces) and (found := _names().get("/".join(pieces[-few:]))):
            return found
    return ""


class _Told(tzinfo):
    """A zone that nobody knows by its name, by the rules that the file gives for it."""

    def __init__(self, part: _Part, steps: Steps):
        self.steps = steps
        self.turns: list[tuple[datetime, timedelta, Rule | None, list[datetime]]] = []
        for piece in part.parts[:200]:
            match = _OFFSET.match(piece.one("TZOFFSETTO")[1].strip())
            try:
                begins = moment_in(piece.one("DTSTART")[1])
                rule = rule_in(piece.one("RRULE")[1]) if "RRULE" in piece.said else None
                dates = ",".join(value for _p, value in piece.said.get("RDATE", [])[:200]).split(",")[:200]
                listed = [moment_in(one) for one in dates if one.strip()]
            except (NoTime, NotFollowed):
                continue
            if match and isinstance(begins, datetime) and (rule is None or rule.freq == "YEARLY"):
                offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
                self.turns.append((begins.replace(tzinfo=None), offset if match[1] == "+" else -offset, rule,
                                   [one.replace(tzinfo=None) for one in listed if isinstance(one, datetime)]))
        self.offsets: dict[datetime, timedelta] = {}

    def utcoffset(self, at: datetime | None) -> timedelta:
        if at is None or not self.turns:
            return timedelta()
        wall = at.replace(tzinfo=None)
        if wall not in self.offsets:
            try:
                found = [(turn, offset) for begins, offset, rule, listed in self.turns for turn in self._turns(begins, rule, listed, wall)]
            except NotFollowed:
                found = []
            self.offsets[wall] = max(found)[1] if found else min(self.turns, key=lambda turn: turn[0])[1]
        return self.offsets[wall]

    def fromutc(self, at: datetime) -> datetime:
        return at + self.utcoffset(at + self.utcoffset(at))

    def _turns(self, begins: datetime, rule: Rule | None, listed: list[datetime], wall: datetime) -> list[datetime]:
        """The turns of one kind in the last two years before this time, and the very first."""
        self.steps.one()
        found = [begins, *listed]
        if rule and wall >= begins:
            until = _until(rule, None)
            first = date(max(wall.year - 1, begins.year), 1, 1)
            found += [turn for day in days(rule, begins.date(), first, wall.date(), self.steps)
                      if (turn := datetime.combine(day, begins.time())) and (until is None or turn <= until)]
        return [turn for turn in found if turn <= wall]

    def dst(self, at: datetime | None) -> None:
        return None

    def tzname(self, at: datetime | None) -> None:
        return None


def _until(rule: Rule, zone: tzinfo | None) -> datetime | None:
    """The last moment of a rule by the clocks of the zone. Raises NotFollowed."""
    if not rule.until:
        return None
    try:
        found = moment_in(rule.until)
    except NoTime:
        raise NotFollowed("rule") from None
    if not isinstance(found, datetime):
        return datetime.combine(found, datetime.max.time())
    return found.astimezone(zone).replace(tzinfo=None) if found.tzinfo and zone else found.replace(tzinfo=None)


class _Zones:
    """The zones of one file."""

    def __init__(self, told: list[_Part], usual: str, steps: Steps):
        self.told = {part.one("TZID")[1].strip(): part for part in told}
        self.usual = zone_named(usual)
        self.made: dict[str, _Told] = {}
        self.steps = steps

    def named(self, tzid: str) -> tuple[str, tzinfo | None]:
        """(its IANA name or "", the zone or None) of a name in the file."""
        part = self.told.get(tzid)
        name = zone_named(tzid) or (zone_named(part.one("X-LIC-LOCATION")[1]) if part else "")
        if name:
            return name, ZoneInfo(name)
        if part is None:
            return "", None
        if tzid not in self.made:
            self.made[tzid] = _Told(part, self.steps)
        return "", self.made[tzid]

    def time(self, said: tuple[dict[str, str], str]) -> tuple[date, str]:
        """A value with its parameters as a day or a time, and the name of its zone. Raises NoTime."""
        parameters, value = said
        found = moment_in(value)
        if not isinstance(found, datetime):
            return found, ""
        try:
            if found.tzinfo:
                name = self.usual or "UTC"
                return found.astimezone(ZoneInfo(name)), name
            name, zone = self.named(parameters["TZID"]) if parameters.get("TZID") else (self.usual, ZoneInfo(self.usual) if self.usual else None)
            if zone is None:
                return found, ""
            aware = found.replace(tzinfo=zone)
            aware.astimezone(UTC)  # a year that no zone has
            return aware, name
        except (OverflowError, ValueError):
            raise NoTime from None


# Series


def _series(events: list[_Part]) -> Iterator[tuple[_Part, list[_Part]]]:
    """Each event with those that stand for one of its times; of what was said twice, what was said last by its own number."""
    by_uid: dict[str, list[_Part]] = {}
    for event in events:
        uid = event.one("UID")[1].strip()
        by_uid.setdefault(uid or f"\n{event.line}", []).append(event)
    for same in by_uid.values():
        newest = _newest(same)
        masters = [event for event in newest if "RECURRENCE-ID" not in event.said]
        others = [event for event in newest if "RECURRENCE-ID" in event.said]
        repeating = [event for event in masters if {"RRULE", "RDATE"} & set(event.said)]
        for event in masters:
            yield event, others if repeating and event is repeating[0] else []
        if not repeating:
            yield from ((event, []) for event in others)


def _newest(same: list[_Part]) -> list[_Part]:
    """Without those that a later number of the same thing replaces."""
    if len(same) == 1:
        return same
    top: dict[str, int] = {}
    for event in same:
        of = event.one("RECURRENCE-ID")[1]
        top[of] = max(top.get(of, 0), _number(event))
    return [event for event in same if _number(event) == top[event.one("RECURRENCE-ID")[1]]]


def _number(event: _Part) -> int:
    text = event.one("SEQUENCE")[1].strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _rows(master: _Part, others: list[_Part], zones: _Zones, first: date, last: date, steps: Steps) -> list[Row]:
    found = _happening(master, zones)
    if isinstance(found, str):
        return [(master.line, found), *(row for other in others for row in _rows(other, [], zones, first, last, steps))]
    if not {"RRULE", "RDATE"} & set(master.said):
        return [(master.line, found)]
    try:
        times = _times(master, found, zones, (first, last), steps, OF_ONE + len(others))
    except NotFollowed as problem:
        return [(master.line, problem.code)]
    except NoTime:
        return [(master.line, "rule")]
    instead: set[str] = set()
    rows: list[Row] = []
    for other in others:
        try:
            instead.add(_same(zones.time(other.one("RECURRENCE-ID"))[0]))
        except NoTime:
            rows.append((other.line, "day"))
            continue
        said = _happening(other, zones)
        rows.append((other.line, said if isinstance(said, str) else replace(said, repeats=True)))
    shown = [replace(_at(found, time), repeats=True) for time in times if _same(time) not in instead][:OF_ONE]
    return [*((master.line, one) for one in shown), *rows] or [(master.line, "none")]


def _happening(event: _Part, zones: _Zones) -> Happening | str:
    """What one event says, or why it cannot be read."""
    if not event.is_closed:
        return "unclosed"
    if not event.one("DTSTART")[1].strip():
        return "no day"
    try:
        starts, zone = zones.time(event.one("DTSTART"))
    except NoTime:
        return "day"
    try:
        ends = _ends(event, starts, zones)
    except (NoTime, OverflowError):
        return "end"
    if ends is not None and _same(ends) < _same(starts):
        return "order"
    status, private = event.one("STATUS")[1].strip().upper(), event.one("CLASS")[1].strip().upper()
    return Happening(
        event.text("SUMMARY"), starts, ends, zone, event.text("DESCRIPTION"), event.text("LOCATION"), event.one("URL")[1].strip(),
        event.one("SUMMARY")[0].get("LANGUAGE", ""), event.one("UID")[1].strip(), status == "CANCELLED", private in {"PRIVATE", "CONFIDENTIAL"})


def _ends(event: _Part, starts: date, zones: _Zones) -> date | None:
    """The last day, or the moment at which it is over; None where it does not say. Raises NoTime."""
    is_day = not isinstance(starts, datetime)
    if event.one("DTEND")[1].strip():
        ends, _zone = zones.time(event.one("DTEND"))
        if isinstance(ends, datetime) == is_day:
            raise NoTime
        if isinstance(starts, datetime) and isinstance(ends, datetime):
            if (starts.tzinfo is None) != (ends.tzinfo is None):
                raise NoTime
            return ends
        return starts if ends == starts else ends - timedelta(days=1)
    if event.one("DURATION")[1].strip():
        length = lasts(event.one("DURATION")[1])
        if is_day:
            return starts + max(length - timedelta(days=1), timedelta()) if length >= timedelta() else starts + length
        return _later(starts, length)
    return None


def _later(starts: date, length: timedelta) -> date:
    """So much later by the clock that goes on, also over a change of the clocks."""
    if isinstance(starts, datetime) and starts.tzinfo:
        return (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
    return starts + length


def _times(master: _Part, found: Happening, zones: _Zones, between: tuple[date, date], steps: Steps, most: int) -> list[date]:
    """The times of a series between two days, in order, without those that it leaves out; `most` of a rule. Raises NotFollowed, NoTime."""
    first, last = between
    if "EXRULE" in master.said:
        raise NotFollowed("seldom")
    starts, out = found.starts, set()
    for said in master.said.get("EXDATE", []):
        for value in said[1].split(",") if said[1].strip() else ():
            steps.one()
            out.add(_same(zones.time((said[0], value))[0]))
    times = {starts} if first <= _day(starts) <= last else set()
    for parameters, listed in master.said.get("RDATE", []):
        for value in listed.split(",") if listed.strip() else ():
            steps.one()
            times.add(zones.time((parameters, value.partition("/")[0]))[0])
    if "RRULE" in master.said:
        text = master.one("RRULE")[1]
        rule = rule_in(text[:500])
        zone = starts.tzinfo if isinstance(starts, datetime) else None
        until = _until(rule, zone)
        some = 0
        for day in days(rule, _day(starts), first, last, steps):
            time: date = datetime.combine(day, starts.time(), zone) if isinstance(starts, datetime) else day
            wall = time.replace(tzinfo=None) if isinstance(time, datetime) else datetime.combine(time, datetime.min.time())
            if until and wall > until:
                break
            if _same(time) not in out:
                times.add(time)
                some += 1
            if some >= most:
                break
    return sorted((time for time in times if first <= _day(time) <= last and _same(time) not in out), key=_order)


def _day(time: date) -> date:
    return time.date() if isinstance(time, datetime) else time


def _order(time: date) -> tuple[date, str]:
    return _day(time), f"{time:%H%M%S}" if isinstance(time, datetime) else ""


def _same(time: date) -> str:
    """What two ways of writing the same time have in common."""
    if not isinstance(time, datetime):
        return time.isoformat()
    return (time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time).isoformat()


def _at(found: Happening, starts: date) -> Happening:
    """The same at another time, as long as it lasts: by days where it is days, by the clock where it has one."""
    if found.ends is None:
        return replace(found, starts=starts)
    if isinstance(found.ends, datetime) and found.ends.tzinfo and isinstance(found.starts, datetime):
        return replace(found, starts=starts, ends=_later(starts, found.ends.astimezone(UTC) - found.starts.astimezone(UTC)))
    return replace(found, starts=starts, ends=starts + (found.ends - found.starts))

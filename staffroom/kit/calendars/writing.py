"""Dated things as a calendar that other programs read (RFC 5545). The same things make the same bytes. Pure.

A time is written in its zone with that zone's rules beside it. Where the clocks show it twice, or where its zone is UTC, it is written in UTC,
so that no program has to guess. Nobody who takes part is ever named; who holds it only where the caller says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from staffroom.kit.calendars.zones import vtimezone

MADE_BY = "-//Staffroom//EN"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
MOST_OCTETS = 75
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z0-9-]+\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")


@dataclass(frozen=True)
class Dated:
    """One thing with a day or a time.

    `key` names it for ever. `starts` is a day (the whole of it; `ends` its last day) or an instant (`ends` the instant at which it is over), written
    in `zone`. `stamp` is when it was last said, `sequence` how often it was said otherwise. `rule` repeats it (an RRULE), but for what is in
    `without`; `instead_of` makes it stand for one time of the things with the same key. `held_by` is a name and an address, for what is public.
    """

    key: str
    title: str
    starts: date
    stamp: datetime
    ends: date | None = None
    zone: str = ""
    note: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    status: str = ""
    rule: str = ""
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    held_by: tuple[str, str] = ("", "")
    is_busy: bool = False
    language: str = ""


def calendar(things: Iterable[Dated], *, method: str = "", name: str = "", every_hours: int = 0) -> bytes:
    """A calendar. `method` says what a program is to do with it ("": it is read as it stands), `every_hours` how often to look again."""
    things = list(things)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MADE_BY}"]
    lines += [f"METHOD:{method}"] if method else []
    lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"] if name else []
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:PT{every_hours}H", f"X-PUBLISHED-TTL:PT{every_hours}H"] if every_hours else []
    for zone, (first, last) in sorted(_spans(things).items()):
        lines += vtimezone(zone, first, last)
    for thing in things:
        lines += _event(thing)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _spans(things: list[Dated]) -> dict[str, tuple[int, int]]:
    """The zones in which something is written, each with the first and the last year in which it is."""
    spans: dict[str, tuple[int, int]] = {}
    for thing in things:
        times = [time for time in (thing.starts, thing.ends, thing.instead_of, *thing.without) if isinstance(time, datetime)]
        years = [time.year for time in times if not _in_utc(time, thing)]
        if years:
            first, last = spans.get(thing.zone, (years[0], years[0]))
            ruled = max(years) + 10 if thing.rule else max(years)
            spans[thing.zone] = min(first, *years), max(last, ruled)
    return spans


def _event(thing: Dated) -> list[str]:
    language = f";LANGUAGE={thing.language}" if _LANGUAGE.match(thing.language) else ""
    lines = ["BEGIN:VEVENT", f"UID:{_text(thing.key)}", f"DTSTAMP:{_utc(thing.stamp)}"]
    lines += [_time("RECURRENCE-ID", thing.instead_of, thing)] if thing.instead_of else []
    lines.append(_time("DTSTART", thing.starts, thing))
    if isinstance(thing.starts, datetime):
        lines += [_time("DTEND", thing.ends, thing)] if thing.ends else []
    else:
        lines.append(_time("DTEND", (thing.ends or thing.starts) + timedelta(days=1), thing))
    lines.append(f"SUMMARY{language}:{_text(thing.title)}")
    lines += [f"RRULE:{thing.rule}"] if thing.rule else []
    lines += [_time("EXDATE", time, thing) for time in thing.without]
    lines += [f"SEQUENCE:{thing.sequence}"] if thing.sequence else []
    lines += [f"STATUS:{thing.status}"] if thing.status else []
    lines += [] if thing.is_busy else ["TRANSP:TRANSPARENT"]
    lines += [f"LOCATION{language}:{_text(thing.place)}"] if thing.place else []
    lines += [f"DESCRIPTION{language}:{_text(thing.note)}"] if thing.note else []
    lines += [f"URL:{_address(thing.url)}"] if thing.url else []
    name, address = thing.held_by
    lines += [f"ORGANIZER;CN={_quoted(name)}:{_address(address)}"] if address else []
    return [*lines, "END:VEVENT"]


def _time(name: str, time: date, thing: Dated) -> str:
    if not isinstance(time, datetime):
        return f"{name};VALUE=DATE:{time:%Y%m%d}"
    if _in_utc(time, thing):
        return f"{name}:{_utc(time)}"
    local = time.astimezone(ZoneInfo(thing.zone))
    return f"{name};TZID={thing.zone}:{local:%Y%m%dT%H%M%S}"


def _in_utc(time: datetime, thing: Dated) -> bool:
    """Is this time written in UTC: because that is its zone, or because its clocks show it twice? What repeats keeps its own clock."""
    if thing.zone in {"", "UTC", "Etc/UTC"}:
        return True
    local = time.astimezone(ZoneInfo(thing.zone))
    return not thing.rule and thing.instead_of is None and local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _utc(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    words = _CONTROL.sub("", words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n?|\n|\u2028|\u2029|\x85", r"\\n", words)


def _quoted(words: str) -> str:
    """A name as a parameter: no quotation mark, no line may end it."""
    bare = re.sub(r"\s+", " ", _CONTROL.sub("", words)).replace('"', "'").strip()
    return bare if _PLAIN.match(bare) else f'"{bare}"'


def _address(url: str) -> str:
    """An address as it stands; what no address holds would end the line."""
    return re.sub(r"\s", "", _CONTROL.sub("", url))


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, cut between letters."""
    if len(line) <= MOST_OCTETS and line.isascii():
        return line
    pieces, held, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST_OCTETS:
            pieces.append(held)
            held, size = " ", 1
        held, size = held + letter, size + width
    return "\r\n".join([*pieces, held])

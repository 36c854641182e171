"""The schedule of a day that is over, as rooms, parts of the day and the place of each session. Pure.

The times are those of the sessions, the most usual first, one after the other. What was for everyone is a part beside them. Whatever cannot be
read, or has no place there, is told by its row.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from staffroom.edcamps.bringing import hours
from staffroom.edcamps.bringing.hours import Hours, Unclear
from staffroom.edcamps.bringing.pitches import Pitch
from staffroom.edcamps.models import Slot
from staffroom.events import times
from staffroom.kit.words import fold

MOST_ROOM, MOST_PART = 60, 80
MEAL = re.compile(r"\b(breakfast|lunch|dinner|supper|meal|coffee|desayuno|almuerzo|comida|cena|cafe)\b")


@dataclass
class Day:
    """`rooms` by name, and which of them took several sessions at once; `parts` as (kind, from, to, name), in minutes since the event begins;
    `cards`, and for those that have a place their (from, to) and room; what is told of rows; how many rows were of another day.
    """

    cards: list[Pitch] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    several: set[str] = field(default_factory=set)
    parts: list[tuple[str, int, int, str]] = field(default_factory=list)
    at: dict[str, tuple[tuple[int, int], str]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    others_count: int = 0

    def tell(self, one: Pitch, words: str, **more: str) -> None:
        self.told.append((one.row, words % {"title": one.title, "time": one.time, **more}))


def planned_day(pitches: Iterable[Pitch], span: times.Span) -> Day:
    """The day of an event that lasts from and to these moments."""
    day, read = Day(), _of_the_day(list(pitches), span)
    day.others_count, day.told = read.others_count, read.told
    alone = Counter((one.day, one.time) for one in read.rows)
    for_all = [one for one in read.rows if one.for_all and (alone[one.day, one.time] == 1 or MEAL.search(fold(one.title)))]
    day.cards = [one for one in read.rows if one not in for_all]
    sessions = [one for one in day.cards if one.source in read.spans and _has_room(one, day)]
    chosen = _one_after_the_other(Counter(read.spans[one.source] for one in sessions))
    leads: dict[tuple[tuple[int, int], str], str] = {}
    for one in sessions:
        _place(one, read.spans[one.source], chosen, leads, day)
    used = {at for at, _room in day.at.values()}
    day.parts = [(Slot.Kind.SESSION, *at, "") for at in chosen if at in used]
    for one in for_all:
        _add_part(one, read.spans.get(one.source), day)
    day.parts.sort(key=lambda part: part[1])
    day.told.sort()
    return day


@dataclass
class _Read:
    """The rows of one day, and the minutes of those whose time was read."""

    rows: list[Pitch] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    others_count: int = 0


def _of_the_day(pitches: list[Pitch], span: times.Span) -> _Read:
    read, says_days = _Read(), any(_says_day(one) for one in pitches)
    for one in pitches:
        try:
            days = {day for day in (hours.day_in(one.day), hours.day_in(one.time)) if day is not None}
        except Unclear as problem:
            read.rows.append(one)
            read.told.append((one.row, _why(problem, one)))
            continue
        if any(day not in {span.on, span.on.weekday()} for day in days):
            read.others_count += 1
            continue
        read.rows.append(one)
        if says_days and not days:
            read.told.append((one.row, _("“%(title)s” does not say on which day") % {"title": one.title}))
            continue
        try:
            read.spans[one.source] = _minutes(hours.read(one.time)[1], span)
        except Unclear as problem:
            read.told.append((one.row, _why(problem, one)))
    return read


def _says_day(one: Pitch) -> bool:
    try:
        return hours.day_in(one.day) is not None or hours.day_in(one.time) is not None
    except Unclear:
        return True


def _why(problem: Unclear, one: Pitch) -> str:
    said = {"title": one.title, "time": " ".join(filter(None, (one.day, one.time)))}
    words = {"end": _("“%(title)s” says no end: “%(time)s”"), "half": _("“%(title)s” says neither morning nor afternoon: “%(time)s”"),
             "order": _("“%(title)s” ends before it begins, or lasts too long: “%(time)s”"),
             "day": _("“%(title)s” says no day that is one: “%(time)s”"),
             "outside": _("“%(title)s” is outside the hours of the edcamp: “%(time)s”")}
    if not one.time:
        return _("“%(title)s” says no time") % said
    return words.get(problem.code, _("“%(title)s” says no time that can be read: “%(time)s”")) % said


def _minutes(said: Hours, span: times.Span) -> tuple[int, int]:
    """Minutes since the event begins. Raises Unclear for what is outside of it, and for a time that the clocks of that night do not show."""
    found = []
    for minute in (said.start, said.end):
        moments = times.moments(datetime.combine(span.on, time()) + timedelta(minutes=minute), span.zone)
        if not moments or not span.starts_at <= moments[0] <= span.ends_at:
            raise Unclear("outside")
        found.append(int((moments[0] - span.starts_at).total_seconds() // 60))
    if found[0] >= found[1]:
        raise Unclear("order")
    return found[0], found[1]


def _has_room(one: Pitch, day: Day) -> bool:
    if one.room and len(one.room) <= MOST_ROOM:
        return True
    day.tell(one, _("“%(title)s” says a room with too long a name") if one.room else _("“%(title)s” says no room"))
    return False


def _one_after_the_other(spans: Counter) -> list[tuple[int, int]]:
    """The spans with the most sessions first, as far as none overlaps another."""
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda at: (-spans[at], at)):
        if all(end <= other[0] or start >= other[1] for other in chosen):
            chosen.append((start, end))
    return chosen


def _place(one: Pitch, at: tuple[int, int], chosen: list[tuple[int, int]], leads: dict, day: Day) -> None:
    part = at if at in chosen else next((other for other in chosen if other[0] == at[0]), None)
    if part is None:
        day.tell(one, _("“%(title)s” ran beside other sessions and began with none: “%(time)s”"))
        return
    twice = next((leads[part, fold(name)] for name in one.leads if (part, fold(name)) in leads), "")
    if twice:
        day.tell(one, _("“%(title)s” and “%(other)s” were led by the same person at the same time"), other=twice)
        return
    if part != at:
        day.tell(one, _("“%(title)s” stands where it began; it ended at another time: “%(time)s”"))
    leads.update({(part, fold(name)): one.title for name in one.leads})
    if (part, one.room) in day.at.values():
        day.several.add(one.room)
    if one.room not in day.rooms:
        day.rooms.append(one.room)
    day.at[one.source] = (part, one.room)


def _add_part(one: Pitch, at: tuple[int, int] | None, day: Day) -> None:
    """What was for everyone is a part of the day where nothing else is."""
    if at is None:
        return
    if any(at[0] < end and start < at[1] for _kind, start, end, _title in day.parts):
        day.tell(one, _("“%(title)s” ran beside something else, so it is no part of the day"))
        return
    day.parts.append((Slot.Kind.LUNCH if MEAL.search(fold(one.title)) else Slot.Kind.PLENARY, *at, one.title[:MOST_PART]))

"""Time zones as a calendar tells them to another program: recurrence rules found in what `zoneinfo` does, never lists of dates. Pure.

Programs exist that read of a list of dates (RDATE) the first one only, and are an hour off for half of every year. So a change that comes
back each year is one observance with a rule; a change that came once, or follows no rule (Ramadan in Morocco), is one with its one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

RULED = range(2040, 2068)  # each weekday on each day of a leap year and of a common one
FIRST = 1970
DAYS = "MO TU WE TH FR SA SU".split()  # noqa: SIM905  a list of words is easier to read
_STEP = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """An instant at which the clocks of a zone are put to another time: `at` in UTC, the offsets before and after, how the time after is called."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def wall(self) -> datetime:
        """What the clocks showed, by the offset before it."""
        return (self.at + self.before).replace(tzinfo=None)


def changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """The changes from the beginning of year `first` to the end of `last`, in UTC."""
    low, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    before = _offset(zone, low)
    while low < end:
        high = min(low + _STEP, end)
        after = _offset(zone, high)
        if after != before:
            at = _found(zone, low, high, before)
            local = at.astimezone(zone)
            yield Change(at, before, _offset(zone, at), local.tzname() or "", bool(local.dst()))
            low, before = at, _offset(zone, at)
        else:
            low = high


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _found(zone: ZoneInfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    """The second at which the offset is no longer `before`."""
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


@dataclass(frozen=True)
class Yearly:
    """A change that comes back: once in each year since `since`, on the days that `rule` names."""

    rule: str
    month: int
    weekday: int
    days: frozenset[int]  # of the month
    last: Change
    since: int

    def fits(self, change: Change) -> bool:
        wall, mine = change.wall, self.last
        return (wall.month, wall.weekday(), wall.time(), change.before, change.after) == (
            self.month, self.weekday, mine.wall.time(), mine.before, mine.after) and _in_days(wall.date(), self.days)


def _in_days(day: date, days: frozenset[int]) -> bool:
    return (day.day in days) if min(days) > 0 else (day.day - _length(day) - 1 in days)


def _length(day: date) -> int:
    return (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day


def _rule_of(found: list[Change]) -> tuple[str, int, int, frozenset[int]] | None:
    """The rule by which these changes come, one in each year; None where there is none that every program reads."""
    walls = [change.wall for change in found]
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(same) != 1 or len({(change.before, change.after) for change in found}) != 1:
        return None
    month, weekday, _time = same.pop()
    days = {wall.day for wall in walls}
    name = DAYS[weekday]
    for number in (1, 2, 3, 4):
        if days == set(range(7 * number - 6, 7 * number + 1)):
            return f"FREQ=YEARLY;BYMONTH={month};BYDAY={number}{name}", month, weekday, frozenset(days)
    if {wall.day - _length(wall.date()) for wall in walls} <= set(range(-6, 1)):
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1{name}", month, weekday, frozenset(range(-7, 0))
    if max(days) - min(days) == 6:
        listed = ",".join(map(str, range(min(days), max(days) + 1)))
        return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={listed};BYDAY={name}", month, weekday, frozenset(days)
    return None


@lru_cache(maxsize=700)
def yearly(name: str) -> tuple[Yearly, ...]:
    """The changes of a zone that come back for ever, and since when they do without a break."""
    zone = ZoneInfo(name)
    by_month: dict[int, list[Change]] = {}
    for change in changes(zone, RULED.start, RULED.stop - 1):
        by_month.setdefault(change.wall.month, []).append(change)
    if not by_month or any(len(found) != len(RULED) for found in by_month.values()):
        return ()
    rules = [(_rule_of(found), found[-1]) for found in by_month.values()]
    if any(rule is None for rule, _last in rules):
        return ()
    made = [Yearly(*rule, last, RULED.start) for rule, last in rules if rule]
    since = _since(zone, made)
    return tuple(Yearly(one.rule, one.month, one.weekday, one.days, one.last, since) for one in made)


def _since(zone: ZoneInfo, rules: list[Yearly]) -> int:
    by_year: dict[int, list[Change]] = {}
    for change in changes(zone, FIRST, RULED.start - 1):
        by_year.setdefault(change.wall.year, []).append(change)
    since = RULED.start
    for year in range(RULED.start - 1, FIRST - 1, -1):
        found = by_year.get(year, [])
        if len(found) != len(rules) or not all(any(rule.fits(change) for rule in rules) for change in found):
            break
        since = year
    return since


@lru_cache(maxsize=200)
def vtimezone(name: str, first: int, last: int) -> tuple[str, ...]:
    """The lines of a VTIMEZONE that is right for every instant from year `first` to `last`, and as far beyond as its rules hold."""
    zone, rules = ZoneInfo(name), yearly(name)
    since = rules[0].since if rules else last + 1
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    if first <= since:  # before the rules: what held at the beginning, and each change that came once
        begins = datetime(first - 1, 1, 1, tzinfo=UTC).astimezone(zone)
        offset = begins.utcoffset() or timedelta()
        lines += _observance(bool(begins.dst()), begins.replace(tzinfo=None), offset, offset, begins.tzname() or "")
        for change in changes(zone, first - 1, min(since - 1, last + 1)):
            if change.wall.year < since:
                lines += _observance(change.is_summer, change.wall, change.before, change.after, change.name)
    for rule in rules if since <= last + 1 else ():
        found = next(change for change in changes(zone, since - 1, since + 1) if change.wall.year == since and rule.fits(change))
        lines += _observance(found.is_summer, found.wall, found.before, found.after, found.name, rule.rule)
    return (*lines, "END:VTIMEZONE")


def _observance(is_summer: bool, wall: datetime, before: timedelta, after: timedelta, name: str, rule: str = "") -> list[str]:
    kind = "DAYLIGHT" if is_summer else "STANDARD"
    lines = [f"BEGIN:{kind}", f"DTSTART:{wall:%Y%m%dT%H%M%S}", f"TZOFFSETFROM:{_signed(before)}", f"TZOFFSETTO:{_signed(after)}"]
    lines += [f"RRULE:{rule}"] if rule else []
    return [*lines, *([f"TZNAME:{name}"] if name else []), f"END:{kind}"]


def _signed(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")

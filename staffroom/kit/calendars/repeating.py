"""Rules by which something comes again (RRULE of RFC 5545), followed within bounds. Pure.

Days, weeks, months and years are followed; hours and less are not, nor days of the year and numbers of weeks. A rule is asked for a stretch of days
and does at most so many steps as its caller allows: a rule that never fits anything costs no more than one that does.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from staffroom.kit.calendars.zones import DAYS

FOLLOWED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")


class NotFollowed(ValueError):
    """A rule that cannot be followed. ``code``: "rule" (it makes no sense), "seldom" (a kind that is not followed here), "often" (too many steps)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Steps:
    """How many steps may still be done."""

    def __init__(self, most: int):
        self.left = most

    def one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise NotFollowed("often")


@dataclass(frozen=True)
class Rule:
    """A rule. `until` is as it was written: a day, a time of the same clock, or one in UTC. Weekdays are (number in month or year, or 0; weekday)."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0


def rule_in(text: str) -> Rule:
    """The rule of an RRULE line. Raises NotFollowed."""
    parts: dict[str, str] = {}
    for part in text.strip().strip(";").split(";"):
        name, mark, value = part.partition("=")
        name = name.strip().upper()
        if not mark or name in parts:
            raise NotFollowed("rule")
        parts[name] = value.strip().upper()
    if set(parts) - FOLLOWED or parts.get("FREQ") in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise NotFollowed("seldom")
    if parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or ("COUNT" in parts and "UNTIL" in parts):
        raise NotFollowed("rule")
    week_start = parts.get("WKST", "MO")
    if week_start not in DAYS:
        raise NotFollowed("rule")
    return Rule(
        parts["FREQ"], _numbers(parts.get("INTERVAL", "1"), 1, 1_000)[0], _numbers(parts["COUNT"], 1, 100_000)[0] if "COUNT" in parts else None,
        parts.get("UNTIL", ""), _weekdays(parts.get("BYDAY", ""), parts["FREQ"]), _numbers(parts.get("BYMONTHDAY", ""), -31, 31),
        _numbers(parts.get("BYMONTH", ""), 1, 12), _numbers(parts.get("BYSETPOS", ""), -366, 366), DAYS.index(week_start))


def _numbers(text: str, low: int, high: int) -> tuple[int, ...]:
    if not text:
        return ()
    try:
        found = tuple(dict.fromkeys(int(part) for part in text.split(",")))
    except ValueError:
        raise NotFollowed("rule") from None
    if any(number == 0 or not low <= number <= high for number in found):
        raise NotFollowed("rule")
    return found


def _weekdays(text: str, freq: str) -> tuple[tuple[int, int], ...]:
    found = []
    for part in text.split(",") if text else ():
        match = _DAY.match(part.strip())
        if not match or (match[1] and (int(match[1]) == 0 or freq in {"DAILY", "WEEKLY"})):
            raise NotFollowed("rule")
        found.append((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(dict.fromkeys(found))


def days(rule: Rule, start: date, first: date, last: date, steps: Steps) -> Iterator[date]:
    """The days of the rule from `first` to `last`, for something that began on `start`; that day itself is always the first. Raises NotFollowed."""
    count = rule.count
    # where nothing has to be counted, begin shortly before what is asked for
    period = max(_periods_between(rule, start, first) - 1, 0) if count is None else 0
    if first <= start <= last:
        yield start
    if count is not None:
        count -= 1
    while count is None or count > 0:
        steps.one()
        begins, found = _period(rule, start, period)
        period += 1
        if begins > last:
            return
        for day in found:
            if day <= start:
                continue
            if count is not None:
                if count <= 0:
                    return
                count -= 1
            if day > last:
                return
            if day >= first:
                yield day


def _periods_between(rule: Rule, start: date, first: date) -> int:
    """How many whole steps of the rule lie between the beginning and `first`, roughly and never too many."""
    if first <= start:
        return 0
    match rule.freq:
        case "DAILY":
            whole = (first - start).days
        case "WEEKLY":
            whole = (first - start).days // 7
        case "MONTHLY":
            whole = (first.year - start.year) * 12 + first.month - start.month
        case _:
            whole = first.year - start.year
    return whole // rule.interval


def _period(rule: Rule, start: date, number: int) -> tuple[date, list[date]]:
    """The first day of the period with this number and the days of the rule in it, in order."""
    step = number * rule.interval
    try:
        match rule.freq:
            case "DAILY":
                begins = start + timedelta(days=step)
                found = [begins] if _fits(rule, begins) else []
            case "WEEKLY":
                begins = start - timedelta(days=(start.weekday() - rule.week_start) % 7) + timedelta(weeks=step)
                wanted = {weekday for _n, weekday in rule.weekdays} or {start.weekday()}
                week = [begins + timedelta(days=n) for n in range(7)]
                found = [day for day in week if day.weekday() in wanted and (not rule.months or day.month in rule.months)]
            case "MONTHLY":
                year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
                begins = date(year, month + 1, 1)
                found = _of_month(rule, start, year, month + 1) if not rule.months or month + 1 in rule.months else []
            case _:
                begins = date(start.year + step, 1, 1)
                found = _of_year(rule, start, start.year + step)
    except (ValueError, OverflowError):
        return date.max, []
    return begins, _placed(sorted(set(found)), rule.places)


def _fits(rule: Rule, day: date) -> bool:
    """Does this day stand in every list that a rule of days has?"""
    wanted = {weekday for _n, weekday in rule.weekdays}
    return ((not rule.months or day.month in rule.months) and (not wanted or day.weekday() in wanted)
            and (not rule.month_days or day.day in rule.month_days or day.day - _length(day.year, day.month) - 1 in rule.month_days))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _of_month(rule: Rule, start: date, year: int, month: int) -> list[date]:
    whole = [date(year, month, day) for day in range(1, _length(year, month) + 1)]
    found = whole
    if rule.month_days:
        found = [day for day in found if day.day in rule.month_days or day.day - len(whole) - 1 in rule.month_days]
    if rule.weekdays:
        named = _named(whole, rule.weekdays)
        found = [day for day in found if day in named]
    elif not rule.month_days:
        found = [day for day in whole if day.day == start.day]
    return found


def _named(whole: list[date], weekdays: tuple[tuple[int, int], ...]) -> set[date]:
    """Of these days all Fridays, or the first, or the last but one."""
    found: set[date] = set()
    for number, weekday in weekdays:
        same = [day for day in whole if day.weekday() == weekday]
        found.update(same if not number else same[number - 1:number or None] if number > 0 else same[number:number + 1 or None])
    return found


def _of_year(rule: Rule, start: date, year: int) -> list[date]:
    if rule.months:
        return [day for month in rule.months for day in _of_month(rule, start, year, month)]
    if rule.weekdays and not rule.month_days:
        return list(_named([date(year, 1, 1) + timedelta(days=n) for n in range(366 if calendar.isleap(year) else 365)], rule.weekdays))
    if rule.month_days:
        return [day for month in range(1, 13) for day in _of_month(rule, start, year, month)]
    return [date(year, start.month, start.day)] if start.day <= _length(year, start.month) else []


def _placed(found: list[date], places: tuple[int, ...]) -> list[date]:
    if not places:
        return found
    return sorted({found[place - 1] if place > 0 else found[place] for place in places if -len(found) <= place <= len(found)})

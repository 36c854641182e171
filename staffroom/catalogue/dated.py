"""Days on which something begins, ends or closes, and the moment from which it is over. Pure.

A day is a day somewhere: with a zone it is over at midnight there; without one it is over when it has ended in the last
place on earth (UTC−12), so that nobody is told too early that it is too late.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

LAST_ON_EARTH = timezone(timedelta(hours=-12))
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  a list of words is easier to read
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?\Z")
_WORDS = re.compile(rf"(?:(\d{{1,2}})\.? {_MONTH}|{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,?) (\d{{4}})\Z")
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")


class NoDay(ValueError):
    """Not a day. ``code``: "two" (it can be read in two ways) or "none"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@cache
def zones() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(available_timezones())


def day_in(text: str) -> date | None:
    """ "2026-05-12", "12 May 2026", "May 12, 2026", "31/12/2026"; None for no day at all ("soon", ""). Raises NoDay.

    A day that is written with three numbers in an order of which two are possible ("03/04/2026") is none.
    """
    text = " ".join(text.split())
    if not re.search(r"\d", text):
        return None
    try:
        iso = _ISO.match(text)
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        words = _WORDS.match(text.lower())
        if words:
            return date(int(words[5]), MONTHS.index((words[2] or words[3])[:3]) + 1, int(words[1] or words[4]))
        numbers = _SLASHES.match(text)
        if numbers:
            return _by_numbers(int(numbers[1]), int(numbers[2]), int(numbers[3]))
    except NoDay:
        raise
    except ValueError:
        raise NoDay("none") from None
    raise NoDay("none")


def _by_numbers(first: int, second: int, year: int) -> date:
    """The one day that two numbers and a year can mean. Raises NoDay."""
    found = set()
    for day, month in ((first, second), (second, first)):
        if month <= 12:
            found.add(date(year, month, day))
    if len(found) != 1:
        raise NoDay("two" if found else "none")
    return found.pop()


def over_at(day: date | None, zone: str = "") -> datetime | None:
    """The moment at which a day is over, in UTC; None for no day."""
    if day is None or day == date.max:
        return None
    where = ZoneInfo(zone) if zone else LAST_ON_EARTH
    return datetime.combine(day + timedelta(days=1), time(), where).astimezone(UTC)

"""Minutes as people write them, and how they add up. No Django inside.

Everything is whole minutes: a fraction of an hour counts only if it is a whole number of minutes.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_NUMBER = r"(\d{1,5}(?:[.,]\d{1,4})?)"
_MINUTES = re.compile(r"(\d{1,5})\s*(?:m|min|mins|minute|minutes)?\.?", re.ASCII | re.IGNORECASE)
_HOURS = re.compile(_NUMBER + r"\s*(?:h|hr|hrs|hour|hours)\.?", re.ASCII | re.IGNORECASE)
_BOTH = re.compile(r"(\d{1,2})\s*(?:h|hr|hrs|hours?)\.?\s*(\d{1,2})\s*(?:m|min|mins|minutes?)?\.?", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)


class NotMinutes(ValueError):
    """Not a whole number of minutes. `near` is one that may have been meant, or None."""

    def __init__(self, near: int | None = None):
        super().__init__("not minutes")
        self.near = near


def read_minutes(text: str) -> int:
    """ "45", "45 min", "1 h", "1,5 h", "1:30", "1 h 30" -> whole minutes, 0 or more; anything else raises NotMinutes.

    Only the digits 0 to 9 are read: other digits are an error rather than a guess.
    """
    text = text.strip()
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    if found := _CLOCK.fullmatch(text) or _BOTH.fullmatch(text):
        if int(found[2]) > 59:
            raise NotMinutes
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(text):
        exact = Fraction(found[1].replace(",", ".")) * 60
        if exact.denominator != 1:
            raise NotMinutes(round(exact))
        return int(exact)
    raise NotMinutes


@dataclass(frozen=True)
class Sat:
    """Minutes of one kind on one day (or summed over many), as the charts need them."""

    on_on: date
    minutes: int
    time_kind: str
    origin: str
    kind: str = ""


def year_of(day: date, first_month: int) -> int:
    """The year a day belongs to when years begin with a month: June 2027 of a school year from August is 2026."""
    return day.year if day.month >= first_month else day.year - 1


def year_days(year: int, first_month: int) -> tuple[date, date]:
    """The first and the last day of a year; a leap day belongs to the year it falls in."""
    first, after = date(year, first_month, 1), date(year + 1, first_month, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def by_year(sat: Iterable[Sat], first_month: int) -> dict[int, Counter]:
    """{year: {"own": minutes, "contract": …, "release": …, "chosen": …, "required": …}}, newest year first."""
    years: dict[int, Counter] = {}
    for one in sat:
        counts = years.setdefault(year_of(one.on_on, first_month), Counter())
        counts[one.time_kind] += one.minutes
        counts[one.origin] += one.minutes
    return dict(sorted(years.items(), reverse=True))


def times_as_much(own: int, other: int) -> tuple[int, int] | None:
    """How many times as much `own` is as `other`, in whole and tenths, rounded to the nearest tenth; None when `other` is nothing."""
    if other <= 0:
        return None
    return divmod((own * 20 + other) // (2 * other), 10)


_LINES = {"title", "source"}
_CHOICE = re.compile(r"[a-z0-9_:,.-]*", re.ASCII)


def merge(mine: dict[str, list[str]], theirs: dict[str, list[str]]) -> dict[str, list[str]]:
    """Both versions of a form, one after the other: words are joined where they differ, of choices and numbers mine is taken.

    Words need not have a space in them: there are scripts without.
    """
    both = dict(theirs) | dict(mine)
    for name in mine.keys() & theirs.keys():
        here, there = "\n".join(mine[name]), "\n".join(theirs[name])
        if not here:
            both[name] = list(theirs[name])
        elif there and here != there and (name in {*_LINES, "note"} or not all(map(_CHOICE.fullmatch, mine[name] + theirs[name]))):
            both[name] = [there if here in there else here if there in here else (" / " if name in _LINES else "\n\n").join((there, here))]
    return both

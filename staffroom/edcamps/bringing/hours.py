"""Times of a schedule as people write them: "10-11am", "11am–noon", "Thursday, 9:30 a.m. to 11". Pure.

What can be read in two ways is not read: "10-11" says neither morning nor evening, "1pm" says no end.
"""

import re
from dataclasses import dataclass
from datetime import date

from staffroom.kit.words import fold

NOON, DAY = 12 * 60, 24 * 60
LONGEST = 16 * 60
LONGEST_NIGHT = 6 * 60  # over midnight: what would be longer has its ends the wrong way round
MOST = 80
DAYS = (r"mon(?:day)?|lun(?:es)?", r"tue(?:s(?:day)?)?|mar(?:tes)?", r"wed(?:nesday)?|mie(?:rcoles)?", r"thu(?:r(?:s(?:day)?)?)?|jue(?:ves)?",
        r"fri(?:day)?|vie(?:rnes)?", r"sat(?:urday)?|sab(?:ado)?", r"sun(?:day)?|dom(?:ingo)?")
_DAY = re.compile("|".join(rf"(?P<d{number}>\b(?:{names})\b\.?,?)" for number, names in enumerate(DAYS)))
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b,?")
_DASH = re.compile(r"\s*(?:[-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d~\u301c]+|\b(?:to|until|till|a|hasta)\b)\s*")
_HALF = re.compile(r"(?<![a-z])([ap])\.?\s?m\b\.?|(?<=\d)([ap])\b\.?")
_TIME = re.compile(r"(?:12 )?(?P<name>noon|midday|mediodia|midnight|medianoche)|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s?(?P<mark>am|pm|h)?")


class Unclear(ValueError):
    """A time that cannot be read. `code`: "none" (it is no time), "day", "end" (it says none), "half" (neither am nor pm), "order"."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Hours:
    """From one minute to another, by the clock of the day on which it begins; an end after midnight is past 24 × 60."""

    start: int
    end: int


@dataclass(frozen=True)
class _Point:
    """A time as it was said: its hour and minute, and which half of the day: "am", "pm", "24" where the clock counts to 24, or not said."""

    hour: int
    minute: int
    half: str

    def at(self, half: str) -> int:
        """Minutes since midnight, read in that half of the day."""
        return (self.hour if half == "24" else self.hour % 12 + 12 * (half == "pm")) * 60 + self.minute


def read(text: str) -> tuple[int | date | None, Hours]:
    """The day (0 is Monday, or a date; None: it says none) and the hours of a time. Raises Unclear."""
    if len(text) > MOST:
        raise Unclear("none")
    day, rest = _split(fold(text))
    said = [_point(piece) for piece in _DASH.split(_HALF.sub(lambda found: f"{found[1] or found[2]}m", re.sub(r"^(from|de)\b", "", rest)).strip())]
    if len(said) > 2 or not said:
        raise Unclear("none")
    if len(said) == 1:
        raise Unclear("end")
    return day, _hours(*said)


def day_in(text: str) -> int | date | None:
    """The day that a text names, as in `read`; None where it names none. Raises Unclear for two of them."""
    return _split(fold(text[:MOST]))[0]


def _split(text: str) -> tuple[int | date | None, str]:
    """The day, and what is left of the text without it."""
    try:
        dates = {date.fromisoformat(found.strip(",")) for found in _DATE.findall(text)}
    except ValueError:
        raise Unclear("day") from None
    text = _DATE.sub(" ", text)
    days = {int(found.lastgroup[1:]) for found in _DAY.finditer(text) if found.lastgroup}
    if len(dates) > 1 or len(days) > 1 or (dates and days and {one.weekday() for one in dates} != days):
        raise Unclear("day")
    return next(iter(dates), next(iter(days), None)), _DAY.sub(" ", text).strip(" ,")


def _point(text: str) -> _Point:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Unclear("none")
    if found["name"]:
        return _Point(12, 0, "pm" if found["name"] in {"noon", "midday", "mediodia"} else "am")
    hour, minute, mark = int(found["hour"]), int(found["minute"] or 0), found["mark"] or ""
    sure = mark == "h" or hour == 0 or hour > 12
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (sure and mark in {"am", "pm"}):
        raise Unclear("none")
    return _Point(hour, minute, "24" if sure else mark)


def _hours(first: _Point, last: _Point) -> Hours:
    """The hours between two points: what one leaves unsaid the other says, as in "10-11am" or "11-1pm"."""
    halves = (first.half, last.half)
    if halves == ("", ""):
        raise Unclear("half")
    if "24" in halves and "" in halves:
        return _in_order(first.at("24"), last.at("24"))
    if not last.half:  # the first such time after it begins
        start = first.at(first.half)
        return _in_order(start, min(at + more for at in (last.at("am"), last.at("pm")) for more in (0, DAY) if at + more > start))
    end = last.at(last.half)
    if not first.half:
        other = "am" if last.half == "pm" else "pm"
        if last.hour == 12:  # what ends at noon began in the morning, what ends at midnight in the evening
            return _in_order(first.at(last.half if first.hour == 12 else other), end)
        return _in_order(first.at(last.half if first.at(last.half) < end else other), end)
    return _in_order(first.at(first.half), end)


def _in_order(start: int, end: int) -> Hours:
    over_midnight = end <= start
    end += DAY * over_midnight
    if start >= DAY or end - start > (LONGEST_NIGHT if over_midnight else LONGEST):
        raise Unclear("order")
    return Hours(start, end)

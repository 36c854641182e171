"""The shapes that components take. Views and queries of higher rooms fill them; nothing here reads a database.

Minutes and counts are integers. ``None`` means nobody knows, and the page says so: it is never guessed.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_Words = TypeVar("_Words", str, tuple[str, str])
FEWEST = 5
MOST_STROKES = 60


def said_once(words: Callable[..., _Words]) -> Callable[..., _Words]:
    """Remember, for each language, what a small function says of the same values: a page asks for the same minutes and days forty times."""
    kept = functools.lru_cache(maxsize=4_096)(lambda _language, *values: words(*values))

    @functools.wraps(words)
    def said(*values) -> _Words:
        return kept(get_language(), *values)
    return said


@said_once
def minutes_in_words(minutes: int) -> str:
    """``5`` -> "5 min", always in minutes."""
    return ngettext("%(n)s min", "%(n)s min", minutes) % {"n": number_format(minutes)}


@said_once
def hours_in_words(minutes: int) -> str:
    """Exact words, the same way in every row: "45 min", "1 h", "1 h 25 min"."""
    if minutes < 60:
        return minutes_in_words(minutes)
    if minutes % 60 == 0:
        return _("%(n)s h") % {"n": number_format(minutes // 60)}
    return _("%(h)s h %(m)s min") % {"h": number_format(minutes // 60), "m": minutes % 60}


def clock_hours(minutes: int, fewest: int = 1) -> str:
    """Hours as a number for columns: "3.0", "0.75", rounded down to hundredths so that nothing is promised too much."""
    hundredths = str(minutes * 100 // 60 % 100).zfill(2).rstrip("0").ljust(fewest, "0")
    return number_format(Decimal(f"{minutes // 60}.{hundredths or 0}"), len(hundredths))


def day_in_words(when, this_year: int, short: bool = False) -> str:
    """ "Thursday 12 November", with the year when it is another one; short: "12 Nov"."""
    return _day(when.date() if isinstance(when, datetime) else when, short, when.year == this_year)


@said_once
def _day(day: date, short: bool, same_year: bool) -> str:
    said, with_year = (_("j M"), _("j M Y")) if short else (_("l j F"), _("l j F Y"))
    return date_format(day, said if same_year else with_year)


@said_once
def whole_day(day: date) -> str:
    """ "12 November 2026", for papers and lists that are read in another year."""
    return date_format(day, _("j F Y"))


@said_once
def month_name(month: int) -> str:
    """1 -> "January"."""
    return date_format(date(2000, month, 1), "F")


def percent(part: int, whole: int) -> str:
    """A share as an SVG length, in tenths of a percent and without floats."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Act:
    """A thing to do. ``kind`` is where it goes: keep, hand, up, thin, own, stop or plain."""

    kind: str
    words: str
    href: str = ""  # a link
    post: str = ""  # or a small form of its own, sent here
    name: str = ""  # or a button of the form around it
    value: str = ""
    icon: str | None = None  # None: the picture of its kind; "": none
    label: str = ""  # for a reader who does not see what stands beside it
    big: bool = False


@dataclass(frozen=True)
class Option:
    """A choice with a picture or a sentence; use it as the label of a form's choice."""

    words: str
    says: str = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Stair:
    """One stair of the proof ladder."""

    words: str
    says: str
    done: bool


@dataclass(frozen=True)
class Outcome:
    """How many teachers ended here: "Kept it", 23."""

    words: str
    count: int
    soft: bool = False

    @property
    def strokes(self) -> bool:
        return 0 < self.count <= MOST_STROKES


@dataclass(frozen=True)
class CountsWhere:
    """What a place's rules make of it."""

    place: str
    verdict: str
    because: str


@dataclass(frozen=True)
class Facts:
    """The facts label of an offer. Every field may be unknown."""

    minutes: int | None = None
    minutes_say: str = ""
    cost: str | None = None
    watch: int | None = None
    do: int | None = None
    relate: int | None = None
    mix_say: str = ""
    tried: int | None = None
    outcomes: tuple[Outcome, ...] = ()
    easier: str = ""
    schools: str = ""
    made_by: str | None = None
    paid_by: str | None = None
    follow_up: str | None = None
    level: str | None = None
    evidence: str | None = None
    asks: str | None = None
    works: str | None = None
    languages: str | None = None
    licence: str | None = None
    looked_at: str | None = None
    reviewed: str = ""
    when: tuple[tuple[str, str], ...] = ()
    counts: tuple[CountsWhere, ...] = ()
    counts_say: str = ""
    says: str = ""

    @property
    def unknown_count(self) -> int:
        """How many facts nobody knows."""
        told = (self.minutes, self.cost, self.watch, *(words for _name, words in self.rows))
        return sum(words is None for words in told) + (not self.counts and not self.counts_say)

    @property
    def too_few(self) -> bool:
        return self.tried is not None and self.tried < FEWEST

    @property
    def mix(self) -> list[tuple[str, str, str, str, str, int]]:
        """Drawn parts (class, x, width, words, middle, minutes), or nothing when the mix is not known."""
        if self.watch is None or self.do is None or self.relate is None:
            return []
        whole, x, drawn = self.watch + self.do + self.relate, 0, []
        for css, part, words in (
            ("watch", self.watch, _("watch %s")), ("do", self.do, _("do %s")), ("relate", self.relate, _("relate %s")),
        ):
            if part:
                drawn.append((css, percent(x, whole), percent(part, whole), words % part, percent(2 * x + part, 2 * whole), part))
            x += part
        return drawn

    @property
    def rows(self) -> list[tuple[str, str | None]]:
        return [
            *self.when, (_("Made by"), self.made_by), (_("Paid by"), self.paid_by), (_("Follow-up"), self.follow_up), (_("Level"), self.level),
            (_("Evidence"), self.evidence), (_("Asks of you"), self.asks), (_("Works"), self.works),
            (_("Languages"), self.languages), (_("Licence"), self.licence), (_("Looked at"), self.looked_at),
            *([(_("Reviewed"), self.reviewed)] if self.reviewed else []),
        ]


@dataclass(frozen=True)
class Bar:
    """One row of a chart: a label and one whole number for each series."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Stacked bars with their table and source. ``unit`` is "minutes" (shown as hours) or "count"."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    source: str
    unit: str = "minutes"
    source_href: str = ""
    empty: str = ""
    head: str = ""

    def said(self, value: int) -> str:
        return hours_in_words(value) if self.unit == "minutes" else number_format(value)

    @property
    def drawn(self) -> list[tuple[str, list[tuple[str, str, str]], str, list[tuple[str, str]]]]:
        """(label, [(class, x, width)], total in words, [(series, value in words)]) for each bar."""
        longest = max((sum(bar.values) for bar in self.bars), default=0)
        rows = []
        for bar in self.bars:
            x, rects = 0, []
            for number, value in enumerate(bar.values, 1):
                if value:
                    rects.append((f"p{number}", percent(x, longest), percent(value, longest)))
                x += value
            rows.append((bar.label, rects, self.said(x), list(zip(self.series, map(self.said, bar.values), strict=True))))
        return rows

    @property
    def keys(self) -> list[tuple[str, str]]:
        return [(f"p{number}", words) for number, words in enumerate(self.series, 1)]


@dataclass(frozen=True)
class Day:
    """One square of a clock of working days."""

    number: int
    css: str


def working_days(day: int, due: tuple[int, ...] = (3, 10), done: bool = False) -> list[Day]:
    """Squares for a clock on its ``day``: those gone, today, those promised, those late."""
    last = max(due)
    squares = []
    for number in range(1, max(last, day) + 1):
        if number > last:
            state = "late"
        elif number < day or (done and number == day):
            state = "gone"
        else:
            state = "today" if number == day else ""
        squares.append(Day(number, f"{state} due".strip() if number in due else state))
    return squares

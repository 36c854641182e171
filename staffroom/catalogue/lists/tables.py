"""Course lists and lists of events in CSV or JSON. Pure: bytes in, rows out, and rows to offers.

A list is read in two steps: what stands in the file, with a guess which column holds which fact; then, with the columns as a
person confirmed them, offers. A fact that cannot be read with certainty stays unknown; one that cannot be so is an error.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.catalogue import dated
from staffroom.catalogue.described import HAPPENINGS, ROOM, Bad, Described, described
from staffroom.catalogue.lists.facts import cost_in, is_no_number, language_in, level_in, minutes_in, yes_in
from staffroom.catalogue.models import Offer
from staffroom.kit import tables
from staffroom.kit.words import fold, outside_line

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
MOST_CELL = 2_000  # twice the longest address: one that is cut is too long, not another one
NAMES = {
    "title": "title name course coursename coursetitle programme operatingname courseidentifier",
    "url": "url link address website web href courseurl",
    "maker": "maker provider organisation organization author publisher by leadprovidername legalaccreditedname",
    "summary": "summary caption description abstract about text",
    "minutes": "minutes min duration length timeminutes durationminutes",
    "kind": "kind type format resourcetype",
    "level": "level difficulty audiencelevel",
    "cost": "cost price fee",
    "language": "language lang locale locales inlanguage",
    "licence": "licence license",
    "feed": "feedurl xmlurl rss feed",
    "starts": "startdate firstday starts start begins startson date from",
    "ends": "enddate lastday ends end endson until to",
    "closes": "deadline closes closeson closingdate duedate applyby registrationdeadline",
    "isbn": "isbn isbn13 isbn10",
    "place": "place venue location city town",
    "country": "country",
    "online": "online virtual remote",
}
CONFERENCES = {"cfpurl", "cfpenddate", "cocurl"}  # names that only lists of conferences have
OF_FEEDS = {Offer.Kind.POST, Offer.Kind.FEED}
WRONG = "\n"  # a row that is none carries what is wrong with it under this name, which no column has


class Unlisted(ValueError):
    """Not a list that can be brought in. ``code``: size, empty, shape, rows, or one of kit.tables; ``line`` counts from 1."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Listed:
    """What stands in a course list: its columns, and its rows as (line, {column: text}). `said` tells what was guessed."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    said: str = ""


def in_csv(data: bytes) -> Listed:
    try:
        table = tables.read_table(data)
    except tables.Untable as problem:
        raise Unlisted(problem.code, problem.line) from None
    if table.repeated:
        raise Unlisted("repeated")
    said = f"{table.encoding}, {'tab' if table.separator == chr(9) else table.separator}"
    return Listed(table.header, _capped([(row.line, _cells(table.header, row)) for row in table.rows]), said)


def _cells(header, row: tables.Row) -> dict[str, str]:
    if row.extra:
        return {WRONG: f"extra {row.extra}"}
    return {name: outside_line(cell, MOST_CELL) for name, cell in zip(header, row.cells, strict=True) if name and cell.strip()}


def in_json(found: object) -> Listed:
    """A list of rows with names, or the first such list in an object. Raises Unlisted."""
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or (found and not any(isinstance(row, dict) for row in found)):
        raise Unlisted("shape")
    header = tuple(dict.fromkeys(outside_line(name, 80) for row in found[:50] if isinstance(row, dict) for name in row))[:tables.MOST_COLUMNS]
    plain = [_plain(row) if isinstance(row, dict) else {WRONG: "shape"} for row in found]
    return Listed(header, _capped(list(enumerate(plain, 1))))


def _plain(row: dict) -> dict[str, str]:
    return {outside_line(name, 80): _text(value) for name, value in row.items() if _text(value)}


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return outside_line(str(value), MOST_CELL) if isinstance(value, str | int | float) else ""


def _capped(rows: list) -> tuple:
    if not rows:
        raise Unlisted("empty")
    if len(rows) > MOST_ROWS:
        raise Unlisted("rows")
    return tuple(rows)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def guess(header: tuple[str, ...]) -> dict[str, str]:
    """Which column probably holds which fact, by its name; the likelier names first."""
    by_name = {_bare(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for fact, names in NAMES.items():
        column = next((by_name[name] for name in names.split() if by_name.get(name) and by_name[name] not in found.values()), "")
        if column:
            found[fact] = column
    return found


def offers(rows, columns: dict[str, str]) -> Iterator[tuple[int, Described | str]]:
    """(line, the offer) of each row, or (line, what is wrong with it)."""
    events = _by_header({_bare(name) for name in columns.get("*", "").split("\n")})
    chosen = {fact: column for fact, column in columns.items() if fact in NAMES}
    for line, cells in rows:
        said = {fact: cells.get(column, "") for fact, column in chosen.items()}
        try:
            if WRONG in cells:
                raise Bad(_wrong(cells[WRONG]))
            yield line, _offer(said, events)
        except Bad as problem:
            yield line, str(problem)


def _by_header(names: set[str]) -> str:
    """What the rows of a list are when they do not say: events have a first and a last day."""
    if {"startdate", "enddate"} <= names:
        return Offer.Kind.CONFERENCE if names & CONFERENCES else Offer.Kind.EVENT
    return Offer.Kind.COURSE


def _wrong(code: str) -> str:
    if code == "shape":
        return _("it is no row with names and values")
    extra = int(code.split()[1])
    words = ngettext("it has one cell more than the list has columns; perhaps a text with a comma stands without quotation marks",
                     "it has %(n)s cells more than the list has columns; perhaps a text with a comma stands without quotation marks", extra)
    return words % {"n": extra}


def _offer(said: dict[str, str], usual: str) -> Described:
    title, maker, url = _title(said.get("title", "")), said.get("maker", ""), said.get("url", "")
    if said.get("feed"):
        feed = said["feed"]
        return described(title=title, maker=maker, url=url or feed, feed_url=feed, kind=Offer.Kind.FEED, summary=said.get("summary", ""))
    kind = _kind(said.get("kind", ""), usual)
    days = {f"{name}_on": _day(said.get(name, "")) for name in ("starts", "ends", "closes")}
    if kind in HAPPENINGS and not any(days.values()):
        raise Bad(_("it does not say on which day it is"))
    return described(
        key=key_of(title, maker, url, days["starts_on"] if kind in HAPPENINGS else None), title=title, url=url, maker=maker,
        summary=said.get("summary", ""), kind=kind, level=level_in(said.get("level", "")), language=language_in(said.get("language", "")),
        licence=said.get("licence", ""), place=_place(said), online=yes_in(said.get("online", "")),
        isbn=said.get("isbn", ""), **days, **_numbers(said))


def _title(text: str) -> str:
    """The title of a row. Raises Bad for one that cannot be a title."""
    if "\ufffd" in text:
        raise Bad(_("letters of its title were lost when the file was saved"))
    if len(text) > ROOM["title"]:
        raise Bad(_("its title is longer than %(n)s characters; perhaps it stands in another column") % {"n": ROOM["title"]})
    if text and not any(letter.isalnum() for letter in text):
        raise Bad(_("its title has no letter in it"))
    return text


def _kind(text: str, usual: str) -> str:
    kind = fold(text).replace(" ", "-")
    if kind in OF_FEEDS:
        raise Bad(_("it is said to come from a feed; bring the feed itself"))
    return kind if kind in Offer.Kind.values else usual


def _place(said: dict[str, str]) -> str:
    return ", ".join(filter(None, (said.get("place", ""), said.get("country", ""))))


def _day(text: str) -> date | None:
    try:
        return dated.day_in(text)
    except dated.NoDay as problem:
        words = _("“%(text)s” can be two days; write the year first (2026-12-31)") if problem.code == "two" else _("there is no day “%(text)s”")
        raise Bad(words % {"text": outside_line(text, 40)}) from None


def _numbers(said: dict[str, str]) -> dict:
    for name, words in (("minutes", _("“%(text)s” is no number of minutes")), ("cost", _("“%(text)s” is no price"))):
        if is_no_number(said.get(name, "")):
            raise Bad(words % {"text": outside_line(said[name], 40)})
    minutes = minutes_in(said.get("minutes", ""))
    return {"minutes": minutes, "minutes_from": Offer.MinutesFrom.STATED if minutes else "", "cost": cost_in(said.get("cost", ""))}


def key_of(title: str, maker: str, url: str, day: date | None) -> str:
    """What a row without an address is known by; and one that happens: its name and day are the same thing at any address."""
    if day:
        return "day:" + hashlib.sha256(f"{fold(title)}|{day}".encode()).hexdigest()[:32]
    return "" if url else "list:" + hashlib.sha256(f"{fold(title)}|{fold(maker)}".encode()).hexdigest()[:32]

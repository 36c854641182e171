"""Lists that people bring: course lists (CSV, JSON), lists of feeds (OPML), a saved feed. Pure: bytes in, rows out.

A course list is read in two steps: what stands in the file, with a guess which column holds which fact; then, with the
columns as a person confirmed them, offers. A fact that cannot be read with certainty stays unknown.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from staffroom.catalogue.described import Bad, Described, described, untitled
from staffroom.catalogue.models import Offer
from staffroom.kit import tables
from staffroom.kit.words import fold, outside_line

MOST_BYTES = 2_000_000
MOST_ROWS = 2_000
MOST_CELL = 1_000
NAMES = {
    "title": "title name course coursename coursetitle programme operatingname courseidentifier",
    "url": "url link address website web href courseurl",
    "maker": "maker provider organisation organization author publisher by leadprovidername legalaccreditedname",
    "summary": "summary caption description abstract about text",
    "minutes": "minutes min duration length timeminutes durationminutes",
    "kind": "kind type format resourcetype",
    "level": "level difficulty audiencelevel",
    "cost": "cost price fee",
    "language": "language lang locale",
    "licence": "licence license",
    "feed": "feedurl xmlurl rss feed",
}
LEVELS = {"beginner": "rookie", "novice": "rookie", "introductory": "rookie", "new": "rookie", "intermediate": "practised", "advanced": "expert",
          "all": "anyone", "any": "anyone", "everyone": "anyone"}
FREE = {"free", "0", "0.00", "0,00", "gratis", "gratuit", "kostenlos", "no cost", "none"}


class Unlisted(ValueError):
    """Not a list that can be brought in. ``code``: size, empty, shape, events, rows, or one of kit.tables; ``line`` counts from 1."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Listed:
    """What stands in a course list: its columns, and its rows as (line, {column: text}). `said` tells what was guessed."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    said: str = ""


def form_of(data: bytes) -> str:
    """What a file is by its first letters: "opml", "feed", "json" or "csv"."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"{", b"[")):
        return "feed" if b"jsonfeed.org/version" in start else "json"
    if start.startswith(b"<"):
        return "opml" if b"<opml" in start else "feed"
    return "csv"


def read(data: bytes) -> Listed:
    """A course list in CSV or JSON. Raises Unlisted."""
    if len(data) > MOST_BYTES:
        raise Unlisted("size")
    return _json(data) if form_of(data) == "json" else _csv(data)


def _csv(data: bytes) -> Listed:
    try:
        table = tables.read_table(data)
    except tables.Untable as problem:
        raise Unlisted(problem.code, problem.line) from None
    if table.repeated:
        raise Unlisted("repeated")
    _events(table.header)
    said = f"{table.encoding}, {'tab' if table.separator == chr(9) else table.separator}"
    return Listed(table.header, _capped([(row.line, _cells(table.header, row.cells)) for row in table.rows]), said)


def _cells(header, cells) -> dict[str, str]:
    return {name: outside_line(cell, MOST_CELL) for name, cell in zip(header, cells, strict=True) if name and cell.strip()}


def _json(data: bytes) -> Listed:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unlisted("shape") from None
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unlisted("shape")
    header = tuple(dict.fromkeys(outside_line(name, 80) for row in found[:50] for name in row))[:tables.MOST_COLUMNS]
    _events(header)
    plain = [{outside_line(name, 80): _text(value) for name, value in row.items() if _text(value)} for row in found]
    return Listed(header, _capped(list(enumerate(plain, 1))))


def _text(value) -> str:
    return outside_line(str(value), MOST_CELL) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _events(header) -> None:
    """Lists of events have days, and no place here yet."""
    if {"startdate", "enddate"} <= {_bare(name) for name in header}:
        raise Unlisted("events")


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


def rows_of(form: str, rows, columns: dict[str, str]) -> Iterator[tuple[int, Described | str]]:
    """(line, the offer) of each row of a draft of this form, or (line, what is wrong with it)."""
    if form in {"csv", "json"}:
        yield from offers(rows, {fact: column for fact, column in columns.items() if fact != "*"})
        return
    for line, cells in rows:
        try:
            if form == "opml":
                site = cells["site"] or cells["feed_url"]
                yield line, described(title=cells["title"], kind=Offer.Kind.FEED, url=site, feed_url=cells["feed_url"])
            else:
                yield line, untitled(**cells, kind=Offer.Kind.POST)
        except Bad as problem:
            yield line, str(problem)


def offers(rows, columns: dict[str, str]) -> Iterator[tuple[int, Described | str]]:
    """(line, the offer) of each row, or (line, what is wrong with it)."""
    for line, cells in rows:
        said = {fact: cells.get(column, "") for fact, column in columns.items()}
        try:
            yield line, _offer(said)
        except Bad as problem:
            yield line, str(problem)


def _offer(said: dict[str, str]) -> Described:
    title, maker, url = said.get("title", ""), said.get("maker", ""), said.get("url", "")
    if said.get("feed"):
        feed = said["feed"]
        return described(title=title, maker=maker, url=url or feed, feed_url=feed, kind=Offer.Kind.FEED, summary=said.get("summary", ""))
    key = "" if url else "list:" + hashlib.sha256(f"{fold(title)}|{fold(maker)}".encode()).hexdigest()[:32]
    kind = fold(said.get("kind", "")).replace(" ", "-")
    minutes = minutes_in(said.get("minutes", ""))
    return described(
        key=key, title=title, url=url, maker=maker, summary=said.get("summary", ""), kind=kind if kind in Offer.Kind.values else Offer.Kind.COURSE,
        minutes=minutes, minutes_from=Offer.MinutesFrom.STATED if minutes else "", level=_level(said.get("level", "")),
        cost=_cost(said.get("cost", "")), language=_language(said.get("language", "")), licence=said.get("licence", ""))


def minutes_in(text: str) -> int | None:
    """ "90", "90 min", "1.5 hours", "1 h 30" in minutes; anything else ("6 weeks", "3 hours/week") is not known."""
    text = fold(text)
    whole = re.fullmatch(r"(\d{1,5})\s*(m|min|mins|minutes?)?", text)
    if whole:
        return int(whole[1]) or None
    hours = re.fullmatch(r"(\d{1,3})(?:[.,](\d))?\s*(?:h|hrs?|hours?)\s*(?:(\d{1,2})\s*(?:m|min|minutes?)?)?", text)
    return (60 * int(hours[1]) + 6 * int(hours[2] or 0) + int(hours[3] or 0)) or None if hours else None


def _level(text: str) -> str:
    word = next(iter(re.findall(r"[a-z]+", fold(text))), "")
    return word if word in Offer.Level.values else LEVELS.get(word, "")


def _cost(text: str) -> str:
    bare = fold(text).strip("£$€ ")
    if bare in FREE:
        return Offer.Cost.FREE
    return Offer.Cost.PAID if bare == "paid" or re.fullmatch(r"\d{1,6}([.,]\d{1,2})?", bare) else ""


def _language(text: str) -> str:
    return text.lower() if re.fullmatch(r"[a-zA-Z]{2}(-[a-zA-Z]{2})?", text) else ""

"""Lists that people bring: course lists and events (CSV, JSON), calendars (iCalendar), feeds (OPML, a saved feed), bookmarks, pages and
files in schema.org's words. Pure: bytes in, rows out; rows to offers, or to what is wrong with them."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from staffroom.catalogue import dated
from staffroom.catalogue.described import HAPPENINGS, Bad, Described, described, over_at, untitled
from staffroom.catalogue.lists import bookmarks, calendars, linked, lrmi, tables
from staffroom.catalogue.lists.facts import minutes_in
from staffroom.catalogue.lists.tables import MOST_BYTES, MOST_ROWS, Listed, Unlisted, guess
from staffroom.catalogue.models import Offer
from staffroom.kit import feeds
from staffroom.kit.tables import MOST_COLUMNS

__all__ = ["COLUMNS", "MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "Listed", "Unlisted", "draft", "form_of", "guess", "minutes_in", "rows_of"]
COLUMNS = {"csv", "json"}  # forms whose columns a person confirms


def form_of(data: bytes) -> str:
    """What a file is by its first letters: "ics", "marks", "opml", "feed", "page", "linked", "json" or "csv"."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.match(rb"begin:v(calendar|event)\b", start.lstrip(b"\xff\xfe").replace(b"\x00", b"")):
        return "ics"
    if start.startswith((b"{", b"[")):
        return "feed" if b"jsonfeed.org/version" in start else "linked" if b'"@context"' in start or b'"@graph"' in start else "json"
    if start.startswith(b"<"):
        if b"netscape-bookmark-file" in start:
            return "marks"
        feed = re.search(rb"<(rss|feed|rdf:rdf|channel)[\s>]", start)
        return "opml" if b"<opml" in start else "page" if not feed and re.search(rb"<!doctype html|<html|<head|<script", start) else "feed"
    return "csv"


def draft(data: bytes, now: datetime) -> tuple[str, list, dict]:
    """The form of a file, its rows as (line, cells), and what its columns seem to hold. Raises Unlisted or feeds.Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unlisted("size")
    form = form_of(data)
    if data.startswith(b"---\n"):
        raise Unlisted("shape")
    if form in COLUMNS:
        listed = tables.in_csv(data) if form == "csv" else tables.in_json(_json(data))
        return form, [list(row) for row in listed.rows], guess(listed.header) | {"*": "\n".join(listed.header)}
    readers = {"opml": _outlines, "feed": partial(_items, now=now), "ics": partial(calendars.rows, now=now), "marks": bookmarks.read, "page": _page,
               "linked": _linked}
    rows = readers[form](data)
    if len(rows) > MOST_ROWS:
        raise Unlisted("rows")
    if not rows and form not in {"opml", "feed"}:
        raise Unlisted("silent" if form == "page" else "empty")
    return form, [list(row) for row in rows], {"*": "\n".join(bookmarks.folders(rows)), "folders": []} if form == "marks" else {}


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Unlisted("shape") from None


def _outlines(data: bytes) -> list:
    return [(n, {"title": one.title, "feed_url": one.feed_url, "site": one.site}) for n, one in enumerate(feeds.read_opml(data), 1)]


def _items(data: bytes, now: datetime) -> list:
    feed = feeds.read_feed(data, "https://feed.invalid/", now)
    return [(n, {"title": item.title, "url": item.link, "summary": item.summary[:300], "maker": item.author or feed.title})
            for n, item in enumerate(feed.items, 1)]


def _page(data: bytes) -> list:
    try:
        return [(line, lrmi.facts_of(node)) for line, node in linked.in_page(data.decode("utf-8-sig", "replace"))]
    except linked.NotLinked:
        raise Unlisted("shape") from None


def _linked(data: bytes) -> list:
    try:
        return [(n, lrmi.facts_of(node)) for n, node in enumerate(linked.nodes(_json(data)), 1)]
    except (linked.NotLinked, RecursionError):
        raise Unlisted("shape") from None


def rows_of(form: str, rows: Iterable, columns: dict, now: datetime) -> Iterator[tuple[int, Described | str]]:
    """(line, the offer) of each row of a draft of this form, or (line, what is wrong with it): no offer, over, or there already."""
    lines: dict[tuple[str, str], int] = {}
    for line, found in _offers(form, rows, columns):
        if isinstance(found, str):
            yield line, found
            continue
        names = [(name, value) for name, value in (("key", found.key), ("url", found.url_key)) if value]
        first = next((lines[name] for name in names if name in lines), 0)
        for name in names:
            lines.setdefault(name, line)
        if first:
            yield line, _("it stands in row %(n)s already") % {"n": first}
        elif (over := over_at(found)) and over <= now:
            yield line, _("its last day was %(day)s") % {"day": (found.closes_on or found.ends_on or found.starts_on).isoformat()}
        else:
            yield line, found


def _offers(form: str, rows: Iterable, columns: dict) -> Iterator[tuple[int, Described | str]]:
    if form in COLUMNS:
        yield from tables.offers(rows, columns)
        return
    for line, cells in rows:
        if form == "marks" and cells["folder"] not in columns.get("folders", ()):
            continue
        try:
            yield line, _one(form, cells)
        except Bad as problem:
            yield line, str(problem)
        except dated.NoDay:
            yield line, _("one of its days is none")


def _one(form: str, cells: dict) -> Described:
    """The offer of a row. Raises Bad."""
    if form == "opml":
        return described(title=cells["title"], kind=Offer.Kind.FEED, url=cells["site"] or cells["feed_url"], feed_url=cells["feed_url"])
    if form == "ics":
        return calendars.offer(cells)
    if form == "marks":
        if not cells["url"]:
            raise Bad(_("it has no address"))
        return untitled(title=cells["title"], url=cells["url"], summary=cells.get("summary", ""), kind=Offer.Kind.PAGE)
    if form in {"page", "linked"}:
        facts = lrmi.with_days(cells)
        day = facts.get("starts_on") if facts["kind"] in HAPPENINGS else None
        return described(**facts, key=tables.key_of(facts.get("title", ""), facts.get("maker", ""), facts.get("url", ""), day))
    return untitled(**cells, kind=Offer.Kind.POST)

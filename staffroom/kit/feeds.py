"""Feeds and lists of feeds from outside: RSS, RDF, Atom, JSON Feed and OPML, as plain text.

Bytes come in (from ``fetch``), frozen dataclasses with cleaned text go out; no address in them is
ever visited here. A document with a DOCTYPE, an entity, an XInclude or more than ``DEEPEST`` levels
is refused before feedparser sees it. Feeds that are only a little broken are read all the same.
"""

import codecs
import datetime
import hashlib
import io
import json
import re
from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from staffroom.kit import words

MOST_BYTES = 5_000_000
MOST_ITEMS = 200
MOST_OUTLINES = 2_000
DEEPEST = 60
_DEEPEST_OUTLINE = 20
_EARLIEST = datetime.datetime(1995, 1, 1, tzinfo=datetime.UTC)  # before this no feed existed; a lost date shows as 1970
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_ENCODINGS = re.compile(r"(utf-?8|us-ascii|iso-8859-\d+|windows-125\d|cp125\d|koi8-[ru]|shift_jis|euc-(jp|kr)|gb(k|2312|18030)|big5)\Z")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*?\?>")
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.-]{1,30})["']""")
_FORBIDDEN = re.compile(r"<!\s*(doctype|entity|attlist|element|notation)\b|http://www\.w3\.org/2001/XInclude", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ROOT = re.compile(r"<([\w:.-]+)[\s>/]")


class Unreadable(ValueError):
    """Bytes that are no feed we read. ``code``: size, forbidden (DOCTYPE, entity, XInclude), depth, shape."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Item:
    """One entry. All text is plain; ``link`` is an http(s) address or empty.

    ``key`` names the item for ever: its own id, else a hash of link, title and date. ``mark`` changes when
    the content does. ``published_at`` is what the feed says (None if it says nothing believable);
    ``order_at`` is always set and never in the future, for sorting.
    """

    key: str
    mark: str
    title: str
    link: str
    summary: str
    author: str
    published_at: datetime.datetime | None
    order_at: datetime.datetime


@dataclass(frozen=True)
class Feed:
    """A feed: its name, the address of its site (or empty), and at most ``MOST_ITEMS`` items in feed order."""

    title: str
    site: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Outline:
    """One feed of an OPML list: its name, its address, its site, and the folders it lies in, outermost first."""

    title: str
    feed_url: str
    site: str
    folders: tuple[str, ...]


def read_feed(data: bytes, base_url: str, now: datetime.datetime) -> Feed:
    """The feed in ``data``; relative links count from ``base_url``. Raises ``Unreadable``.

    Items with the same id are one, the first. ``now`` is aware; dates after it are ordered as now.
    """
    text = _text(data)
    if text.lstrip().startswith("{"):
        return _json_feed(text, base_url, now)
    _check_xml(text)
    found = feedparser.parse(
        io.BytesIO(_shortened(text).encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not found.get("version"):
        raise Unreadable("shape")
    items = (
        _item(
            entry.get("id"),
            entry.get("title", ""),
            urljoin(base_url, entry.get("link", "")) if entry.get("link") else "",
            entry.get("summary", "") or next((part.get("value", "") for part in entry.get("content", [])), ""),
            entry.get("author", ""),
            _moment(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")),
            now,
        )
        for entry in found.entries[:MOST_ITEMS]
    )
    link = found.feed.get("link", "")
    return Feed(_line(found.feed.get("title", "")), _web(urljoin(base_url, link)) if link else "", _distinct(items))


def _json_feed(text: str, base_url: str, now: datetime.datetime) -> Feed:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("shape") from error
    if not str(found.get("version", "")).startswith("https://jsonfeed.org/version/") or not isinstance(found.get("items"), list):
        raise Unreadable("shape")

    def said(entry: dict, *names: str) -> str:
        return next((value for name in names if isinstance(value := entry.get(name), str) and value), "")

    def author(entry: dict) -> str:
        named = entry.get("authors")
        people = named if isinstance(named, list) else [entry.get("author")]
        return ", ".join(said(person, "name") for person in people[:5] if isinstance(person, dict))

    items = (
        _item(
            said(entry, "id") or (str(entry["id"]) if isinstance(entry.get("id"), int) else ""),
            said(entry, "title"),
            urljoin(base_url, said(entry, "url", "external_url")) if said(entry, "url", "external_url") else "",
            said(entry, "summary", "content_text", "content_html"),
            author(entry),
            _iso(said(entry, "date_published", "date_modified")),
            now,
        )
        for entry in found["items"][:MOST_ITEMS]
        if isinstance(entry, dict)
    )
    return Feed(_line(said(found, "title")), _web(said(found, "home_page_url")), _distinct(items))


def _item(own_id, title, link, summary, author, published_at, now) -> Item:
    title, link, summary = _line(title), _web(link), plain(summary, 2_000)
    said = published_at.isoformat() if published_at else ""
    key = words.outside_line(own_id or "", 500) or "hash:" + _hash(link, title, said)
    believable = published_at if published_at and published_at >= _EARLIEST else None
    ordered = min(believable or now, now)
    return Item(key, _hash(title, link, summary), title or _line(link), link, summary, _line(author), believable, ordered)


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return tuple(found.values())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def _moment(parsed: tuple | None) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromtimestamp(timegm(parsed), datetime.UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _iso(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


# Lists of feeds


def read_opml(data: bytes) -> tuple[Outline, ...]:
    """The feeds that an OPML list names, each address once; raises ``Unreadable``.

    Lists that include other lists (or themselves) are not followed: only ``xmlUrl`` counts.
    """
    text = _text(data)
    _check_xml(text)
    reader = _Outlines()
    try:
        _parse(text, reader)
    except SAXException as error:
        raise Unreadable("shape") from error
    if not reader.is_opml:
        raise Unreadable("shape")
    return tuple(reader.found.values())


class _Outlines(ContentHandler):
    """Walks an OPML list and keeps the feeds in ``found``, by address."""

    def __init__(self) -> None:
        super().__init__()
        self.is_opml = False
        self.path: list[str] = []
        self.found: dict[str, Outline] = {}

    def startElementNS(self, name, qname, attrs):  # type: ignore[no-untyped-def]  # noqa: N802  the library's name
        if name[1].lower() == "opml":
            self.is_opml = True
        if name[1].lower() != "outline":
            return
        said = {key[1].lower(): value for key, value in attrs.items()}
        title = _line(said.get("title") or said.get("text") or "")
        address = _web(said.get("xmlurl", ""))
        if address and len(self.found) < MOST_OUTLINES:
            folders = tuple(folder for folder in self.path if folder)
            self.found.setdefault(address, Outline(title or address, address, _web(said.get("htmlurl", "")), folders))
        self.path.append(title)
        if len(self.path) > _DEEPEST_OUTLINE:
            raise Unreadable("depth")

    def endElementNS(self, name, qname):  # type: ignore[no-untyped-def]  # noqa: N802  the library's name
        if name[1].lower() == "outline":
            self.path.pop()


# Before anything reads it


def _text(data: bytes) -> str:
    """The document as text: by its mark, its declaration, as UTF-8, or as Windows-1252, in that order."""
    if len(data) > MOST_BYTES:
        raise Unreadable("size")
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\x00", "")
    declared = _DECLARED.match(data)
    name = declared.group(1).decode().lower() if declared else "utf-8"
    try:
        text = data.decode(name if _ENCODINGS.match(name) else "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = data.decode("cp1252", "replace")
    return text.replace("\x00", "")


def _check_xml(text: str) -> None:
    """Refuse what is forbidden or too deep."""
    if _FORBIDDEN.search(text):
        raise Unreadable("forbidden")
    try:
        _parse(text, _Depth())
    except DefusedXmlException as error:
        raise Unreadable("forbidden") from error
    except SAXException:
        return  # not well-formed: feedparser may still make sense of it, and nothing in it was expanded


def _parse(text: str, handler: ContentHandler) -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    parser.parse(io.BytesIO(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")))


class _Depth(ContentHandler):
    """Refuses a document that nests too deeply."""

    depth = 0

    def startElementNS(self, name, qname, attrs):  # type: ignore[no-untyped-def]  # noqa: N802  the library's name
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("depth")

    def endElementNS(self, name, qname):  # type: ignore[no-untyped-def]  # noqa: N802  the library's name
        self.depth -= 1


def _shortened(text: str) -> str:
    """The document without what follows the items that are kept: 50,000 items cost as much as 200."""
    text = _DECLARATION.sub("", text, count=1)
    starts = [found.start() for _count, found in zip(range(MOST_ITEMS + 1), _ITEM.finditer(text), strict=False)]
    root = _ROOT.search(text)
    if len(starts) <= MOST_ITEMS or not root:
        return text
    ends = f"</channel></{root.group(1)}>" if root.group(1).lower() == "rss" else f"</{root.group(1)}>"
    return text[: starts[-1]] + ends


# Plain text


class _Plain(HTMLParser):
    """Collects the words of some HTML and leaves out what is no text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style", "template", "iframe", "object", "svg", "math")
        if tag in ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "tr", "blockquote"):
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "template", "iframe", "object", "svg", "math"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def plain(markup: str, limit: int) -> str:
    """The words of ``markup`` (or of text) in at most ``limit`` characters, in lines, without markup."""
    reader = _Plain()
    reader.feed(markup[: limit * 20])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return words.outside_text("\n".join(line for line in lines if line), limit)


def _line(text: str) -> str:
    return words.outside_line(plain(text, 300).replace("\n", " "), 300)


def _web(url: str) -> str:
    url = url.strip()
    fit = len(url) <= 2_000 and re.match(r"https?://[^\s\\<>\"'`\x00-\x20\x7f]+\Z", url, re.IGNORECASE)
    return url if fit else ""

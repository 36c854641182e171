"""Facts that a page or a file tells machines: JSON-LD in the words of schema.org and LRMI. Pure; no context is fetched.

What is read is written down by `queries/linked.py` in the same words, so that what one Staffroom tells another can read.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from staffroom.catalogue.models import Offer
from staffroom.kit.words import fold

MOST_NODES = 20_000
DEEPEST = 40
_BARE = re.compile(r"^(https?://(www\.)?schema\.org/|schema:|lrmi:|https?://purl\.org/dcx/lrmi-terms/)")
KINDS = {
    "course": Offer.Kind.COURSE, "courseinstance": Offer.Kind.COURSE, "article": Offer.Kind.ARTICLE, "newsarticle": Offer.Kind.ARTICLE,
    "blogposting": Offer.Kind.ARTICLE, "scholarlyarticle": Offer.Kind.ARTICLE, "techarticle": Offer.Kind.ARTICLE, "report": Offer.Kind.REPORT,
    "videoobject": Offer.Kind.VIDEO, "podcastseries": Offer.Kind.PODCAST, "podcastepisode": Offer.Kind.PODCAST, "audioobject": Offer.Kind.PODCAST,
    "book": Offer.Kind.BOOK, "event": Offer.Kind.EVENT, "educationevent": Offer.Kind.EVENT, "businessevent": Offer.Kind.EVENT,
    "webapplication": Offer.Kind.TOOL, "softwareapplication": Offer.Kind.TOOL, "grant": Offer.Kind.GRANT, "monetarygrant": Offer.Kind.GRANT,
    "learningresource": "", "creativework": "", "webpage": "", "educationaloccupationalprogram": Offer.Kind.COURSE,
}
PAGES = {"webpage", "creativework"}  # said of nearly every page: they count only where nothing else is said
BY_WORDS = {"lecture": Offer.Kind.VIDEO, "audio": Offer.Kind.PODCAST, "e-book": Offer.Kind.BOOK, "ebook": Offer.Kind.BOOK,
            "textbook": Offer.Kind.BOOK}
Node = dict


class NotLinked(ValueError):
    """No JSON-LD in the words of schema.org."""


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.inside, self.line = False, 0

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and (dict(attrs).get("type") or "").split(";")[0].strip().lower() == "application/ld+json"
        if self.inside:
            self.line = self.getpos()[0]
            self.found.append((self.line, ""))

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] = (self.line, self.found[-1][1] + data)


def in_page(text: str) -> list[tuple[int, Node]]:
    """(line, node) of everything in a web page that is an offer; blocks that cannot be read are passed by."""
    reader = _Scripts()
    reader.feed(text)
    reader.close()
    found: list[tuple[int, Node]] = []
    for line, block in reader.found:
        try:
            found += [(line, node) for node in nodes(json.loads(block))]
        except (ValueError, RecursionError):
            continue
    told = [(line, node) for line, node in found if not PAGES & set(types(node))]
    return told or found


def nodes(found: object) -> list[Node]:
    """The offers in a document: those in its graph or list, with what they name by `@id` put in its place."""
    every = list(_walk(found, 0))
    named = {node["@id"]: node for node in every if isinstance(node.get("@id"), str) and len(node) > 1}
    taken: set[int] = set()
    offers = []
    for node in _tops(found):
        if id(node) not in taken and any(kind in KINDS for kind in types(node)):
            taken.add(id(node))
            offers.append({name: _named(value, named) for name, value in node.items()})
    return offers


def _walk(found: object, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        raise NotLinked
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _walk(value, depth + 1)
    elif isinstance(found, list):
        for value in found[:MOST_NODES]:
            yield from _walk(value, depth + 1)


def _tops(found: object) -> Iterator[Node]:
    """Nodes that stand for themselves: of a list, a graph, an ItemList, or the main thing of a page."""
    if isinstance(found, list):
        for value in found[:MOST_NODES]:
            yield from _tops(value)
    elif isinstance(found, dict):
        inner = found.get("@graph"), found.get("itemListElement"), found.get("item"), found.get("mainEntity")
        if any(isinstance(value, dict | list) for value in inner):
            for value in inner:
                yield from _tops(value)
        if not isinstance(found.get("@graph"), list):
            yield found


def _named(value: object, named: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_named(one, named) for one in value[:200]]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return named.get(value["@id"] if isinstance(value["@id"], str) else "", value)
    return value


def types(node: Node) -> list[str]:
    """The types of a node, without their vocabulary, in small letters."""
    return [_BARE.sub("", kind).lower() for kind in _list(node.get("@type")) if isinstance(kind, str)]


def _list(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def said(node: Node, *names: str) -> str:
    """The first text under one of these names; of a thing its name, of a value its value, of several texts the first."""
    for name in names:
        for value in _list(node.get(name)):
            text = words(value)
            if text:
                return text
    return ""


def words(value: object) -> str:
    """A value as text: itself, its name, or its address."""
    if isinstance(value, dict):
        plain = (value.get(name) for name in ("@value", "name", "url", "@id"))
        return next((words(one) for one in plain if one and not isinstance(one, dict | list)), "")
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def minutes_of(text: str) -> int | None:
    """ "PT1H30M" in minutes, begun ones counted whole; days and weeks ("P6W") say nothing about minutes."""
    found = re.fullmatch(r"P(?:0D)?T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,5})(?:\.\d+)?S)?", text.strip())
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (60 * hours + minutes + -(-seconds // 60)) or None


def kind_of(node: Node) -> str:
    """What it is: by our own word, by its type, by what LRMI calls it; else a web page."""
    told = [fold(words(value)) for value in _list(node.get("learningResourceType"))]
    ours = next((kind for kind in told if kind in Offer.Kind.values), "")
    by_type = next((KINDS[kind] for kind in types(node) if KINDS.get(kind)), "")
    return ours or by_type or next((BY_WORDS[kind] for kind in told if kind in BY_WORDS), Offer.Kind.PAGE)

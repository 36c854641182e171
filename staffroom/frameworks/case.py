"""A framework as a tree of statements, read from a CASE package; and what is wrong with the package, row by row. No Django in here."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from staffroom.frameworks.strict import as_said, strict, uuid_of

MOST_ITEMS = 20_000
MOST_DEPTH = 60
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Unfit(ValueError):
    """No framework can be made of this. `code`: json, shape, title, items, size, and those of kit.tables.Untable; `line` counts from 1."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(f"{code} at line {line}")
        self.code, self.line = code, line


@dataclass(frozen=True)
class Problem:
    """Something that was not as it should be. `row` counts from 1 among items or associations; `name` is what the row calls itself."""

    code: str
    row: int
    name: str = ""


@dataclass(frozen=True)
class Node:
    """One statement, or the heading of others. `identifier` is unique in its framework; empty text means that nobody said it."""

    identifier: str
    statement: str
    number: str = ""
    kind: str = ""
    short: str = ""
    notes: str = ""
    ended_on: str = ""
    words: tuple[str, ...] = ()
    parent: str = ""
    depth: int = 0
    leaf: bool = True


@dataclass(frozen=True)
class Link:
    """An association between two nodes by their identifiers; `target` says what an end outside this framework is called."""

    kind: str
    origin: str
    destination: str
    target: str = ""


@dataclass(frozen=True)
class Tree:
    """A framework read: its own facts, its nodes in the order of reading, and their associations."""

    identifier: str
    title: str
    creator: str
    version: str
    language: str
    licence: str
    source: str
    description: str
    status: str
    changed: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    by_id: dict[str, Node] = field(repr=False, default_factory=dict)

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The statements proper: nodes under which nothing stands."""
        return tuple(node for node in self.nodes if node.leaf)


@dataclass(frozen=True)
class Area:
    """Statements that stand under one heading: short enough to be looked at in one go."""

    key: str
    title: str
    number: str
    notes: str
    statements: tuple[Node, ...]


def text_of(value: Any) -> str:
    """A value as one line of text, without letters that no page can show; nothing for what is no text."""
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value if isinstance(one, str | int))
    return " ".join(_ODD.sub(" ", str(value)).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    """An identifier for each item: its own, or one made for it where it has none or an earlier item has the same."""
    seen: set[str] = set()
    found = []
    for row, item in enumerate(items):
        own = text_of(item.get("identifier"))
        while not own or own in seen:
            own = uuid_of("item", own, str(row))
        seen.add(own)
        found.append(own)
    return found


def read(data: bytes) -> dict[str, Any]:
    """The package in a file of JSON, as its maker said it. Raises Unfit."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unfit("json") from None
    return package_of(found)


def package_of(found: Any) -> dict[str, Any]:
    """The package as its maker said it, looked at. Raises Unfit."""
    return checked(as_said(found))


def checked(found: Any) -> dict[str, Any]:
    """The package, if it is one: a document with a title, lists of items and of associations, not too many. Raises Unfit."""
    document = found.get("CFDocument") if isinstance(found, dict) else None
    if not isinstance(document, dict):
        raise Unfit("shape")
    if not text_of(document.get("title")):
        raise Unfit("title")
    for name in ("CFItems", "CFAssociations"):
        if not isinstance(found.get(name, []), list) or len(found.get(name, [])) > MOST_ITEMS * 5:
            raise Unfit("shape")
    if len(found.get("CFItems", [])) > MOST_ITEMS:
        raise Unfit("size")
    return found


def problems(package: dict[str, Any]) -> list[Problem]:
    """What is not as it should be; nothing of it is left out, all of it is named."""
    found, seen, numbers, items = [], set(), set(), [one for one in package.get("CFItems", []) if isinstance(one, dict)]
    for row, item in enumerate(package.get("CFItems", []), 1):
        if not isinstance(item, dict):
            found.append(Problem("no item", row))
            continue
        own, name = text_of(item.get("identifier")), text_of(item.get("humanCodingScheme")) or text_of(item.get("fullStatement"))[:60]
        if not own:
            found.append(Problem("no identifier", row, name))
        elif own in seen:
            found.append(Problem("twice", row, f"{own} ({name})" if name else own))
        if not text_of(item.get("fullStatement")):
            found.append(Problem("no words", row, name or own))
        number = text_of(item.get("humanCodingScheme"))
        if number and number in numbers:
            found.append(Problem("number twice", row, number))
        seen.add(own)
        numbers.add(number)
    return found + _loose(package, {*seen, *ids_of(items), text_of(package["CFDocument"].get("identifier"))})


def _loose(package: dict[str, Any], known: set[str]) -> list[Problem]:
    """Associations that are none, twice, or whose child hangs from nothing here."""
    found, seen = [], set()
    for row, one in enumerate(package.get("CFAssociations", []), 1):
        link = _link(one) if isinstance(one, dict) else None
        if link is None or not link.kind or not link.origin:
            found.append(Problem("no association", row))
            continue
        own = text_of(one.get("identifier"))
        if own and own in seen:
            found.append(Problem("association twice", row, own))
        seen.add(own)
        if link.kind == "isChildOf" and not {link.origin, link.destination} <= known:
            found.append(Problem("loose", row, link.origin if link.origin not in known else link.destination))
    return found


def _end(value: Any) -> tuple[str, str]:
    """(identifier, what it is called) of one end of an association; older packages write the identifier alone."""
    if isinstance(value, dict):
        return text_of(value.get("identifier")) or text_of(value.get("uri")), text_of(value.get("title")) or text_of(value.get("uri"))
    return text_of(value).rpartition("/")[2], text_of(value)


def _link(one: dict[str, Any]) -> Link:
    origin, _name = _end(one.get("originNodeURI", one.get("originNodeIdentifier")))
    destination, target = _end(one.get("destinationNodeURI", one.get("destinationNodeIdentifier")))
    return Link(text_of(one.get("associationType")), origin, destination, target)


def tree(package: dict[str, Any]) -> Tree:
    """The framework in the order in which people read it: by the numbers of its associations, then as its rows stand."""
    document, items = package["CFDocument"], [one for one in package.get("CFItems", []) if isinstance(one, dict)]
    ids, rows = ids_of(items), [one for one in package.get("CFAssociations", []) if isinstance(one, dict)]
    own = text_of(document.get("identifier"))
    plain = {key: _node(item, key) for key, item in zip(ids, items, strict=True)}
    twins = defaultdict(list)
    for key, item in zip(ids, items, strict=True):
        twins[text_of(item.get("identifier"))].append(key)
    children = _children(rows, twins, plain)
    nodes = tuple(_walk(plain, children, own))
    licence = document.get("licenseURI")
    return Tree(
        own, text_of(document.get("title")), text_of(document.get("creator")) or text_of(document.get("publisher")), text_of(document.get("version")),
        text_of(document.get("language")), text_of(licence.get("title") if isinstance(licence, dict) else document.get("license")),
        text_of(document.get("officialSourceURL")), text_of(document.get("description")), text_of(document.get("adoptionStatus")),
        text_of(document.get("lastChangeDateTime"))[:10], nodes,
        tuple(_link(one) for one in rows), {node.identifier: node for node in nodes})


def label(found: Tree, number: int) -> str:
    """What a version is called: as its maker says, else the day of its last change, else which one it is here."""
    return found.version[:60] or found.changed or str(number)


def _node(item: dict[str, Any], key: str) -> Node:
    words = item.get("conceptKeywords")
    return Node(key, text_of(item.get("fullStatement")), text_of(item.get("humanCodingScheme")), text_of(item.get("CFItemType")),
                text_of(item.get("abbreviatedStatement")), text_of(item.get("notes")), text_of(item.get("statusEndDate"))[:10],
                tuple(text_of(one) for one in words) if isinstance(words, list) else tuple(filter(None, [text_of(words)])))


def _children(rows: list[dict[str, Any]], twins: dict[str, list[str]], plain: dict[str, Node]) -> dict[str, list[str]]:
    """The children of each node in their order; a node hangs once, where the first association hangs it."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    hung: set[str] = set()
    order = {key: number for number, key in enumerate(plain)}
    for one in rows:
        link = _link(one)
        for child in twins.get(link.origin, []) if link.kind == "isChildOf" else []:
            if child not in hung and child != link.destination:
                hung.add(child)
                number = one.get("sequenceNumber")
                found[link.destination].append((number if isinstance(number, int) else MOST_ITEMS, order[child], child))
    return {parent: [child for _number, _row, child in sorted(rows_)] for parent, rows_ in found.items()}


def _walk(plain: dict[str, Node], children: dict[str, list[str]], document: str) -> Iterator[Node]:
    """Every node once: first what hangs from the document, then what hangs from nothing that is here, a ring of nodes last."""
    below = {child for parent, found in children.items() if parent in plain for child in found}
    roots = [*children.get(document, []), *(key for key in plain if key not in below and key not in children.get(document, []))]
    seen: set[str] = set()
    for start in (*roots, *plain):
        waiting = [(start, document, 0)]
        while waiting:
            key, parent, depth = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            inside = [child for child in children.get(key, []) if child not in seen]
            yield _placed(plain[key], parent, min(depth, MOST_DEPTH), not inside)
            waiting += [(child, key, depth + 1) for child in reversed(inside)]


def _placed(node: Node, parent: str, depth: int, leaf: bool) -> Node:
    return Node(node.identifier, node.statement, node.number, node.kind, node.short, node.notes, node.ended_on, node.words, parent, depth, leaf)


def areas(found: Tree) -> list[Area]:
    """Headings with the statements right under them, in the order of reading; statements under no heading stand under the framework's own name."""
    under: dict[str, list[Node]] = defaultdict(list)
    for node in found.nodes:
        if node.leaf and not node.ended_on:
            under[node.parent].append(node)
    made = []
    for key in dict.fromkeys([found.identifier, *(node.identifier for node in found.nodes)]):
        head = found.by_id.get(key)
        if key in under:
            title = (head.short or head.statement) if head else found.title
            made.append(Area(key, title, head.number if head else "", head.notes if head else "", tuple(under[key])))
    return made


def dumps(package: dict[str, Any]) -> str:
    """The package as CASE 1.1 writes it: the same bytes for the same package, however its keys were ordered."""
    items = package.get("CFItems", [])
    ids = ids_of(items) if all(isinstance(one, dict) for one in items) else None
    made = strict(package, ids)
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return json.dumps(made, sort_keys=True, indent=1) + "\n" if re.search("[\ud800-\udfff]", text) else text


def stored(package: dict[str, Any]) -> str:
    """The package as it is kept: as its maker said it, with its keys in order, in letters that every store takes."""
    return json.dumps(package, sort_keys=True, separators=(",", ":"))


def opened(text: str) -> dict[str, Any]:
    """What `stored` kept; Unfit for a text that it never kept."""
    try:
        return checked(json.loads(text))
    except (ValueError, RecursionError) as problem:
        raise problem if isinstance(problem, Unfit) else Unfit("json") from None


def digest(text: str) -> str:
    """The same for the same package, however its keys were ordered."""
    return hashlib.sha256(text.encode()).hexdigest()

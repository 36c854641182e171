"""Lists that are no CASE package made into one: a tree in JSON, areas and elements in JSON, a table (CSV), a spreadsheet of CASE sheets (xlsx).

Nothing that a list says is thrown away: what CASE has no field for stays in the item under its own name.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from staffroom.frameworks.case import Unfit, package_of, text_of
from staffroom.frameworks.strict import uuid_of
from staffroom.kit import sheets, tables

MOST_BYTES = 5_000_000
# Headings as people write them, without spaces and case, and the field of CASE that they mean.
_OF_CASE = ("identifier", "uri", "fullStatement", "humanCodingScheme", "listEnumeration", "abbreviatedStatement", "conceptKeywords", "notes",
            "language", "educationLevel", "CFItemType", "statusStartDate", "statusEndDate", "alternativeLabel", "sequenceNumber")
FIELDS = {name.casefold(): name for name in _OF_CASE} | {
    "statement": "fullStatement", "text": "fullStatement", "standard": "fullStatement", "title": "fullStatement", "id": "identifier",
    "code": "humanCodingScheme", "number": "humanCodingScheme", "keywords": "conceptKeywords", "kind": "CFItemType", "type": "CFItemType",
    "parent": "isChildOf", "ischildof": "isChildOf"}
RELATIONS = {name.casefold(): name for name in (
    "isPartOf", "replacedBy", "exemplar", "hasSkillLevel", "isRelatedTo", "isPeerOf", "exactMatchOf", "precedes")}
_LISTS = {"conceptKeywords", "educationLevel"}


def read(data: bytes, name: str) -> dict[str, Any]:
    """The package that a file holds, whatever its form; `name` is what it is called. Raises Unfit."""
    try:
        if data.startswith(sheets.START):
            return package_of(_of_sheets(sheets.read_sheets(data), name))
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
            return package_of(_of_json(json.loads(data), name))
        return package_of(_of_table(tables.read_table(data), name))
    except tables.Untable as problem:
        raise Unfit(problem.code, problem.line) from None
    except (ValueError, RecursionError) as problem:
        raise problem if isinstance(problem, Unfit) else Unfit("json") from None


def stem(name: str) -> str:
    """ "Our_standards-2025.csv" -> "Our standards 2025"."""
    return " ".join(re.split(r"[_\s]+|(?<=\w)-(?=\w)", re.sub(r"\.\w{1,5}$", "", name.strip()))).strip() or "?"


# JSON


def _of_json(found: Any, name: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise Unfit("shape")
    if "CFDocument" in found:
        return found
    if isinstance(found.get("items"), list):
        return _of_tree(found, name)
    inner = found.get("framework")
    if isinstance(inner, dict) and isinstance(inner.get("standardelements"), list):
        return _of_elements(inner, name)
    raise Unfit("shape")


def _of_tree(found: dict[str, Any], name: str) -> dict[str, Any]:
    """A framework as a tree: items with a code, a statement and children."""
    title = text_of(found.get("title")) or stem(name)
    key = text_of(found.get("identifier")) or uuid_of("tree", title, text_of(found.get("publisher")))
    document = {"identifier": key, "title": title, "creator": text_of(found.get("publisher") or found.get("creator")),
                **{part: said for part, said in found.items() if part not in {"items", "title", "identifier"}}}
    items: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    waiting = [(one, key, n) for n, one in enumerate(found["items"], 1)]
    while waiting:
        one, parent, number = waiting.pop(0)
        if not isinstance(one, dict) or len(items) > 100_000:
            raise Unfit("shape")
        own = text_of(one.get("identifier")) or _fresh(items, "item", key, text_of(one.get("code")) or text_of(one.get("statement")))
        renamed = {"code": "humanCodingScheme", "statement": "fullStatement", "keywords": "conceptKeywords", "short": "abbreviatedStatement"}
        items.append({"identifier": own} | {renamed.get(part, part): said for part, said in one.items() if part != "children"})
        links.append(_child(key, own, parent, number))
        below = one.get("children")
        waiting = [*((inside, own, n) for n, inside in enumerate(below if isinstance(below, list) else [], 1)), *waiting]
    return {"CFDocument": document, "CFItems": items, "CFAssociations": links}


def _of_elements(found: dict[str, Any], name: str) -> dict[str, Any]:
    """Areas ("standards") and what stands under them ("standardelements"), each with names, a description and an id."""
    title = text_of(found.get("name")) or stem(name)
    key = uuid_of("elements", title, stem(name))  # editions in several languages carry one title
    document = {"identifier": key, "title": title, "creator": text_of(found.get("institution")),
                **{part: said for part, said in found.items() if part not in {"standards", "standardelements"}}}
    areas, elements = found.get("standards") or [], found["standardelements"]
    if not isinstance(areas, list) or not all(isinstance(one, dict) for one in [*areas, *elements]):
        raise Unfit("shape")
    items: list[dict[str, Any]] = []
    links, parents = [], {}
    for n, one in enumerate(areas, 1):
        own = _fresh(items, "area", key, text_of(one.get("standardid")))
        parents[text_of(one.get("standardid"))] = own
        items.append(_element(one, own, "standardid"))
        links.append(_child(key, own, key, n))
    for n, one in enumerate(elements, 1):
        own = _fresh(items, "element", key, text_of(one.get("elementid")))
        items.append(_element(one, own, "elementid"))
        links.append(_child(key, own, parents.get(text_of(one.get("standardid")), key), n))
    return {"CFDocument": document, "CFItems": items, "CFAssociations": links}


def _element(one: dict[str, Any], own: str, number: str) -> dict[str, Any]:
    return {"identifier": own, "fullStatement": text_of(one.get("name")), "notes": text_of(one.get("description")),
            "humanCodingScheme": text_of(one.get(number)), **one}


def _fresh(items: list[dict[str, Any]], *parts: str) -> str:
    """An identifier for a row that has none of its own; rows that call themselves the same get one each."""
    own, taken = uuid_of(*parts), {item["identifier"] for item in items}
    while own in taken:
        own = uuid_of(*parts, own)
    return own


def _child(document: str, child: str, parent: str, number: int | None) -> dict[str, Any]:
    return _association(document, child, "isChildOf", parent) | ({"sequenceNumber": number} if number is not None else {})


def _association(document: str, origin: str, kind: str, destination: str, called: str = "") -> dict[str, Any]:
    return {"identifier": uuid_of("association", document, origin, kind, destination), "associationType": kind,
            "originNodeURI": _to(origin), "destinationNodeURI": _to(destination, called)}


def _to(identifier: str, called: str = "") -> dict[str, str]:
    uri = identifier if "://" in identifier else f"urn:uuid:{identifier}"
    return {"title": called or identifier, "identifier": identifier, "uri": uri}


# Tables


def _key(heading: str) -> str:
    plain = re.sub(r"[\s_-]+", "", heading).casefold()
    return FIELDS.get(plain) or RELATIONS.get(plain) or heading.strip()


def _items(header: tuple[str, ...], rows: tuple[tables.Row, ...]) -> Iterator[dict[str, Any]]:
    names = [_key(heading) for heading in header]
    if "fullStatement" not in names:
        raise Unfit("column")
    for row in rows:
        cells = {name: cell.strip() for name, cell in zip(names, row.cells, strict=False) if name and cell.strip()}
        if cells:
            yield {name: _parts(cell) if name in _LISTS else cell for name, cell in cells.items()}


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", cell) if part.strip()]


def _of_table(found: tables.Table, name: str) -> dict[str, Any]:
    """One row a statement; its parent is named by identifier or number, and where nobody names one, by the number itself (M.F below M)."""
    if found.repeated:
        raise Unfit("repeated")
    title = stem(name)
    key = uuid_of("table", title)
    items, links, rows = [], [], list(_items(found.header, found.rows))
    names: dict[str, str] = {}
    for row in rows:
        said = text_of(row.get("identifier"))
        own = said or _fresh(items, "row", key, text_of(row.get("humanCodingScheme")) or row.get("fullStatement", ""))
        for called in (said, text_of(row.get("humanCodingScheme"))):
            names.setdefault(called, own)
        items.append({part: cell for part, cell in row.items() if part not in {*RELATIONS.values(), "sequenceNumber"}} | {"identifier": own})
    for row, item in zip(rows, items, strict=True):
        number = text_of(row.get("sequenceNumber"))
        parent = _parent(row, names)
        if parent or not row.get("isChildOf"):
            links.append(_child(key, item["identifier"], parent or key, int(number) if number.isascii() and number.isdigit() else None))
        ends = [(kind, row[kind]) for kind in RELATIONS.values() if row.get(kind)]
        links += [_association(key, item["identifier"], kind, names.get(end, end), end) for kind, end in ends]
    return {"CFDocument": {"identifier": key, "title": title}, "CFItems": items, "CFAssociations": links}


def _parent(row: dict[str, Any], names: dict[str, str]) -> str:
    said = text_of(row.get("isChildOf"))
    if said:
        return names.get(said, "")
    number = text_of(row.get("humanCodingScheme"))
    while "." in number:
        number = number.rpartition(".")[0]
        if number in names:
            return names[number]
    return ""


# Spreadsheets


def _of_sheets(found: list[sheets.Sheet], name: str) -> dict[str, Any]:
    """The three sheets of CASE (document, items, associations), or one sheet with a row for each statement."""
    by = {re.sub(r"[^a-z]", "", sheet.name.casefold()): sheet for sheet in found if sheet.rows}
    if "cfitem" not in by or "cfdoc" not in by:
        first = next((sheet for sheet in found if sheet.rows), None)
        if first is None:
            raise Unfit("empty")
        header = first.rows[0].cells
        keys = [_key(one) for one in header if one.strip()]
        repeated = tuple(one for one in keys if keys.count(one) > 1)
        return _of_table(tables.Table(header, first.rows[1:], "", "", repeated), name)
    document = next(iter(_cells(by["cfdoc"])), {})
    document |= {"title": document.get("title") or stem(name)}
    document |= {"lastChangeDateTime": document.pop("lastChangeDate")} if "lastChangeDate" in document else {}
    document |= {"identifier": document.get("identifier") or uuid_of("sheet", document["title"])}
    items = list(_items(by["cfitem"].rows[0].cells, by["cfitem"].rows[1:]))
    links = [_row_link(one) for one in _cells(by["cfassociation"])] if "cfassociation" in by else []
    return {"CFDocument": document, "CFItems": items, "CFAssociations": links or _by_level(document["identifier"], items)}


def _cells(sheet: sheets.Sheet) -> Iterator[dict[str, Any]]:
    header = [cell.strip() for cell in sheet.rows[0].cells]
    for row in sheet.rows[1:]:
        yield {name: cell.strip() for name, cell in zip(header, row.cells, strict=False) if name and cell.strip()}


def _row_link(one: dict[str, Any]) -> dict[str, Any]:
    """ "Is Child Of" is isChildOf; what a row says besides stays in it."""
    kind = re.sub(r"\s+", "", one.get("associationType", ""))
    taken = {"associationType", "originNodeIdentifier", "destinationNodeIdentifier"}
    return {name: cell for name, cell in one.items() if name not in taken} | {
        "associationType": kind[:1].lower() + kind[1:], "originNodeURI": _to(one.get("originNodeIdentifier", "")),
        "destinationNodeURI": _to(one.get("destinationNodeIdentifier", ""))}


def _by_level(document: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where no association says it, "1.2.1" in smartLevel hangs below "1.2"."""
    names = {text_of(item.get("smartLevel")): text_of(item.get("identifier")) for item in items}
    return [_child(document, text_of(item.get("identifier")), names.get(text_of(item.get("smartLevel")).rpartition(".")[0], document), n)
            for n, item in enumerate(items, 1)]

"""Spreadsheets (xlsx): the words in their cells, read from the archive that such a file is. Nothing in it runs and nothing is expanded unseen."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from staffroom.kit import archives
from staffroom.kit.tables import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Untable

MOST_BYTES = 50_000_000
START = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name, and its rows that hold anything; a number is written as the file holds it."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(data: bytes) -> list[Sheet]:
    """All sheets of a spreadsheet, in their order. Raises Untable (damaged, columns, rows, cell)."""
    try:
        archive = archives.open_checked(io.BytesIO(data), most_bytes=MOST_BYTES)
        shared = [_words(item) for item in _part(archive, "xl/sharedStrings.xml", optional=True)]
        return [Sheet(name, tuple(_rows(_part(archive, path), shared))) for name, path in _places(archive)]
    except (archives.Unwelcome, ParseError, DefusedXmlException, zipfile.BadZipFile, LookupError, ValueError, RecursionError) as problem:
        raise problem if isinstance(problem, Untable) else Untable("damaged") from problem


def _part(archive: zipfile.ZipFile, path: str, *, optional: bool = False) -> Element:
    if optional and path not in archive.namelist():
        return Element("none")
    return fromstring(archive.read(path), forbid_dtd=True)


def _places(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name, path in the archive) of each sheet."""
    related = {one.get("Id"): one.get("Target", "") for one in _part(archive, "xl/_rels/workbook.xml.rels")}
    for one in _part(archive, _WORKBOOK).iter():
        if _tag(one) == "sheet":
            target = related[one.get(_RELATION)]
            yield one.get("name", ""), posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _words(element: Element) -> str:
    """The text of a cell or of a shared string, without the reading aids that some languages carry beside it."""
    return "".join(one.text or "" for one in element.iter() if _tag(one) == "t" and one not in _aids(element))


def _aids(element: Element) -> list[Element]:
    return [inner for one in element.iter() if _tag(one) == "rPh" for inner in one.iter()]


def _rows(sheet: Element, shared: list[str]) -> Iterator[Row]:
    count = 0
    for number, row in enumerate((one for one in sheet.iter() if _tag(one) == "row"), 1):
        line = int(row.get("r") or number)
        cells: dict[int, str] = {}
        for cell in row:
            cells[_column(cell.get("r", ""), len(cells))] = _value(cell, shared, line)
        if any(text.strip() for text in cells.values()):
            count += 1
            if count > MOST_ROWS:
                raise Untable("rows", line)
            yield Row(line, tuple(cells.get(n, "") for n in range(max(cells) + 1)))


def _column(name: str, after: int) -> int:
    """ "B7" -> 1; a cell without a name follows the one before it."""
    number = 0
    for letter in (re.match(r"[A-Z]{0,3}", name) or [""])[0]:
        number = number * 26 + ord(letter) - 64
    if number > MOST_COLUMNS:
        raise Untable("columns")
    return number - 1 if number else after


def _value(cell: Element, shared: list[str], line: int) -> str:
    if cell.get("t") == "inlineStr":
        text = _words(cell)
    else:
        text = next((one.text or "" for one in cell if _tag(one) == "v"), "")
        text = shared[int(text)] if cell.get("t") == "s" and text else text
    if len(text) > MOST_CELL:
        raise Untable("cell", line)
    return text

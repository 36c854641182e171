"""Tables as CSV: read from whatever a spreadsheet saved, written so that a spreadsheet runs nothing.

Reading guesses the encoding (mark, UTF-8, else Windows-1252) and the separator (``, ; tab |``) and says
what it guessed, so that a page can show it before anything is applied. Every row knows the line of
the file on which it begins.

Writing puts an apostrophe before a cell that a spreadsheet would take for a formula: one that begins,
after spaces or quotes, with ``= + - @`` or their full-width forms, or with a tab or a line break. Such a
cell is therefore not byte for byte what was stored; ``read_table`` with ``ours=True`` takes exactly that
apostrophe off again, so a table of ours that is read back is the table that was written. Plain numbers
such as -5 or +1.5 are not formulas and stay.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 20_000
_SEPARATORS = ",;\t|"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Untable(ValueError):
    """Bytes that are no table. ``code``: empty, size, nul, quote, columns, rows, cell; ``line`` counts from 1 (0: the whole)."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(f"{code} at line {line}")
        self.code = code
        self.line = line


@dataclass(frozen=True)
class Row:
    """The cells of one row, as many as the header has (missing ones are empty), and the line it begins on.

    ``extra`` counts cells beyond the header that hold something: a sign of a wrong separator.
    """

    line: int
    cells: tuple[str, ...]
    extra: int = 0


@dataclass(frozen=True)
class Table:
    """A header, its rows, and what was guessed: ``separator`` is one character, ``encoding`` a codec name.

    ``repeated`` holds the header names that occur more than once when case and spaces are put aside.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    encoding: str
    repeated: tuple[str, ...]


def read_table(data: bytes, *, ours: bool = False) -> Table:
    """The table in ``data``; the first row that holds anything is the header. Raises ``Untable``.

    Rows of empty cells are left out, and so are empty columns at the right end. With ``ours`` the
    apostrophes of ``write_csv`` come off.
    """
    text, encoding = _text(data)
    separator = _separator(text)
    rows = _rows(text, separator, ours)
    first = next(rows, None)
    if first is None:
        raise Untable("empty")
    header = tuple(name.strip() for name in first[1])
    while header and not header[-1]:
        header = header[:-1]
    found = tuple(_row(line, cells, len(header)) for line, cells in rows)
    keys = [" ".join(name.casefold().split()) for name in header]
    repeated = tuple(dict.fromkeys(name for name, key in zip(header, keys, strict=True) if key and keys.count(key) > 1))
    return Table(header, found, separator, encoding, repeated)


def _text(data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        raise Untable("size")
    text, encoding = _decoded(data)
    if "\x00" in text:
        raise Untable("nul", text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise Untable("empty")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if data[:200].count(0) > len(data[:200]) // 3:  # UTF-16 without its mark: every other byte is 0
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _separator(text: str) -> str:
    """The separator that splits the first rows into the most, and the most equal, cells."""
    told = re.match(r"sep=(.)\n", text)
    if told:
        return told.group(1)
    start = text[:20_000]
    best = (0.0, ",")
    for separator in _SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(io.StringIO(start), delimiter=separator) if cells][:20]
        except csv.Error:
            continue
        if len(start) == 20_000 and len(widths) > 1:
            widths.pop()  # cut off in the middle
        usual = max(set(widths), key=widths.count, default=1)
        score = (usual > 1) * (widths.count(usual) / len(widths) + min(usual, 50) / 1_000)
        best = max(best, (score, separator), key=lambda pair: pair[0])
    return best[1]


def _rows(text: str, separator: str, ours: bool) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each row that holds anything, within the limits."""
    if re.match(r"sep=.\n", text):
        text = "#" + text  # keeps the count of lines; the row itself is skipped below
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    last, line, count = text.rstrip("\n").count("\n") + 1, 1, 0
    while (cells := _next(reader, text, line)) is not None:
        begins, line = line, reader.line_num + 1
        if begins == 1 and cells[:1] == ["#sep="]:
            continue
        _check(cells, begins, text, at_end=begins < reader.line_num >= last)
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS + 1:
                raise Untable("rows", begins)
            yield begins, [_bare(cell) for cell in cells] if ours else cells


def _next(reader: Iterator[list[str]], text: str, begins: int) -> list[str] | None:
    """The next row, or None at the end; a cell without end becomes an error of its line."""
    try:
        return next(reader, None)
    except csv.Error as error:
        raise Untable("quote" if _open_quote(text, begins) else "cell", begins) from error


def _check(cells: list[str], begins: int, text: str, *, at_end: bool) -> None:
    if len(cells) > MOST_COLUMNS:
        raise Untable("columns", begins)
    if at_end and _open_quote(text, begins):
        raise Untable("quote", begins)
    if any(len(cell) > MOST_CELL for cell in cells):
        raise Untable("cell", begins)


def _open_quote(text: str, begins: int) -> bool:
    """True if the rest of the text, from line ``begins`` on, leaves a quoted cell open."""
    return "\n".join(text.split("\n")[begins - 1 :]).count('"') % 2 == 1


def _row(line: int, cells: list[str], width: int) -> Row:
    kept = tuple(cells[:width]) + ("",) * (width - len(cells))
    return Row(line, kept, sum(1 for cell in cells[width:] if cell.strip()))


# Writing

_RISKY = re.compile(r"[\s'\"\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?\Z")


def safe_cell(value: object) -> str:
    """The text of a cell; an apostrophe stands before what a spreadsheet would run."""
    text = "" if value is None else str(value)
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.match(text) else text


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def write_csv(rows: Iterable[Iterable[object]], *, mark: bool = True) -> Iterator[bytes]:
    """CSV (RFC 4180, UTF-8) in pieces of about 64 kB, for a streaming answer; memory does not grow with rows.

    ``mark`` puts the byte order mark first, without which some spreadsheets misread other letters.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if mark:
        buffer.write("\ufeff")
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        if buffer.tell() > 65_536:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")

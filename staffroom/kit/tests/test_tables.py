"""Trials CS-01, CS-02, CS-07 and EX-01 for tables as such."""

import csv
import io
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffroom.kit import tables

PEOPLE = 'Name;Town;Note\nZoë;Köln;"two\nlines"\nAnn;;x\n'


def cells(data: bytes, **options) -> list[tuple[str, ...]]:
    table = tables.read_table(data, **options)
    return [table.header, *(row.cells for row in table.rows)]


def refusal(data: bytes) -> tuple[str, int]:
    with pytest.raises(tables.Untable) as caught:
        tables.read_table(data)
    return caught.value.code, caught.value.line


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_is_read_however_it_was_saved(separator, ends, encoding):
    data = PEOPLE.replace(";", separator).replace("\n", ends).encode(encoding)
    table = tables.read_table(data)
    assert [table.header, *(row.cells for row in table.rows)] == [("Name", "Town", "Note"), ("Zoë", "Köln", "two\nlines"), ("Ann", "", "x")]
    assert [row.line for row in table.rows] == [2, 4]
    assert table.separator == separator
    assert table.encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)


def test_ragged_rows_empty_rows_and_trailing_separators_are_borne():
    table = tables.read_table(b"a,b,,\n\n1,2,,\n , ,\n3\n4,5,,6\n")
    assert table.header == ("a", "b")
    assert [(row.line, row.cells, row.extra) for row in table.rows] == [(3, ("1", "2"), 0), (5, ("3", ""), 0), (6, ("4", "5"), 1)]


def test_a_separator_within_quotes_or_words_does_not_mislead():
    assert cells(b'name;minutes\n"Lee, Ann";1,5\n"Ray, Bo";2,5\n') == [("name", "minutes"), ("Lee, Ann", "1,5"), ("Ray, Bo", "2,5")]
    assert cells(b"note\nhello, you\nwell; yes, no\n") == [("note",), ("hello",), ("well; yes",)]
    assert cells(b"sep=|\na|b\n1,2|3\n") == [("a", "b"), ("1,2", "3")]


def test_a_header_that_says_a_thing_twice_is_told():
    assert tables.read_table(b"Name,name ,E-mail\nx,y,z\n").repeated == ("Name", "name")


def test_mixed_line_ends_count_as_a_person_counts():
    assert [row.line for row in tables.read_table(b"a,b\r\n1,2\r3,4\n5,6").rows] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ("empty", 0)),
        (b" \n\n", ("empty", 0)),
        (b"\xef\xbb\xbf", ("empty", 0)),
        (b"a,b\n1,2\n3,\x004\n", ("nul", 3)),
        (b'a,b\n1,2\n"open,4\n5,6\n', ("quote", 3)),
        (b'a,b\n1,"open' + b"x" * 200_000, ("quote", 2)),
        (b'a,b\n1,2\n"' + b"x\n" * 200_000, ("quote", 3)),
        (b"a,b\n1," + b"x" * 20_001 + b"\n", ("cell", 2)),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", ("cell", 2)),
        (b"a,b\n" + b"," * 100_000 + b"\n", ("columns", 2)),
        (b"a\n" + b"1\n" * 100_001, ("rows", 100_002)),
        (b"x" * 50_000_000, ("size", 0)),
    ],
)
def test_what_cannot_be_a_table_is_refused_with_its_line(data, error):
    began = time.process_time()
    assert refusal(data) == error
    assert time.process_time() - began < 10  # a guard against hanging; usual is well under one second


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_refusal(data):
    try:
        tables.read_table(data)
    except tables.Untable:
        pass


# Writing

RISKY = [
    "=cmd|'/C calc'!A0",
    "+cmd",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '"=1',
    "'=1",
    "''=1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "-",
    "'\tx",
]


def written(*rows) -> bytes:
    return b"".join(tables.write_csv(rows))


@pytest.mark.parametrize("text", RISKY)
def test_what_a_spreadsheet_would_run_is_made_text(text):
    assert tables.safe_cell(text) == "'" + text
    line = next(csv.reader(io.StringIO(written([text, "b"]).decode("utf-8-sig"), newline="")))
    assert line == ["'" + text, "b"]


@pytest.mark.parametrize("text", ["", "Ann", "-5", "+1.5", "-2,5", "a=b", "it's", "'quoted'", "3-4", "ann@home.example", "#1"])
def test_plain_words_and_numbers_stay(text):
    assert tables.safe_cell(text) == text


def test_other_values_are_written_as_they_read():
    assert written([None, 5, -3, True]) == "\ufeff,5,-3,True\r\n".encode()
    assert b"".join(tables.write_csv([["a"]], mark=False)) == b"a\r\n"


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=20)


@given(st.lists(st.tuples(CELL, st.sampled_from(RISKY[:5] + RISKY[7:]), CELL), max_size=8))
def test_a_table_of_ours_comes_back_as_it_was(rows):
    head = ("one", "two", "three")
    table = tables.read_table(written(head, *rows), ours=True)
    assert (table.header, [row.cells for row in table.rows]) == (head, rows)


def test_pieces_joined_are_the_table_and_nothing_twice():
    rows = [[str(number), "x" * 20] for number in range(10_000)]
    pieces = list(tables.write_csv(rows, mark=False))
    assert len(pieces) > 3
    assert list(csv.reader(io.StringIO(b"".join(pieces).decode(), newline=""))) == rows


def test_a_million_rows_take_no_more_memory_than_one():
    tracemalloc.start()
    size = sum(len(piece) for piece in tables.write_csv([number, "x" * 20] for number in range(100_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_500_000 and peak < 900_000

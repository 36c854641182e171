"""Taking the record along: complete, only mine, inert in a spreadsheet, tagged on paper."""

import json
import re
from datetime import date

import pytest

from staffroom.kit import limits
from staffroom.kit.pdf import compile_pdf
from staffroom.kit.tables import read_table
from staffroom.record import actions, printed, takeaway

pytestmark = pytest.mark.django_db
NAMES = ["<script>alert(1)</script>", "Nguyễn Phước Quý Thị Bảo Trân", "فاطمة الزهراء", "សុភាព", "🎒 Ann", "x" * 120,
         "#let a = 1", "*b* $c$"]


@pytest.fixture
def full(ann, ben, topics):
    from staffroom.topics.models import Topic
    entry = actions.note(by=ann, title="Watched Luz", kind="visit", minutes=45, on_on=date(2026, 11, 12), note="two\nlines, \"quoted\"", source="Luz",
                         link="https://example.org/", topics=[Topic.objects.get(slug="settle")], contribution="hosted", helped_count=3)
    actions.add_evidence(by=ann, entry=entry, link="https://example.org/archive")
    actions.add_sitting(by=ann, entry=entry, on_on=date(2026, 11, 13), minutes=15)
    gone = actions.note(by=ann, title="Let go", kind="read", minutes=5, on_on=date(2026, 1, 1))
    actions.let_go(by=ann, entry=gone)
    actions.note(by=ben, title="Ben’s", kind="read", minutes=5, on_on=date(2026, 1, 1))
    return entry


def test_json_holds_every_field_of_mine_and_nothing_else(as_ann, full):
    answer = as_ann.get("/record/take/record.json")
    document = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record.json"'
    assert (document["schema"], document["name"], [entry["title"] for entry in document["entries"]]) == (
        "staffroom.record/1", "Ann Example", ["Watched Luz"])
    one = document["entries"][0]
    assert (one["note"], one["minutes"], one["topics"], one["helped"], one["whose_time"]) == ("two\nlines, \"quoted\"", 60, ["settle"], 3, "own")
    assert one["sittings"] == [{"day": "2026-11-12", "minutes": 45}, {"day": "2026-11-13", "minutes": 15}]
    assert [rung["step"] for rung in one["proved"]] == ["noted", "proof"]
    assert [proof["link"] for proof in one["proof"]] == ["https://example.org/archive"]


def test_proof_that_was_let_go_is_left_out(ann, full):
    actions.remove_evidence(by=ann, evidence=full.evidence.get())
    assert takeaway.row(full)["proof"] == []


def test_the_schema_is_described_field_by_field(full):
    from pathlib import Path
    described = set(re.findall(r"^\| `(\w+)`", (Path(__file__).parents[3] / "docs/using/record.md").read_text(), re.MULTILINE))
    assert described == takeaway.row(full).keys()


def test_csv_reads_back_as_it_was(as_ann, full):
    table = read_table(b"".join(as_ann.get("/record/take/record.csv").streaming_content), ours=True)
    assert table.header == takeaway.COLUMNS
    assert [dict(zip(table.header, row.cells, strict=True)) for row in table.rows] == [{
        "day": "2026-11-13", "title": "Watched Luz", "kind": "visit", "minutes": "60", "whose_time": "own", "who_chose_it": "chosen",
        "contribution": "hosted", "helped": "3", "outcome": "", "source": "Luz", "link": "https://example.org/", "topics": "settle", "statements": "",
        "note": "two\nlines, \"quoted\"", "proved": "proof", "proof": "https://example.org/archive",
        "noted_at": full.made_at.isoformat(timespec="seconds"), "code": full.code}]


@pytest.mark.parametrize("title", ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"])
def test_a_cell_that_looks_like_a_formula_runs_nothing(as_ann, ann, title):
    actions.note(by=ann, title=title, kind="read", minutes=5, on_on=date(2026, 1, 1))
    data = b"".join(as_ann.get("/record/take/record.csv").streaming_content)
    cell = read_table(data).rows[0].cells[1]
    assert cell == f"'{title}"


def test_the_pdf_is_tagged_and_names_its_language_and_title(as_ann, full):
    answer = as_ann.get("/record/take/record.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content and b"/StructTreeRoot" in answer.content and b"pdfuaid" in answer.content


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_printed_and_never_run(ann, eyes, name, full):
    ann.name = name
    ann.save()
    assert compile_pdf("record", printed.document(eyes(ann))).startswith(b"%PDF-")


def test_a_letter_that_cannot_be_printed_is_named_before_anything_is_made(as_ann, ann):
    actions.note(by=ann, title="A letter of my own: \U00030010", kind="read", minutes=5, on_on=date(2026, 1, 1))
    answer = as_ann.get("/record/take/record.pdf")
    assert answer.status_code == 422 and "Not everything can be printed here: \U00030010" in answer.content.decode()
    assert as_ann.get("/record/take/record.pdf?anyway=1").content.startswith(b"%PDF-")


def test_paper_leaves_notes_out_unless_they_are_wished(ann, eyes, full):
    assert "quoted" not in json.dumps(printed.document(eyes(ann)))
    assert printed.document(eyes(ann), notes=True)["rows"][0][1].endswith("\ntwo\nlines, \"quoted\"")


def test_an_empty_record_is_printed_too(ann, eyes):
    assert compile_pdf("record", printed.document(eyes(ann))).startswith(b"%PDF-")


def test_only_the_owner_takes_it_along(as_ben, ann, visit, client):
    from staffroom.kit.testing import sign_in
    assert "Tomás" not in as_ben.get("/record/take/record.json").content.decode()
    for form in ("csv", "json", "pdf"):
        assert client.get(f"/record/take/record.{form}").status_code == 302
        assert sign_in(client.__class__(), ann, "org").get(f"/record/take/record.{form}").status_code == 403


def test_a_thousand_entries_take_as_many_questions_as_one(as_ann, ann):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from staffroom.record.tests.test_timeline import many
    counts = []
    for extra in (10, 200):
        many(ann, extra)
        with CaptureQueriesContext(connection) as asked:
            as_ann.get("/record/take/record.json")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_one_pdf_at_a_time_for_one_person_and_the_others_are_served(as_ann, as_ben, ann, full):
    """Four that are asked for at once would take every page thread of a small instance."""
    with limits.alone("paper", str(ann.pk)) as first:
        waits = as_ann.get("/record/take/record.pdf")
        assert (first, waits.status_code, waits.headers["Retry-After"]) == (True, 429, "10")
        assert "Your last PDF is still being made." in waits.content.decode()
        assert [as_ben.get("/record/take/record.pdf").status_code, as_ann.get("/record/take/record.csv").status_code] == [200, 200]
    assert [as_ann.get("/record/take/record.pdf").status_code for _ in range(2)] == [200, 200]

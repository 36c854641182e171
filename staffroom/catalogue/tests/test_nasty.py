"""A hundred rows that cannot be brought in: each is named by its line and a reason, the good ones among them come in, and nothing else happens."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from staffroom.catalogue import actions
from staffroom.catalogue.models import ImportRun, Offer
from staffroom.catalogue.tests.nasty import HEADER, ROWS
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
GOOD = [["One that is good", "https://good.example/one"], ["nameless", "", "SOMEBODY"]]


@pytest.fixture
def in_march():
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        yield


def in_order(row) -> list[str]:
    return row if isinstance(row, list) else [row.get(name, "") for name in HEADER]


def listed() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([HEADER, *GOOD, *(in_order(row) for row, _words in ROWS)])
    return text.getvalue().encode("utf-8", "surrogatepass")


def test_there_are_a_hundred_and_no_two_are_the_same():
    assert len(ROWS) == 100
    assert len({json.dumps(row) for row, _words in ROWS}) == 100


def test_each_is_named_by_its_line_and_a_reason_and_the_good_ones_come_in(ann):
    for time in range(2):
        run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="nasty.csv", data=listed()))
        assert run.errors == [[line, words] for line, (_row, words) in enumerate(ROWS, 4)]
        assert (run.added_count, run.same_count) == ((2, 0), (0, 2))[time]
    assert set(Offer.objects.values_list("title", flat=True)) == {"One that is good", "nameless"}


def test_a_person_sees_all_of_them_before_anything_hangs(as_ann):
    answer = as_ann.post("/find/add/file/", {"op_id": op_id(), "file-file": SimpleUploadedFile("nasty.csv", listed())})
    page = as_ann.get(answer["Location"]).content.decode()
    assert "2 rows can go on the wall." in page and "100 are left out." in page
    assert [int(line) for line in re.findall(r"<li>Row (\d+): ", page)] == list(range(4, 104))
    assert Offer.objects.count() == 0


def test_the_same_rows_are_named_in_json_too(ann):
    """A row that is no object, a value that is none of a cell: by its number."""
    rows = [{"title": "Good"}, 7, None, ["a"], "text", {"title": {"en": "An object"}}, {"title": None}, {"title": True, "minutes": "-3"}, {}]
    run = actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="nasty.json", data=json.dumps(rows).encode()))
    assert [line for line, _words in run.errors] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert {words for _line, words in run.errors} == {"it is no row with names and values", "it has no title", "“-3” is no number of minutes"}


def test_a_formula_is_kept_as_it_was_typed(ann):
    """CS-07: nothing runs here, and an export makes it text."""
    cells = ["=cmd|'/C calc'!A0", "+1 more", "-1 less", "@SUM(A1)"]
    actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="x.csv", data=("Title\n" + "\n".join(cells)).encode()))
    assert set(Offer.objects.values_list("title", flat=True)) == set(cells)


def test_what_a_person_chose_on_a_mapping_screen_is_all_that_is_believed(ann):
    """CS-03: a header in another language maps nothing by itself, and nothing comes in before somebody says what is what."""
    run = actions.draft_import(by=ann, name="x.csv", data="Titel;Anbieter\nÜben;Ann\n".encode())
    assert run.columns == {"*": "Titel\nAnbieter"}
    actions.set_columns(by=ann, run=run, columns={"title": "Titel", "maker": "Anbieter"})
    actions.apply_import(by=ann, run=run)
    assert Offer.objects.get().maker == "Ann"


def test_a_repeated_header_is_told_and_nothing_is_read(ann):
    with pytest.raises(Refusal, match="same name"):
        actions.draft_import(by=ann, name="x.csv", data=b"Title,TITLE \nA,B\n")
    assert ImportRun.objects.count() == 0

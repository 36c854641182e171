"""What a teacher sees: the same words as the command, for her alone."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.credit import actions, kept, mapping, queries
from staffroom.credit.kept import Kept, Told
from staffroom.credit.models import Licence
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id, sign_in
from staffroom.record import actions as record
from staffroom.record.models import Entry
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return answer.content.decode()


def send(browser, path, **fields):
    return browser.post(path, {"op_id": op_id(), **fields})


def test_from_the_choice_to_what_counts_in_the_words_of_the_command(as_ann, ann):
    assert as_ann.get("/record/counts/").headers["Location"] == "/record/counts/licence/"
    entry = record.note(by=ann, title="Fractions with paper", kind="course", minutes=50, on_on=date(2026, 11, 12))
    chosen = send(as_ann, "/record/counts/licence/", pack="illinois", first_on="2024-07-01", last_on="2029-06-30", certificates=["teacher"])
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/record/counts/")
    assert f'href="/record/counts/{entry.code}/"' in words(as_ann.get(f"/record/{entry.code}/"))
    page = words(as_ann.get("/record/counts/"))
    assert "120 h" in page and "Fractions with paper" in page
    assert "it is not known whether whoever gave it is approved. If so, up to 50 min can count." in page
    assert "Nobody with the right to has reviewed them yet." in page
    told = send(as_ann, f"/record/counts/{entry.code}/", kind="", role="", provider="school_district", approved="yes")
    assert told.status_code == 302
    page = words(as_ann.get("/record/counts/"))
    assert "Counts 45 min." in page and "50 min is written as 45 min, in steps of 15 min." in page
    assert "45 min count, 120 h are required: 119 h 15 min are missing." in page
    explained = queries.counted(Viewer(account=ann, assurance=SELF)).explained.as_json()
    assert (explained["counted_minutes"], explained["short"][0]["minutes"]) == (45, 7155)


def test_the_same_in_spanish(as_ann, ann, course):
    ann.language = "es"
    ann.save()
    page = words(as_ann.get("/record/counts/"))
    assert "no se sabe si quien lo dio está aprobado" in page


def test_a_wrong_choice_is_asked_again_and_keeps_what_was_typed(as_ann):
    answer = send(as_ann, "/record/counts/licence/", pack="texas", first_on="2026-01-02", last_on="2026-01-01", certificates=["teacher"])
    assert answer.status_code == 422 and "The last day is before the first one." in words(answer) and 'value="2026-01-02"' in words(answer)
    assert send(as_ann, "/record/counts/licence/", pack="atlantis", first_on="1066-01-01", last_on="2026-01-01").status_code == 422
    assert not Licence.objects.exists()


def test_another_choice_keeps_what_was_told_and_forgetting_keeps_the_record(as_ann, ann, course, told):
    actions.tell(by=ann, entry=course, told=told)
    send(as_ann, "/record/counts/licence/", pack="texas", first_on="2024-07-01", last_on="2029-06-30")
    assert kept.loads(Licence.objects.get().body).told == {course.code: told}
    assert "Texas" in words(as_ann.get("/record/counts/"))
    send(as_ann, "/record/counts/licence/forget/")
    assert not Licence.objects.exists() and Entry.objects.filter(pk=course.pk).exists()


def test_the_page_asks_only_what_the_pack_asks_and_keeps_the_rest(as_ann, ann, course):
    told = Told(provider="university", approved=True, preapproved_on=date(2026, 1, 2), topics=("stem_integration",), pieces=("plan",))
    actions.tell(by=ann, entry=course, told=told)
    page = words(as_ann.get(f"/record/counts/{course.code}/"))
    assert 'name="approved"' in page and 'name="preapproved_on"' not in page and 'name="topics"' not in page
    send(as_ann, f"/record/counts/{course.code}/", kind="workshop", role="", provider="university", approved="no")
    held = kept.loads(Licence.objects.get().body).told[course.code]
    assert held == Told("workshop", "", "university", False, told.preapproved_on, told.topics, told.pieces)


def test_nobody_else_and_no_session_of_an_employer_sees_any_of_it(ann, ben, course):
    employer = sign_in(Client(), ann, "org")
    for path in ("/record/counts/", "/record/counts/licence/", "/record/counts/counts.csv", f"/record/counts/{course.code}/"):
        answer = employer.get(path)
        assert answer.status_code == 403 and "Fractions" not in words(answer) and "Illinois" not in words(answer)
    other = sign_in(Client(), ben)
    assert other.get(f"/record/counts/{course.code}/").status_code == 404
    assert send(other, f"/record/counts/{course.code}/", approved="yes").status_code == 404
    assert other.get("/record/counts/").headers["Location"] == "/record/counts/licence/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM credit_licence")
        assert b"illinois" not in bytes(cursor.fetchone()[0])


def test_what_was_let_go_counts_no_more_and_is_not_told_of(as_ann, ann, course, told):
    actions.tell(by=ann, entry=course, told=told)
    record.let_go(by=ann, entry=course)
    assert "Fractions" not in words(as_ann.get("/record/counts/"))
    assert as_ann.get(f"/record/counts/{course.code}/").headers["Location"] == "/record/let-go/"


def test_what_is_told_is_cleared_of_entries_that_are_gone_for_good(ann, course, told):
    other = record.note(by=ann, title="Another", kind="read", minutes=30, on_on=date(2026, 11, 13))
    actions.tell(by=ann, entry=course, told=told)
    Entry.objects.filter(pk=course.pk).delete()
    actions.tell(by=ann, entry=other, told=told)
    assert set(kept.loads(Licence.objects.get().body).told) == {other.code}
    actions.tell(by=ann, entry=other, told=Told())
    assert kept.loads(Licence.objects.get().body).told == {}


def test_telling_without_a_licence_is_refused_kindly(as_ann, ann):
    entry = record.note(by=ann, title="Something", kind="read", minutes=30, on_on=date(2026, 11, 13))
    assert as_ann.get(f"/record/counts/{entry.code}/").headers["Location"] == "/record/counts/licence/"
    with pytest.raises(Refusal):
        actions.tell(by=ann, entry=entry, told=Told(approved=True))


def test_the_table_holds_every_entry_and_runs_no_formula(as_ann, ann, licence):
    for number in range(30):
        record.note(by=ann, title=f"=1+{number}", kind="course", minutes=60, on_on=date(2026, 1, 1 + number))
    answer = as_ann.get("/record/counts/counts.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row["what"] for row in rows[:2]] == ["required", "counted"] and rows[0]["counted_minutes"] == "7200"
    entries = [row for row in rows if row["what"] == "entry"]
    assert len(entries) == 30 and all(row["title"].startswith("'=") for row in entries)


def test_statements_do_not_grow_with_the_record(as_ann, ann, licence):
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            as_ann.get("/record/counts/")
        return len(found)
    as_ann.get("/record/counts/")
    few = statements()
    for number in range(25):
        record.note(by=ann, title=f"Entry {number}", kind="course", minutes=60, on_on=date(2026, 1, 1 + number))
    assert statements() == few <= 12


def test_every_kind_and_contribution_of_a_record_has_its_word():
    assert set(mapping.KINDS) == set(Entry.Kind.values)
    assert set(mapping.ROLES) == {"", *Entry.Contribution.values}


def test_what_is_kept_comes_back_as_it_was_and_odd_text_is_no_licence():
    held = Kept("washington", date(2024, 1, 1), date(2028, 12, 31), ("teacher", "stem"), {
        "abc": Told("workshop", "presenter", "university", False, date(2024, 2, 3), ("stem_integration",), ("plan", "completion")), "def": Told(approved=True)})
    assert kept.loads(kept.dumps(held)) == held
    assert [kept.loads(text) for text in ("", "[]", "{}", '{"pack": "atlantis", "from": "2024-01-01", "to": "2025-01-01"}',
                                          '{"pack": "texas", "from": "2026-01-01", "to": "2025-01-01"}')] == [None] * 5


def test_after_the_last_day_of_the_rules_the_page_says_nothing_but_whom_to_ask(ann, course):
    with time_machine.travel(datetime(2027, 12, 1, 18, tzinfo=UTC), tick=False):
        page = words(sign_in(Client(), ann).get("/record/counts/"))
    assert "These rules speak from 1 July 2019 to 30 November 2027, and not today. Ask your office." in page
    assert "Counts" not in page.replace("Counts so far", "") and page.count("not known: ask your office") >= 2


def test_a_long_list_comes_in_pages(as_ann, ann, licence):
    for number in range(14):
        record.note(by=ann, title=f"Entry {number}", kind="course", minutes=60, on_on=date(2026, 1, 1 + number))
    first, second = words(as_ann.get("/record/counts/")), words(as_ann.get("/record/counts/?page=2"))
    assert ("Entry 13<" in first, "Entry 0<" in first, "Entry 0<" in second) == (True, False, True)

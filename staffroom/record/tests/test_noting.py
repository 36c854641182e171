"""Noting something: the form, its errors, and what becomes of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from staffroom.kit.models import AuditLine
from staffroom.kit.testing import op_id
from staffroom.record.models import Entry, Rung, Sitting

pytestmark = pytest.mark.django_db
NEW = "/record/new/"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z")


def test_five_answers_are_enough_and_the_entry_is_noted(as_ann, ann, post, good):
    answer = post(as_ann, NEW, **good)
    entry = Entry.objects.get(person=ann)
    assert (answer.status_code, answer["Location"]) == (302, f"/record/{entry.code}/?kept=1")
    assert (entry.title, entry.kind, entry.minutes, entry.on_on.isoformat(), entry.time_kind, entry.origin) == (
        "Watched Luz start a lab", "visit", 45, "2026-11-18", "own", "chosen")
    assert list(Sitting.objects.values_list("entry", "minutes")) == [(entry.pk, 45)]
    assert list(Rung.objects.values_list("step", "by", "minutes")) == [("noted", ann.pk, 45)]
    assert AuditLine.objects.get(act="record.note").row_id == entry.pk


def test_everything_that_may_be_said_is_kept(as_ann, topics, post, good):
    post(as_ann, NEW, **good, note="Tidy-up first.\r\nTry Monday.", source="Luz", link="example.org/lab", origin="required",
         topics=["settle", "mixed"], contribution="led_session", helped_count="19", outcome="mixed")
    entry = Entry.objects.get()
    assert (entry.note, entry.source, entry.link, entry.origin, entry.contribution, entry.helped_count, entry.outcome) == (
        "Tidy-up first.\nTry Monday.", "Luz", "https://example.org/lab", "required", "led_session", 19, "mixed")
    assert [topic.slug for topic in entry.topics.all()] == ["settle", "mixed"]


def test_an_entry_without_a_theme_asks_nothing_about_themes(as_ann, topics, post, good):
    post(as_ann, NEW, **good)
    with CaptureQueriesContext(connection) as asked:
        post(as_ann, NEW, **good)
    assert [one["sql"] for one in asked if "topic" in one["sql"]] == []


@pytest.mark.parametrize("text,minutes", [("45", 45), ("1 h", 60), ("1:30", 90), ("1,5 h", 90), ("1.5 h", 90), ("1 h 25 min", 85), ("1440", 1440),
                                          ("24h", 1440), ("50 minutes", 50)])
def test_minutes_are_read_as_people_write_them(as_ann, post, good, text, minutes):
    post(as_ann, NEW, **good | {"minutes": text})
    assert Entry.objects.get().minutes == minutes


@pytest.mark.parametrize("text", ["-30", "0", "1e309", "NaN", "٣٠", "30.0000001", "99999999999", "an hourish", "1:75", "25 h", "1441", "1.01 h",
                                  "３０"])
def test_minutes_that_cannot_be_added_up_are_an_error_and_the_text_stays(as_ann, post, good, text):
    answer = post(as_ann, NEW, **good | {"minutes": text}, note="my own words")
    page = answer.content.decode()
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert f'value="{text}"' in page and "my own words" in page and answer.context["form"].errors.keys() == {"minutes"}


@pytest.mark.parametrize("day", ["2027-11-18", "2026-11-24", "1066-10-14", "2026-02-30", "yesterday", "٢٠٢٦-١١-١٨"])
def test_a_day_that_has_not_been_or_is_none_is_an_error(as_ann, post, good, day):
    answer = post(as_ann, NEW, **good | {"on_on": day})
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"on_on"}


def test_a_day_a_year_ahead_is_answered_with_the_year_that_was_meant(as_ann, post, good):
    assert "Did you mean 2026?" in post(as_ann, NEW, **good | {"on_on": "2027-11-18"}).content.decode()


@pytest.mark.parametrize("zone,fits", [("Pacific/Auckland", True), ("America/Los_Angeles", False)])
def test_today_is_today_in_the_teachers_zone(as_ann, ann, post, good, zone, fits, time_machine):
    ann.zone = zone
    ann.save()
    time_machine.move_to("2026-11-22T12:30:00Z")
    answer = post(as_ann, NEW, **good | {"on_on": "2026-11-23"})
    assert (answer.status_code == 302) is fits


def test_fields_that_the_form_does_not_have_are_left_out(as_ann, ann, ben, post, good):
    post(as_ann, NEW, **good, person=ben.pk, step="accepted", version="9", code="mine", from_kind="step", from_id=str(ben.pk), gone="1")
    entry = Entry.objects.get()
    assert (entry.person_id, entry.version, entry.from_kind, entry.from_id, entry.gone_id) == (ann.pk, 1, "", None, None)
    assert list(entry.rungs.values_list("step", flat=True)) == ["noted"]


@pytest.mark.parametrize("field,value", [("kind", "climbed"), ("time_kind", "stolen"), ("origin", "x"), ("contribution", "ruled"), ("outcome", "won"),
                                         ("topics", "nope"), ("helped_count", "٣"), ("helped_count", "-1"), ("link", "javascript:alert(1)"),
                                         ("link", "https://a:b@example.org/"), ("title", "x" * 201), ("note", "x" * 10_001)])
def test_what_is_not_in_the_list_or_too_long_is_a_field_error(as_ann, topics, post, good, field, value):
    answer = post(as_ann, NEW, **good | {"contribution": "hosted", field: value})
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("field", ["title", "note", "source", "link", "minutes", "kind"])
def test_nul_and_lone_surrogates_never_reach_the_database(as_ann, good, field):
    for bad in (b"a%00b", b"a%ED%A0%80b", b"a%FFb"):
        body = b"&".join([b"op_id=" + op_id().encode(), *(name.encode() + b"=" + value.encode().replace(b" ", b"+") for name, value in good.items()
                                                          if name != field), field.encode() + b"=" + bad])
        answer = as_ann.post(NEW, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 422)
    assert Entry.objects.count() == 0


def test_a_double_click_is_one_entry_and_the_same_answer(as_ann, post, good):
    one = op_id()
    first, second = post(as_ann, NEW, op=one, **good), post(as_ann, NEW, op=one, **good)
    assert (Entry.objects.count(), first["Location"]) == (1, second["Location"])


def test_the_same_operation_with_other_words_is_refused_and_changes_nothing(as_ann, post, good):
    one = op_id()
    post(as_ann, NEW, op=one, **good)
    assert post(as_ann, NEW, op=one, **good | {"title": "Other"}).status_code == 409
    assert [entry.title for entry in Entry.objects.all()] == ["Watched Luz start a lab"]


def test_an_employers_session_is_told_kindly_and_nothing_is_noted(client, ann, post, good):
    from staffroom.kit.testing import sign_in
    sign_in(client, ann, "org")
    pages = ("/record/", NEW, "/record/time/", "/record/drafts/", "/record/let-go/", "/record/take/")
    assert [client.get(path).status_code for path in pages] == [403] * 6
    assert post(client, NEW, **good).status_code == 403
    assert Entry.objects.count() == 0


def test_only_five_things_are_asked(as_ann):
    form = as_ann.get(NEW).context["form"]
    assert [name for name, field in form.fields.items() if field.required] == ["title", "kind", "minutes", "on_on", "time_kind"]


def test_words_are_sealed_in_the_database(as_ann, post, good):
    from django.db import connection
    post(as_ann, NEW, **good, note="a canary sings")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, note, source, link FROM record_entry")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"canary" not in stored and b"Luz" not in stored


def test_the_address_of_the_form_fills_nothing_by_itself(as_ann):
    page = as_ann.get(f"{reverse('record:new')}?title=Injected&minutes=600&from=step:nothere")
    assert "Injected" not in page.content.decode()
    assert [page.context["form"][name].value() for name in ("title", "minutes")] == [None, None]

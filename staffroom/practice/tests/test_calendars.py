"""My own calendar in other programs: off until I say so, behind a secret, without my words unless I let them go along."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from staffroom.kit.calendars.reading import read
from staffroom.kit.calendars.writing import Dated
from staffroom.kit.logs import OneLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions, dated, queries
from staffroom.practice.models import CalendarAddress, PlanStep
from staffroom.practice.models.calendars import digest_of
from staffroom.practice.savable import Thing
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
PAGE = "/practice/calendar/"


@pytest.fixture(autouse=True)
def clear_cache():
    cache.clear()


@pytest.fixture
def ann():
    return make_account("Ann Example", zone="America/Chicago")


def post(client, path, **fields):
    return client.post(path, {"op_id": op_id(), **fields})


def file_of(person):
    return reverse("practice:calendar_file", args=[CalendarAddress.objects.get(person=person).secret])


def said(client, person):
    answer = client.get(file_of(person))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [row for _line, row in read(answer.content, date(2026, 1, 1), date(2027, 12, 31))]


def test_it_is_off_until_it_is_switched_on_and_says_what_it_holds(client, ann):
    sign_in(client, ann)
    page = client.get(PAGE).content.decode()
    assert CalendarAddress.objects.count() == 0 and ".ics" not in page and all(words in page for words in dated.kinds())
    assert post(client, PAGE, titles="hidden").status_code == 302
    page = client.get(PAGE).content.decode()
    held = CalendarAddress.objects.get()
    assert (len(held.secret), held.shows_titles, page.count(held.secret)) == (43, False, 2)
    assert f"webcal://testserver{file_of(ann)}" in page and f"http://testserver{file_of(ann)}" in page


@time_machine.travel(NOW, tick=False)
def test_steps_stand_on_their_day_or_in_their_planning_period_and_without_words(client, ann):
    period = actions.add_period(by=ann, weekday=1, starts_at=time(10, 20), minutes=40)
    day = actions.plan(by=ann, title="Secret plan", planned_on=date(2026, 3, 6), why="because")
    slot = actions.plan(by=ann, title="Another", planned_on=date(2026, 3, 10))
    PlanStep.objects.filter(pk=slot.pk).update(period=period)
    actions.plan(by=ann, title="Some day")
    over = actions.plan(by=ann, title="Done", planned_on=date(2026, 3, 7))
    actions.end(by=ann, step=over, ended_as="done")
    actions.open_calendar(by=ann, shows_titles=False)
    first, second = said(client, ann)
    assert (first.title, first.starts, first.uid, first.note, first.url) == ("Staffroom: a step", date(2026, 3, 6), f"{day.code}@staffroom", "", "")
    chicago = ZoneInfo("America/Chicago")  # the clocks went forward on the eighth
    assert (second.starts, second.ends) == (datetime(2026, 3, 10, 10, 20, tzinfo=chicago), datetime(2026, 3, 10, 11, tzinfo=chicago))
    actions.open_calendar(by=ann, shows_titles=True)
    assert [row.title for row in said(client, ann)] == ["Secret plan", "Another"]
    assert b"because" not in client.get(file_of(ann)).content


def test_untold_leaves_out_every_word():
    whole = Dated("k", "t", date(2026, 1, 1), NOW, None, "UTC", "n", "p", "u", language="es", held_by=("a", "b"))
    bare = dated.Mine(whole, "a step").untold
    assert bare == Dated("k", "Staffroom: a step", date(2026, 1, 1), NOW, None, "UTC")


def test_it_speaks_the_language_of_its_owner(client, ann):
    actions.plan(by=ann, title="A", planned_on=date(2026, 3, 6))
    actions.open_calendar(by=ann, shows_titles=False)
    ann.language = "es"
    ann.save()
    assert said(client, ann)[0].title == "Staffroom: un paso"


def test_whoever_has_the_address_reads_it_and_one_that_never_was_is_like_one_that_was_stopped(client, ann):
    actions.open_calendar(by=ann, shows_titles=False)
    old = file_of(ann)
    assert client.get(old).status_code == 200
    actions.renew_calendar(by=ann)
    assert (client.get(old).status_code, client.get(file_of(ann)).status_code) == (404, 200)
    newer = file_of(ann)
    actions.close_calendar(by=ann)
    never = client.get(f"/practice/calendar/{'z' * 43}.ics")
    stopped = client.get(newer)
    assert (stopped.status_code, stopped.content) == (404, never.content.replace(b"z" * 43, newer[len("/practice/calendar/"):-4].encode()))
    assert actions.renew_calendar(by=ann) is None and CalendarAddress.objects.count() == 0


def test_one_tap_makes_it_anew_or_stops_it(client, ann):
    sign_in(client, ann)
    actions.open_calendar(by=ann, shows_titles=True)
    old = file_of(ann)
    post(client, f"{PAGE}new/")
    assert file_of(ann) != old and CalendarAddress.objects.get().shows_titles
    post(client, f"{PAGE}stop/")
    assert CalendarAddress.objects.count() == 0


def test_a_session_of_an_employer_can_neither_see_nor_make_it(client, ann):
    actions.open_calendar(by=ann, shows_titles=False)
    secret = CalendarAddress.objects.get().secret
    sign_in(client, ann, assurance=ORG)
    for answer in (client.get(PAGE), post(client, PAGE, titles="shown"), post(client, f"{PAGE}new/"), post(client, f"{PAGE}stop/")):
        assert answer.status_code == 403 and secret not in answer.content.decode()
    held = CalendarAddress.objects.get()
    assert (held.secret, held.shows_titles) == (secret, False)
    assert not visible_to(Viewer(account=ann, assurance=ORG), CalendarAddress).exists() and not visible_to(NOBODY, CalendarAddress).exists()


def test_an_account_that_was_stopped_is_read_no_more(client, ann):
    actions.open_calendar(by=ann, shows_titles=False)
    ann.is_active = False
    ann.save()
    assert client.get(file_of(ann)).status_code == 404


def test_what_is_known_already_is_not_sent_again_and_no_shared_cache_keeps_it(client, ann):
    actions.plan(by=ann, title="A", planned_on=date(2026, 3, 6))
    actions.open_calendar(by=ann, shows_titles=False)
    first = client.get(file_of(ann))
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("private, no-cache", "noindex") and not first.cookies
    again = client.get(file_of(ann), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(file_of(ann)).content == first.content
    actions.plan(by=ann, title="B", planned_on=date(2026, 3, 7))
    assert client.get(file_of(ann), headers={"if-none-match": first["ETag"]}).status_code == 200


@time_machine.travel(NOW, tick=False)
def test_it_is_read_so_often_and_no_more_and_guessing_is_stopped_sooner(client, ann):
    actions.open_calendar(by=ann, shows_titles=False)
    assert [client.get(f"/practice/calendar/{n:043}.ics").status_code for n in range(61)] == [404] * 60 + [429]
    assert [client.get(file_of(ann)).status_code for _n in range(121)] == [200] * 120 + [429]


def test_statements_do_not_grow_with_what_stands_in_it(client, ann, django_assert_num_queries):
    actions.open_calendar(by=ann, shows_titles=True)
    path = file_of(ann)
    client.get(path)
    for n in range(20):
        actions.plan(by=ann, title=f"A {n}", planned_on=date(2026, 3, 6))
        actions.save(by=ann, thing=Thing(title="S", about_kind="offer", about_id=uuid4()), asked_for="tomorrow")
    with django_assert_num_queries(6):
        client.get(path)


def test_the_database_holds_no_secret_that_opens_anything(ann):
    actions.open_calendar(by=ann, shows_titles=False)
    held = CalendarAddress.objects.get()
    assert held.digest == digest_of(held.secret) and held.secret not in held.digest
    assert queries.calendar_behind(held.digest) is None and queries.calendar_behind(held.secret) == held


def test_no_log_holds_the_address(client, ann, caplog):
    actions.open_calendar(by=ann, shows_titles=False)
    path = file_of(ann)
    with caplog.at_level(logging.DEBUG):
        client.get(path)
        client.get(path.replace(".ics", "x.ics"))
    line = OneLine().format(logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (path,), None))
    assert line == "Internal Server Error: /practice/calendar/….ics"
    formatted = [OneLine().format(record) for record in caplog.records]
    assert not any(CalendarAddress.objects.get().secret in line for line in formatted)


def test_who_asks_to_be_erased_is_read_no_more(client, ann):
    from staffroom.exchange import actions as exchange  # a room above: what it does to this one
    actions.open_calendar(by=ann, shows_titles=False)
    path = file_of(ann)
    exchange.ask_erasure(by=ann)
    assert client.get(path).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_changed_step_keeps_its_name_and_counts_on(client, ann):
    step = actions.plan(by=ann, title="A", planned_on=date(2026, 3, 6))
    actions.open_calendar(by=ann, shows_titles=False)
    PlanStep.objects.filter(pk=step.pk).update(planned_on=date(2026, 3, 9), version=3)
    text = client.get(file_of(ann)).content.decode()
    assert f"UID:{step.code}@staffroom\r\n" in text and "SEQUENCE:2\r\n" in text and "20260309" in text and "20260306" not in text


def test_two_tabs_make_one_address(ann):
    first, second = (actions.open_calendar(by=ann, shows_titles=shown) for shown in (True, False))
    assert (first.secret, CalendarAddress.objects.count(), CalendarAddress.objects.get().shows_titles) == (second.secret, 1, False)


def test_a_stretch_of_days_in_order_and_at_most_five_hundred(ann):
    for n in range(3):
        actions.plan(by=ann, title=str(n), planned_on=date(2026, 3, 9) - timedelta(days=n))
    found = dated.of(Viewer(account=ann, assurance=SELF), told=True)
    assert [one.title for one in found] == ["2", "1", "0"] and dated.of(NOBODY, told=True) == []

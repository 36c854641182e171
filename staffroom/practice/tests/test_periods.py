"""Planning periods, the steps put into them, and the cover that steps need."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id, sign_in
from staffroom.practice import actions, queries
from staffroom.practice.models import Cover, Period, PlanStep
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def tuesday(ann):
    return actions.add_period(by=ann, weekday=1, starts_at=time(10, 20), minutes=40)


def sent(client, path, **fields):
    return client.post(path, {"op_id": op_id(), **fields})


def test_a_period_is_named_seen_in_the_order_of_the_week_and_taken_away(as_ann, ann):
    for weekday, starts_at in (("3", "08:00"), ("1", "13:05"), ("1", "10:20")):
        assert sent(as_ann, "/practice/periods/", weekday=weekday, starts_at=starts_at, minutes="40")["Location"] == "/practice/periods/"
    assert [str(period) for period in queries.periods(Viewer(ann, SELF))] == ["Tuesday 10:20, 40 min", "Tuesday 13:05, 40 min", "Thursday 8:00, 40 min"]
    sent(as_ann, "/practice/periods/", weekday="1", starts_at="10:20", minutes="50")
    first = queries.periods(Viewer(ann, SELF))[0]
    assert (first.minutes, Period.objects.count()) == (50, 3)
    sent(as_ann, f"/practice/periods/{first.code}/remove/")
    assert "10:20" not in as_ann.get("/practice/periods/").content.decode()


@pytest.mark.parametrize("odd", [{"weekday": "7"}, {"starts_at": "25:00"}, {"minutes": "0"}, {"minutes": "481"}, {"minutes": "4.5"}])
def test_what_is_no_period_is_refused_and_the_words_stay(as_ann, odd):
    answer = sent(as_ann, "/practice/periods/", **{"weekday": "1", "starts_at": "10:21", "minutes": "40"} | odd)
    assert (answer.status_code, Period.objects.count()) == (422, 0)
    assert 'value="10:21"' in answer.content.decode() or "starts_at" in odd


def test_periods_end_at_twenty(ann):
    for number in range(actions.MOST_PERIODS):
        actions.add_period(by=ann, weekday=number % 7, starts_at=time(8 + number // 7), minutes=20)
    with pytest.raises(Refusal):
        actions.add_period(by=ann, weekday=6, starts_at=time(20), minutes=20)


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(("day", "becomes"), [("", TUESDAY), ("2026-11-24", TUESDAY), ("2026-11-25", date(2026, 12, 1)), ("2026-12-08", date(2026, 12, 8))])
def test_a_step_in_a_period_has_one_of_its_days(as_ann, tuesday, day, becomes):
    place = sent(as_ann, "/practice/new/", title="Ask Luz", minutes="60", planned_on=day, period=tuesday.code)["Location"]
    step = PlanStep.objects.get()
    assert (step.period, step.planned_on, step.over_period) == (tuesday, becomes, 20)
    page = as_ann.get(place).content.decode()
    assert "10:20" in page and "That is 20 min longer than the period, which has 40 min." in page
    actions.remove_period(by=tuesday.person, period=tuesday)
    step.refresh_from_db()
    assert (step.period, step.planned_on) == (None, becomes)


@time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False)
def test_today_begins_with_the_step_in_todays_period_by_the_clock(as_ann, ann, tuesday):
    sign_in(as_ann, ann)
    late = actions.add_period(by=ann, weekday=1, starts_at=time(13, 5), minutes=30)
    actions.plan(by=ann, title="Long overdue", planned_on=date(2026, 11, 2), minutes=5)
    actions.plan(by=ann, title="In the afternoon", period=late, minutes=5)
    first = actions.plan(by=ann, title="In the morning", period=tuesday, minutes=5)
    last_week = actions.plan(by=ann, title="Last week", period=tuesday, minutes=5)
    PlanStep.objects.filter(pk=last_week.pk).update(planned_on=date(2026, 11, 17))
    step, back = queries.fitting(queries.open_steps(Viewer(ann, SELF)), 15, TUESDAY)
    assert (step, [one.title for one in back]) == (first, ["In the afternoon", "Long overdue", "Last week"])
    page = as_ann.get("/today/").content.decode()
    assert "Your planning period starts at 10:20 and has 40 min." in page


def test_cover_has_minutes_and_a_cost_in_whole_minor_units_or_one_that_is_not_known(as_ann, ann):
    for title, minutes, cost, currency in (("One", "40", "120.50", "usd"), ("Two", "50", "30,00", "USD"), ("Three", "10", "900", "JPY"), ("Four", "20", "", "")):
        sent(as_ann, "/practice/new/", title=title, cover_minutes=minutes, cover_cost=cost, cover_currency=currency)
    actions.plan(by=ann, title="Without")
    actions.end(by=ann, step=actions.plan(by=ann, title="Over", cover=Cover(60, 100, "USD")), ended_as="done")
    rows = {step.title: (step.cover_minutes, step.cover_minor, step.cover_currency) for step in PlanStep.objects.filter(ended_as="")}
    assert rows == {"One": (40, 12050, "USD"), "Two": (50, 3000, "USD"), "Three": (10, 900, "JPY"), "Four": (20, None, ""), "Without": (None, None, "")}
    found = queries.cover(queries.open_steps(Viewer(ann, SELF)))
    assert (found.step_count, found.minutes, found.costs, found.unknown_count) == (4, 120, ["JPY 900", "USD 150.50"], 1)
    page = as_ann.get("/practice/").content.decode()
    assert "4 steps need cover: 120 min together. Cost: JPY 900, USD 150.50. For 1 the cost is not known." in page
    four = PlanStep.objects.get(person=ann, cover_minutes=20)
    assert "Needs cover for 20 min. Its cost is not known." in as_ann.get(f"/practice/{four.code}/").content.decode()


@pytest.mark.parametrize(("fields", "says"), [
    ({"cover_cost": "12", "cover_currency": "USD"}, "For how many minutes?"), ({"cover_minutes": "40", "cover_cost": "12"}, "Say in which currency"),
    ({"cover_minutes": "40", "cover_cost": "12.345", "cover_currency": "USD"}, "That is no amount of this currency."),
    ({"cover_minutes": "40", "cover_cost": "12.5", "cover_currency": "JPY"}, "That is no amount of this currency."),
    ({"cover_minutes": "40", "cover_cost": "12", "cover_currency": "U$D"}, "Three letters, such as USD.")])
def test_a_cost_that_cannot_be_added_up_is_refused_and_the_words_stay(as_ann, fields, says):
    answer = sent(as_ann, "/practice/new/", title="Ask Luz", note="my words", **fields)
    page = answer.content.decode()
    assert (answer.status_code, says in page, "my words" in page, PlanStep.objects.count()) == (422, True, True, 0)


def test_the_form_of_a_step_shows_what_was_said_and_takes_it_back(as_ann, ann, tuesday):
    step = actions.plan(by=ann, title="Ask Luz", period=tuesday, cover=Cover(40, 12050, "USD"))
    page = as_ann.get(f"/practice/{step.code}/").content.decode()
    for words in (f'value="{tuesday.code}" selected', 'value="40"', 'value="120.50"', 'value="USD"'):
        assert words in page
    sent(as_ann, f"/practice/{step.code}/", title="Ask Luz", planned_on=step.planned_on.isoformat(), base="1")
    step.refresh_from_db()
    assert (step.period, step.cover_minutes, step.cover_minor, step.cover_currency) == (None, None, None, "")


def test_nobody_else_knows_my_periods_nor_puts_a_step_into_them(ann, ben, tuesday):
    assert [visible_to(viewer, Period).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [1, 0, 0, 0]
    with pytest.raises(Period.DoesNotExist):
        actions.plan(by=ben, title="Mine", period=tuesday)
    client = sign_in(Client(), ben)
    assert sent(client, "/practice/new/", title="Mine", period=tuesday.code).status_code == 422
    assert sent(client, f"/practice/periods/{tuesday.code}/remove/").status_code == 404
    actions.remove_period(by=ben, period=tuesday)
    assert Period.objects.count() == 1

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions, queries
from staffroom.practice.models import Pace, PlanStep
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)  # a Wednesday


def step(minutes, planned_on=None, **more):
    return PlanStep(minutes=minutes, planned_on=planned_on, **more)


def week(given, steps, ended=(), zone="UTC"):
    return queries.week(given, steps, list(ended), TODAY, zone)


def test_a_plan_of_forty_five_minutes_holds_no_more_and_nothing_is_lost():
    steps = [step(20, TODAY), step(15), step(15), step(10), step(30), step(20, date(2026, 11, 23))]
    held = week(45, steps)
    assert held.steps == [steps[0], steps[1], steps[3]]
    assert held.later == [steps[2], steps[4], steps[5]]
    assert (held.held, held.free, held.over) == (45, 0, 0)


def test_what_has_a_day_this_week_or_before_is_in_it_and_said_to_be_too_much():
    held = week(45, [step(40, date(2026, 11, 2)), step(20, date(2026, 11, 22)), step(5)])
    assert (len(held.steps), held.held, held.over) == (2, 60, 15)


def test_what_was_done_since_monday_where_the_teacher_lives_is_counted_and_what_was_let_go_is_not():
    late = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # still Sunday in Denver
    ended = [step(10, ended_as="done", ended_at=late), step(25, ended_as="let_go", ended_at=datetime(2026, 11, 17, 9, tzinfo=UTC))]
    assert (week(45, [], ended).done, week(45, [], ended, "America/Denver").done) == (10, 0)


def test_a_step_of_unknown_length_is_never_filled_in_and_is_named_when_it_has_a_day():
    held = week(45, [step(None), step(None, TODAY)])
    assert (len(held.steps), held.unknown_count, held.held) == (1, 1, 0)


def test_a_step_that_rests_until_after_this_week_is_not_filled_in():
    assert week(45, [step(5, not_before_on=date(2026, 11, 23))]).steps == []


def test_naming_minutes_and_taking_them_away(as_ann, ann):
    actions.plan(by=ann, title="Short", minutes=20)
    actions.plan(by=ann, title="Long", minutes=40)
    as_ann.post("/practice/pace/", {"op_id": op_id(), "week_minutes": "45"})
    page = as_ann.get("/practice/").content.decode()
    assert "This week holds 40 min of 45 min." in page and "5 min are free." in page
    assert page.index("Long") < page.index("After this week") < page.index("Short")
    as_ann.post("/practice/pace/", {"op_id": op_id(), "week_minutes": ""})
    assert not Pace.objects.exists()
    assert "This week holds" not in as_ann.get("/practice/").content.decode()


@pytest.mark.parametrize("minutes", ["0", "-5", "3001", "an hour", "1.5"])
def test_minutes_that_no_week_has_are_refused_and_shown_again(as_ann, minutes):
    answer = as_ann.post("/practice/pace/", {"op_id": op_id(), "week_minutes": minutes})
    assert answer.status_code == 422
    assert f'value="{minutes}"' in answer.content.decode()
    assert not Pace.objects.exists()


def test_my_minutes_are_mine_alone(ann):
    actions.set_pace(by=ann, week_minutes=45)
    assert [visible_to(viewer, Pace).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(make_account("Ben"), SELF))] == [1, 0, 0]
    assert sign_in(Client(), ann, "org").post("/practice/pace/", {"op_id": op_id(), "week_minutes": "5"}).status_code == 403


def test_a_plan_with_a_pace_takes_the_same_statements_for_ten_and_two_hundred_steps(as_ann, ann, django_assert_max_num_queries):
    actions.set_pace(by=ann, week_minutes=45)
    for count in (10, 190):
        PlanStep.objects.bulk_create([PlanStep(person=ann, title=b"", minutes=5) for _n in range(count)])
        with django_assert_max_num_queries(8):
            assert as_ann.get("/practice/").status_code == 200

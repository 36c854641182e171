from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions, queries
from staffroom.practice.models import PlanStep
from staffroom.sharing.rules import can, visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(ann):
    return actions.plan(by=ann, title="Sort tickets at the door", minutes=6, why="Nobody tells me who got it")


def test_a_step_planned_twice_for_one_offer_stands_once(ann):
    offer = uuid4()
    first = actions.plan(by=ann, title="One", about_kind="offer", about_id=offer)
    assert actions.plan(by=ann, title="Two", about_kind="offer", about_id=offer) == first
    assert [one.title for one in PlanStep.objects.filter(person=ann)] == ["One"]


def test_a_plan_ends_at_two_hundred_open_steps(ann):
    PlanStep.objects.bulk_create([PlanStep(person=ann, title=b"") for _n in range(actions.MOST_OPEN)])
    with pytest.raises(Refusal):
        actions.plan(by=ann, title="One more")


def test_only_its_owner_with_a_key_of_their_own_sees_a_step(ann, ben, step):
    assert [visible_to(viewer, PlanStep).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [1, 0, 0, 0]
    assert [can(viewer, "change", step) for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [
        True,
        False,
        False,
        False,
    ]
    assert [reader.account for reader in who_can_see(step)] == [ann]


def test_two_edits_at_once_are_both_kept(ann, step):
    actions.change(by=ann, step=step, version=1, title="First", minutes=6, planned_on=None, note="")
    with pytest.raises(actions.Changed) as changed:
        actions.change(by=ann, step=step, version=1, title="Second", minutes=6, planned_on=None, note="")
    assert changed.value.thing.title == "First"


def test_a_step_is_ended_once_and_opened_again(ann, step):
    actions.end(by=ann, step=step, ended_as="let_go")
    actions.end(by=ann, step=step, ended_as="done")
    assert PlanStep.objects.get().ended_as == "let_go"
    assert actions.reopen(by=ann, step=step).ended_as == ""


def test_nobody_ends_the_step_of_another(ben, step):
    actions.end(by=ben, step=step, ended_as="done")
    actions.not_today(by=ben, step=step)
    held = PlanStep.objects.get()
    assert (held.ended_as, held.not_before_on) == ("", None)


def test_an_act_leaves_one_line_without_words(ann, step):
    line = AuditLine.objects.get(act="practice.plan")
    assert (line.by_id, line.row_id) == (ann.pk, step.pk)


TODAY = date(2026, 11, 22)


def steps(*facts):
    return [PlanStep(minutes=minutes, planned_on=planned, not_before_on=rests) for minutes, planned, rests in facts]


def test_a_step_whose_day_has_come_is_first_whatever_it_takes():
    rows = steps((5, None, None), (90, TODAY, None))
    assert queries.fitting(rows, 6, TODAY) == (rows[1], [rows[0]])


def test_the_shortest_step_that_fits_comes_before_one_of_unknown_length():
    rows = steps((None, None, None), (12, None, None), (5, None, None), (60, None, None))
    assert queries.fitting(rows, 15, TODAY) == (rows[2], [rows[1], rows[0], rows[3]])


def test_a_step_that_rests_until_tomorrow_is_not_shown_today():
    rows = steps((5, None, TODAY + timedelta(days=1)))
    assert queries.fitting(rows, 15, TODAY) == (None, [])
    assert queries.fitting(rows, 15, TODAY + timedelta(days=1))[0] is rows[0]


def test_nothing_fits_when_all_are_longer_and_three_at_most_are_to_go_back_to():
    rows = steps(*[(60, None, None)] * 5)
    assert queries.fitting(rows, 6, TODAY) == (None, rows[:3])


def test_a_page_of_the_plan_takes_the_same_statements_for_ten_and_two_hundred_steps(as_ann, ann, django_assert_max_num_queries):
    for count in (10, 190):
        PlanStep.objects.bulk_create([PlanStep(person=ann, title=b"") for _n in range(count)])
        with django_assert_max_num_queries(8):
            assert as_ann.get("/practice/").status_code == 200


def test_a_step_of_my_own_words_is_kept_changed_and_let_go(as_ann, ann):
    made = as_ann.post("/practice/new/", {"op_id": op_id(), "title": "Call Mr Osei", "minutes": "10", "planned_on": "", "note": "about the trip"})
    assert made.status_code == 302
    step = PlanStep.objects.get(person=ann)
    assert (step.title, step.minutes, step.why) == ("Call Mr Osei", 10, "about the trip")
    body = {"op_id": op_id(), "title": "Call Mr Osei on Monday", "minutes": "", "planned_on": "2026-11-23", "note": "", "base": "1"}
    assert as_ann.post(made["Location"], body).status_code == 302
    assert PlanStep.objects.get().planned_on == date(2026, 11, 23)
    assert as_ann.post(made["Location"] + "let-go/", {"op_id": op_id()}).status_code == 302
    assert PlanStep.objects.get().ended_as == "let_go"


def test_a_form_that_cannot_be_kept_says_why_and_keeps_the_words(as_ann):
    answer = as_ann.post("/practice/new/", {"op_id": op_id(), "title": "Call", "minutes": "an hourish", "note": "my words"})
    assert answer.status_code == 422
    assert "Whole minutes, such as 15." in answer.content.decode()
    assert "my words" in answer.content.decode()


@pytest.mark.parametrize("minutes", ["-30", "0", "1e309", "NaN", "30.0000001", "99999999999"])
def test_minutes_that_cannot_be_added_up_are_refused(as_ann, minutes):
    assert as_ann.post("/practice/new/", {"op_id": op_id(), "title": "Call", "minutes": minutes}).status_code == 422
    assert not PlanStep.objects.exists()


def test_an_edit_over_a_newer_one_shows_both(as_ann, ann, step):
    actions.change(by=ann, step=step, version=1, title="From my phone", minutes=6, planned_on=None, note="")
    answer = as_ann.post(f"/practice/{step.code}/", {"op_id": op_id(), "title": "From my desk", "base": "1"})
    assert answer.status_code == 409
    assert "From my phone" in answer.content.decode() and "From my desk" in answer.content.decode()


def test_another_teacher_gets_the_same_answer_as_for_a_step_that_never_was(step):
    ben = sign_in(Client(), make_account("Ben"))
    for path in ("/practice/{}/", "/practice/{}/let-go/"):
        mine, never = (ben.post(path.format(code), {"op_id": op_id()}) for code in (step.code, "zzzzzzzzzzzz"))
        assert mine.status_code == never.status_code == 404


def test_a_school_session_stays_outside_and_is_told_why(ann, step):
    client = sign_in(Client(), ann, "org")
    answer = client.get("/practice/")
    assert answer.status_code == 403
    assert step.title not in answer.content.decode()
    assert "notebook stays shut" in answer.content.decode()


def test_not_today_rests_until_tomorrow_where_the_teacher_lives(as_ann, ann, step):
    type(ann).objects.filter(pk=ann.pk).update(zone="Pacific/Auckland")
    as_ann.post(f"/practice/{step.code}/not-today/", {"op_id": op_id()})
    assert PlanStep.objects.get().not_before_on == clock.today_in("Pacific/Auckland") + timedelta(days=1)

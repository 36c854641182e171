"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from staffroom.kit import clock
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.practice import actions
from staffroom.practice.models import FollowUp, PlanStep, Study, Telling
from staffroom.record.models import Entry

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 20


def at_once(*acts):
    """Do them in threads of their own from one barrier on; what went wrong, if anything did. An act is a function and its keywords."""
    barrier, wrong = threading.Barrier(len(acts)), []

    def run(act, given):
        barrier.wait(timeout=20)
        try:
            act(**given)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


def test_a_step_ended_four_times_in_one_moment_is_asked_about_once(transactional_db):
    assert connection.vendor == "postgresql"
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        about = {"by": ann, "title": "Try", "about_kind": "offer", "about_id": uuid4(), "from_id": uuid4()}
        assert at_once(*[(actions.ask_later, about)] * 4) == []
        assert list(FollowUp.objects.filter(person=ann).order_by("after_days").values_list("after_days", flat=True)) == [21, 42]


def test_two_answers_in_one_moment_are_one_answer_whole(transactional_db):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        actions.ask_later(by=ann, title="Try", from_id=uuid4())
        row = FollowUp.objects.get(person=ann, after_days=21)
        said = [("yes", "kept", "more"), ("no", "let_go", "less")]
        assert at_once(*((actions.answer, {"by": ann, "follow_up": row, "easier": easier, "still": still, "pupils": pupils}) for easier, still, pupils in said)) == []
        row.refresh_from_db()
        assert (row.easier, row.still, row.pupils) in said


def test_a_teacher_who_tells_both_answers_in_one_moment_is_one_stroke(transactional_db):
    for _round in range(ROUNDS):
        ann, about = make_account("Ann"), uuid4()
        actions.ask_later(by=ann, title="Try", about_kind="offer", about_id=about, from_id=uuid4())
        rows = list(FollowUp.objects.filter(person=ann))
        for row in rows:
            actions.answer(by=ann, follow_up=row, easier="yes")
        assert at_once(*((actions.tell, {"by": ann, "follow_up": row}) for row in rows)) == []
        assert Telling.objects.filter(about_id=about).count() == 1


def test_a_course_begun_and_noted_in_two_tabs_at_once_is_one_course_and_one_entry(transactional_db):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        step, today = actions.plan(by=ann, title="A course"), clock.today_in("UTC")
        assert at_once(*[(actions.begin_study, {"by": ann, "step": step, "week_minutes": 60})] * 3) == []
        study = Study.objects.get(person=ann)
        assert at_once(*((actions.check_in, {"by": ann, "study": study, "on_on": today, "minutes": minutes}) for minutes in (10, 20, 30))) == []
        assert Entry.objects.get(person=ann).minutes == 60


def test_a_goal_changed_in_two_tabs_at_once_keeps_one_and_shows_the_other(transactional_db):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        goal = actions.set_goal(by=ann, title="x")
        changes = [(actions.change_goal, {"by": ann, "goal": goal, "version": 1, "title": title, "by_on": None}) for title in ("phone", "desk")]
        wrong = at_once(*changes)
        assert [type(error) for error in wrong] == [actions.Changed]
        goal.refresh_from_db()
        assert (goal.version, {goal.title, wrong[0].thing.title}) == (2, {goal.title})


def test_three_workers_in_one_moment_remind_a_person_once(transactional_db):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        for _thing in range(3):
            PlanStep.objects.create(person=ann, title="x", planned_on=clock.today_in("UTC"))
        Notice.objects.all().delete()
        assert at_once(*[(actions.remind_due, {"by": None})] * 3) == []
        is_morning = clock.now().hour >= 7
        assert Notice.objects.filter(person=ann).count() == int(is_morning)


def test_two_workers_in_one_moment_tell_a_person_once(transactional_db):
    for _round in range(ROUNDS):
        ann = make_account("Ann")
        for _thing in range(3):
            actions.ask_later(by=ann, title="Try", from_id=uuid4())
        FollowUp.objects.filter(person=ann).update(due_at=ann.made_at)
        assert at_once(*[(actions.ask_due, {"by": None})] * 3) == []
        assert (Notice.objects.filter(person=ann).count(), FollowUp.objects.filter(person=ann, asked_at=None).count()) == (1, 0)

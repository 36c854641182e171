"""From idea to kept: where each change stands, how old it is, and what rests for sixty days; its owner alone sees it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit.testing import op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.practice import actions, queries
from staffroom.practice.depth import stands
from staffroom.practice.models import FollowUp, PlanStep
from staffroom.record import actions as record
from staffroom.sharing.viewers import ORG, SELF, Viewer

DAY = date(2026, 9, 1)
MADE = datetime(2026, 9, 1, 12, tzinfo=UTC)


def on(days):
    return time_machine.travel(MADE + timedelta(days=days), tick=False)


def later(days):
    return DAY + timedelta(days=days)


def way(*events, **more):
    return [(stage, (day - DAY).days) for stage, day in stands([(stage, later(days)) for stage, days in events], **more).way]


@pytest.mark.parametrize(("events", "is_open", "expected"), [
    ([("idea", 0)], True, [("idea", 0)]),
    ([("kept", 30), ("tried", 5), ("idea", 0)], False, [("idea", 0), ("tried", 5), ("kept", 30)]),
    ([("idea", 0), ("tried", 5), ("idea", 9)], True, [("idea", 0), ("tried", 5)]),
    ([("idea", 0), ("kept", 30), ("kept", 42), ("let_go", 60)], False, [("idea", 0), ("kept", 30), ("let_go", 60)]),
    ([("idea", 0), ("let_go", 5), ("idea", 9)], True, [("idea", 0), ("let_go", 5), ("idea", 9)]),
    ([("idea", 0), ("tried", 3), ("let_go", 5)], True, [("idea", 0), ("tried", 3), ("let_go", 5), ("tried", 5)]),
    ([("idea", 0), ("tried", 0), ("kept", 0)], False, [("idea", 0), ("tried", 0), ("kept", 0)]),
])
def test_a_change_goes_its_way(events, is_open, expected):
    assert way(*events, is_open=is_open) == expected


@pytest.mark.parametrize(("events", "moved", "days", "resting"), [
    ([("idea", 0)], (), 59, False), ([("idea", 0)], (), 60, True), ([("idea", 0)], (later(10), None), 69, False), ([("tried", 0)], (), 60, True),
    ([("kept", 0)], (), 400, False), ([("let_go", 0)], (), 400, False),
])
def test_an_idea_and_a_try_rest_after_sixty_days(events, moved, days, resting):
    assert stands([(stage, later(day)) for stage, day in events], moved=moved).is_resting(later(days)) == resting


def board(account, days):
    page = queries.changes(Viewer(account, SELF), later(days))
    return [(change.title, change.head, change.days, [words for words, _day in change.way]) for change in page]


def note(by, step, days):
    return record.note(by=by, title=step.title, kind="tried", minutes=20, on_on=later(days), outcome="mixed", from_kind="step", from_id=step.pk)


@pytest.mark.django_db
def test_changes_stand_from_idea_to_kept_with_the_age_of_each(ann):
    """S4-15: idea, tried, kept, let go, with days; out of what was noted anyway."""
    with on(0):
        for title in ("idea", "tried", "kept", "dropped", "read"):
            actions.plan(by=ann, title=title)
        steps = {step.title: step for step in PlanStep.objects.all()}
        record.note(by=ann, title="read", kind="read", minutes=5, on_on=DAY, from_kind="step", from_id=steps["read"].pk)
        alone = record.note(by=ann, title="alone", kind="tried", minutes=5, on_on=later(-3))
    with on(10):
        note(ann, steps["tried"], 10)
        kept = note(ann, steps["kept"], 10)
        actions.end(by=ann, step=steps["dropped"], ended_as="let_go")
    with on(32):
        actions.answer(by=ann, follow_up=FollowUp.objects.get(from_id=kept.pk, after_days=21), easier="yes", still="changed")
        actions.answer(by=ann, follow_up=FollowUp.objects.get(from_id=alone.pk, after_days=21), easier="no", still="let_go")
    assert board(ann, 33) == [
        ("idea", "Idea", 33, ["Idea"]), ("tried", "Tried", 33, ["Idea", "Tried"]), ("kept", "Kept", 33, ["Idea", "Tried", "Kept"]),
        ("dropped", "Let go", 33, ["Idea", "Let go"]), ("alone", "Let go", 36, ["Tried", "Let go"])]


@pytest.mark.django_db
def test_what_rested_for_sixty_days_is_shown_to_its_owner_alone_and_kindly(ann, ben):
    """S4-21: no notice, no count for others; go on, smaller, let it go."""
    with on(0):
        step = actions.plan(by=ann, title="Wait three seconds")
        done = actions.plan(by=ann, title="Three piles")
        entry = note(ann, done, 0)
    with on(60):
        as_ann = sign_in(Client(), ann)
        shown = as_ann.get("/practice/changes/").content.decode()
        assert all(words in shown for words in ("Nothing happened for 60 days", "That is nothing bad.", f"/practice/{step.code}/go-on/", "Make it smaller",
                                                f"/practice/{step.code}/let-go/", "/practice/asked/", f"from=step:{done.code}"))
        assert [board(ben, 60), queries.changes(Viewer(ann, ORG), later(60)).paginator.count, Notice.objects.count()] == [[], 0, 0]
        assert as_ann.post(f"/practice/{step.code}/go-on/", {"op_id": op_id()})["Location"] == "/practice/changes/"
    assert [(title, head) for title, head, *_more in board(ann, 119)] == [("Three piles", "Nothing happened for 60 days"), ("Wait three seconds", "Idea")]
    with on(119):
        actions.change(by=ann, step=step, version=1, title="Wait two seconds", minutes=5, planned_on=None, note="")
    assert [head for title, head, *_more in board(ann, 178) if title == "Wait two seconds"] == ["Idea"]
    assert [head for title, head, *_more in board(ann, 179) if title == "Wait two seconds"] == ["Nothing happened for 60 days"]
    assert entry.pk is not None


@pytest.mark.django_db
def test_nobody_goes_on_with_a_step_of_another(ann, ben):
    with on(0):
        step = actions.plan(by=ann, title="Wait three seconds")
        before = step.not_before_on
        assert sign_in(Client(), ben).post(f"/practice/{step.code}/go-on/", {"op_id": op_id()}).status_code == 404
        actions.go_on(by=ben, step=step)
    assert PlanStep.objects.get().not_before_on == before


@pytest.mark.django_db
def test_the_board_takes_as_many_statements_for_many_changes_as_for_two(as_ann, ann):
    counts = []
    for count in (2, 40):
        for number in range(count):
            step = actions.plan(by=ann, title=f"A change {number}")
            if number % 2:
                note(ann, step, 0)
        as_ann.get("/practice/changes/")
        with CaptureQueriesContext(connection) as asked:
            assert as_ann.get("/practice/changes/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8, counts


@pytest.mark.django_db
def test_an_empty_board_offers_the_first_step(as_ann):
    assert "/practice/new/" in as_ann.get("/practice/changes/").content.decode()

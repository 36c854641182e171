"""Goals: one private sentence, steps that belong to it or to none, and what came of it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.frameworks.pins import Pin, loads
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions, queries
from staffroom.practice.models import Goal, PlanStep
from staffroom.record import actions as record
from staffroom.sharing import actions as sharing
from staffroom.sharing.rules import can, rule_for, visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
WORDS = "Every class leaves with one clear thing"


@pytest.fixture
def goal(ann):
    return actions.set_goal(by=ann, title=WORDS, by_on=date(2027, 6, 1))


def steps_of(goal):
    """Three steps: one to take, one done, one let go."""
    made = [actions.plan(by=goal.person, title=title, minutes=10, goal=goal, why=f"because of {title}") for title in ("Ask Luz", "Try tickets", "Read more")]
    actions.end(by=goal.person, step=made[1], ended_as="done")
    actions.end(by=goal.person, step=made[2], ended_as="let_go")
    return made


def test_a_goal_is_noted_changed_reached_and_opened_again(as_ann, ann):
    made = as_ann.post("/practice/goals/new/", {"op_id": op_id(), "title": WORDS, "by_on": "2027-06-01"})
    goal = Goal.objects.get(person=ann)
    assert (made["Location"], goal.title, goal.by_on) == (f"/practice/goals/{goal.code}/", WORDS, date(2027, 6, 1))
    as_ann.post(made["Location"], {"op_id": op_id(), "title": "Shorter", "by_on": "", "base": "1"})
    goal.refresh_from_db()
    assert (goal.title, goal.by_on, goal.version) == ("Shorter", None, 2)
    for how, ended in (("reached", "reached"), ("let-go", "reached"), ("again", ""), ("let-go", "let_go")):
        as_ann.post(f"{made['Location']}{how}/", {"op_id": op_id()})
        goal.refresh_from_db()
        assert (goal.ended_as, goal.ended_at is None) == (ended, not ended)
    assert [line.act for line in AuditLine.objects.filter(row_kind="practice.Goal").order_by("at")][:2] == ["practice.set_goal", "practice.change_goal"]


def test_two_changes_at_once_are_both_seen_and_nothing_is_lost(as_ann, ann, goal):
    actions.change_goal(by=ann, goal=goal, version=1, title="From my phone", by_on=None)
    answer = as_ann.post(f"/practice/goals/{goal.code}/", {"op_id": op_id(), "title": "From my desk", "base": "1"})
    assert answer.status_code == 409
    assert "From my phone" in answer.content.decode() and "From my desk" in answer.content.decode()
    assert Goal.objects.get().title == "From my phone"
    again = as_ann.post(f"/practice/goals/{goal.code}/", {"op_id": op_id(), "title": "From my desk", "base": str(answer.context["base"])})
    assert (again.status_code, Goal.objects.get().title) == (302, "From my desk")


def test_a_step_belongs_to_a_goal_or_to_none(as_ann, ann, goal):
    page = as_ann.get(f"/practice/new/?goal={goal.code}").content.decode()
    assert f'value="{goal.code}" selected' in page
    as_ann.post("/practice/new/", {"op_id": op_id(), "title": "Ask Luz", "goal": goal.code})
    step = PlanStep.objects.get()
    assert (step.goal, WORDS in as_ann.get(f"/practice/{step.code}/").content.decode()) == (goal, True)
    as_ann.post(f"/practice/{step.code}/", {"op_id": op_id(), "title": "Ask Luz", "goal": "", "base": "1"})
    assert PlanStep.objects.get().goal is None


def test_a_step_keeps_a_goal_that_was_reached(as_ann, ann, goal):
    step = steps_of(goal)[0]
    actions.end_goal(by=ann, goal=goal, ended_as="reached")
    as_ann.post(f"/practice/{step.code}/", {"op_id": op_id(), "title": "Ask Tomás", "goal": goal.code, "base": "1"})
    assert (PlanStep.objects.get(pk=step.pk).title, PlanStep.objects.get(pk=step.pk).goal) == ("Ask Tomás", goal)
    assert WORDS not in as_ann.get("/practice/new/").content.decode()


def test_the_goal_of_another_is_no_goal_of_mine(as_ann, ann, ben, goal):
    theirs = actions.set_goal(by=ben, title="Ben's own words")
    answer = as_ann.post("/practice/new/", {"op_id": op_id(), "title": "Ask Luz", "goal": theirs.code})
    assert (answer.status_code, PlanStep.objects.count(), "Ben" in answer.content.decode()) == (422, 0, False)
    with pytest.raises(Goal.DoesNotExist):
        actions.plan(by=ann, title="Ask Luz", goal=theirs)
    assert as_ann.get(f"/practice/goals/{theirs.code}/").status_code == as_ann.get("/practice/goals/zzzzzzzzzzzz/").status_code == 404


def test_its_page_holds_the_steps_the_minutes_spent_and_what_came_of_them(as_ann, ann, goal):
    open_step, done, let_go = steps_of(goal)
    day = clock.today_in(ann.zone)
    record.note(by=ann, title="Asked Luz about tickets", kind="conversation", minutes=45, on_on=day, from_kind="step", from_id=open_step.pk)
    first = record.note(by=ann, title="Tickets in 4b", kind="tried", minutes=30, on_on=day, from_kind="step", from_id=done.pk)
    record.add_sitting(by=ann, entry=first, on_on=day, minutes=20)
    record.let_go(by=ann, entry=record.note(by=ann, title="By mistake", kind="read", minutes=500, on_on=day, from_kind="step", from_id=let_go.pk))
    record.note(by=ann, title="Something else", kind="read", minutes=7, on_on=day)
    towards = queries.towards(Viewer(ann, SELF), goal)
    assert (towards.steps, {step.title for step in towards.ended}, towards.done_count, towards.let_go_count) == (
        [], {"Ask Luz", "Try tickets", "Read more"}, 2, 1)
    assert (towards.minutes, towards.entry_count, {entry.title for entry in towards.entries}) == (95, 2, {"Asked Luz about tickets", "Tickets in 4b"})
    page = as_ann.get(f"/practice/goals/{goal.code}/").content.decode()
    assert "2 entries in your record, 1 h 35 min together." in page and "2 steps done, 1 let go." in page


def test_only_its_owner_with_a_key_of_their_own_sees_a_goal_and_its_words_are_sealed(ann, ben, goal):
    assert [visible_to(viewer, Goal).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [1, 0, 0, 0]
    assert [can(viewer, "change", goal) for viewer in (Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [False, False, False]
    assert [reader.account for reader in who_can_see(goal)] == [ann]
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, tags FROM practice_goal")
        assert not any(WORDS.encode() in bytes(value) for value in cursor.fetchone())


def test_nobody_ends_or_changes_the_goal_of_another(ben, goal):
    actions.end_goal(by=ben, goal=goal, ended_as="reached")
    with pytest.raises(Goal.DoesNotExist):
        actions.change_goal(by=ben, goal=goal, version=1, title="Mine now", by_on=None)
    assert (Goal.objects.get().title, Goal.objects.get().ended_as) == (WORDS, "")


def test_a_copy_holds_the_sentence_and_what_the_steps_are_called_never_why(ann, ben, goal):
    """S1-03: the principal sees nothing unless a version was handed over."""
    steps_of(goal)
    reader = sign_in(Client(), ben)
    assert reader.get(f"/practice/goals/{goal.code}/").status_code == 404
    copy = sharing.hand(by=ann, thing=goal, reader=ben, until_on=clock.today_in("UTC"))
    page = reader.get(f"/shared/{copy.code}/").content.decode()
    for words in (WORDS, "2027-06-01", "Ask Luz (to do)", "Try tickets (done)", "Read more (let go)"):
        assert words in page
    assert "because of" not in page
    actions.change_goal(by=ann, goal=goal, version=1, title="Another sentence", by_on=None)
    assert "Another sentence" not in reader.get(f"/shared/{copy.code}/").content.decode()
    sharing.take_back(by=ann, copy=copy)
    assert reader.get(f"/shared/{copy.code}/").status_code == 404


def test_a_goal_is_tied_to_a_statement_and_taken_off_again(ann, goal):
    pin = Pin("f", "A map", "1", "n", "1", "I end with a question.")
    actions.tag(by=ann, thing=goal, on=[pin], off=[])
    assert loads(Goal.objects.get().tags) == [pin]
    actions.tag(by=ann, thing=goal, on=[], off=[0])
    assert loads(Goal.objects.get().tags) == []


def test_open_goals_end_at_twenty(as_ann, ann):
    for number in range(actions.MOST_GOALS):
        actions.set_goal(by=ann, title=f"Goal {number}")
    with pytest.raises(Refusal):
        actions.set_goal(by=ann, title="One more")
    answer = as_ann.post("/practice/goals/new/", {"op_id": op_id(), "title": "One more"})
    assert answer.status_code == 422 and "One more" in answer.content.decode() and "nothing was added" in answer.content.decode()


def test_the_pages_take_as_many_statements_for_two_hundred_steps_as_for_two(as_ann, ann, goal):
    counts = []
    for count in (2, 198):
        PlanStep.objects.bulk_create([PlanStep(person=ann, title=b"", goal=goal) for _n in range(count)])
        for path in (f"/practice/goals/{goal.code}/", "/practice/goals/"):
            with CaptureQueriesContext(connection) as asked:
                assert as_ann.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:] and max(counts) <= 8


def test_a_school_session_stays_outside_and_is_told_why(ann, goal):
    client = sign_in(Client(), ann, "org")
    for path in ("/practice/goals/", "/practice/goals/new/", f"/practice/goals/{goal.code}/"):
        answer = client.get(path)
        assert (answer.status_code, WORDS in answer.content.decode()) == (403, False)


def test_whoever_is_gone_leaves_no_goal(ann, goal):
    steps_of(goal)
    assert rule_for(goal).private
    ann.delete()
    assert (Goal.objects.count(), PlanStep.objects.count(), make_account("Ben").pk is not None) == (0, 0, True)

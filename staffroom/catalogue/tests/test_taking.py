"""A goal of which all steps are watched, read or listened to says so kindly; what nobody knows is not judged."""

import pytest

from staffroom.practice import actions, queries
from staffroom.record import actions as record
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
NOTE = "All of this is watching, reading or listening."


@pytest.fixture
def planned(ann, shelf):
    """`planned(goal, kind, …)` plans an offer of this kind towards the goal."""
    def plan(goal, kind, **facts):
        number = len(queries.towards(Viewer(ann, SELF), goal).steps)
        offer = shelf(title=f"Something {number}", kind=kind, url=f"https://example.org/{goal.code}/{number}", **facts)
        return actions.plan(by=ann, title=offer.title, about_kind="offer", about_id=offer.pk, goal=goal)
    return plan


@pytest.fixture
def goal(ann):
    return actions.set_goal(by=ann, title="Wait longer")


def says(account, goal):
    return queries.towards(Viewer(account, SELF), goal).only_takes_in


def test_a_goal_that_only_watches_and_reads_says_so_kindly(as_ann, ann, goal, planned):
    """S1-19: a plan of videos only lacks a try and a talk."""
    planned(goal, "video", watch_minutes=9)
    assert says(ann, goal) is False
    planned(goal, "article")
    page = as_ann.get(f"/practice/goals/{goal.code}/").content.decode()
    assert (NOTE in page, f'/practice/new/?goal={goal.code}">Add something to try' in page) == (True, True)
    actions.plan(by=ann, title="Try it on Tuesday", goal=goal)
    assert NOTE not in as_ann.get(f"/practice/goals/{goal.code}/").content.decode()


@pytest.mark.parametrize(("kind", "facts"), [("piece", {}), ("community", {}), ("course", {}), ("video", {"do_minutes": 5}), ("podcast", {"relate_minutes": 5})])
def test_something_to_do_or_to_talk_over_is_enough(ann, goal, planned, kind, facts):
    planned(goal, "video")
    planned(goal, kind, **facts)
    assert says(ann, goal) is False


def test_what_was_let_go_counts_for_nothing_and_what_was_tried_is_enough(ann, goal, planned):
    first = planned(goal, "video")
    planned(goal, "book")
    dropped = actions.plan(by=ann, title="My own words", goal=goal)
    actions.end(by=ann, step=dropped, ended_as="let_go")
    assert says(ann, goal) is True
    record.note(by=ann, title="Tried it", kind="tried", minutes=10, on_on="2026-11-02", from_kind="step", from_id=first.pk)
    assert says(ann, goal) is False

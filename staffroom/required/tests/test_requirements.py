"""What an office does: put up with a reason, minutes and a day; change, end, let something else count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.notices.models import Notice
from staffroom.orgs import actions as orgs
from staffroom.required import actions
from staffroom.required.actions import Wanted
from staffroom.required.models import Change, Option, Requirement
from staffroom.required.tests.conftest import require, soon, teachers, worker
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("lacks", "words"), [
    ({"reason": ""}, "Nothing is required here without a reason"), ({"minutes": None}, "Nothing is required here without its time"),
    ({"minutes": 0}, "Nothing is required here without its time"), ({"due_on": None}, "Give its last day"),
    ({"roles": []}, "Say for whom"), ({"roles": ["funder"]}, "Say for whom"), ({"must": []}, "Name one thing"),
    ({"may": [Wanted("One"), Wanted("Two")], "choose_count": 3}, "how many of the things")])
def test_without_a_reason_minutes_or_a_last_day_nothing_is_required(world, lacks, words):
    with pytest.raises(Refusal, match=words):
        require(world, **lacks)
    assert not Requirement.objects.exists()


def test_a_day_that_has_been_and_one_far_away_are_no_last_day(world):
    for day in (clock.now().date() - timedelta(days=2), clock.now().date() + timedelta(days=900)):
        with pytest.raises(Refusal, match="Give its last day"):
            require(world, due_on=day)


@pytest.mark.parametrize("lacks", [{"reason": ""}, {"minutes": 0}, {"shown_count": 0}])
def test_the_database_itself_refuses_it_too(world, lacks):
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(**{"organisation": world.juniper, "title": "So", "reason": "So", "minutes": 5, "due_on": soon(), "roles": ",teacher,"} | lacks)


def test_only_who_speaks_for_the_body_or_one_above_it_requires_something(world):
    for person in (world.tom, world.will, world.zoe):
        with pytest.raises(Refusal, match="do not speak"):
            require(world, by=person)
    for person in (world.pia, world.dana):
        assert require(world, by=person).organisation == world.juniper
    with pytest.raises(Refusal, match="do not speak"):
        require(world, body=world.cedar)
    orgs.enrol(by=None, person=world.zoe, organisation=world.juniper, role="auditor")
    with pytest.raises(Refusal, match="do not speak"):
        require(world, by=world.zoe)


def seen_by(person, assurance=SELF, body=""):
    return set(visible_to(Viewer(account=person, assurance=assurance, body=body), Requirement))


def test_everybody_of_the_body_and_below_reads_it_and_nobody_elsewhere(world):
    ours, above = require(world), require(world, by=world.dana, body=world.cedar)
    found = {name: seen_by(getattr(world, name)) for name in ("tom", "pia", "dana", "will", "wanda", "zoe")}
    assert found == {"tom": {ours, above}, "pia": {ours, above}, "dana": {ours, above}, "will": set(), "wanda": set(), "zoe": set()}
    assert seen_by(world.tom, ORG, world.juniper.code) == {ours}, "a school’s sign-in shows what that school requires"
    assert seen_by(world.tom, ORG, world.cedar.code) == {ours, above}
    assert seen_by(world.tom, ORG, world.alder.code) == set()
    orgs.end_membership(by=None, membership=world.tom_role)
    assert seen_by(world.tom) == set()


def test_all_of_whom_it_is_required_are_told_once_whose_it_is_and_not_what(world):
    coach = teachers(world.willow, 1)[0]
    orgs.enrol(by=None, person=coach, organisation=world.juniper, role="coach")
    held = require(world, by=world.dana, body=world.cedar)
    worker()
    actions.tell(by=None, requirement=held, kind="required", mark="up")
    told = Notice.objects.filter(kind="required")
    assert [(row.person, row.name, row.href) for row in told] == [(world.tom, "Cedar District", f"/practice/required/{held.code}/")]


def test_a_session_of_another_body_reads_no_notice_of_what_is_required(world):
    orgs.enrol(by=None, person=world.tom, organisation=world.alder, role="teacher")
    require(world)
    worker()
    told = Notice.objects.get(person=world.tom, kind="required")
    assert [told in visible_to(Viewer(account=world.tom, assurance=how, body=body.code), Notice)
            for how, body in ((SELF, world.juniper), (ORG, world.alder))] == [True, False]


def test_many_are_told_some_at_a_time(world, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    teachers(world.juniper, 5)
    require(world)
    worker()
    assert Notice.objects.filter(kind="required").count() == 6


def test_a_change_says_why_and_how_it_read_before_and_all_are_told(world):
    held = require(world)
    later = soon() + timedelta(days=9)
    with pytest.raises(Refusal, match="Say why you change it"):
        actions.change(by=world.pia, requirement=held, version=1, title=held.title, reason=held.reason, minutes=60, due_on=later, why="")
    actions.change(by=world.pia, requirement=held, version=1, title=held.title, reason=held.reason, minutes=60, due_on=later, why="The hall is taken.")
    held.refresh_from_db()
    was = Change.objects.get()
    assert (held.minutes, held.due_on, held.version) == (60, later, 2)
    assert (was.minutes, was.due_on, was.why, was.by) == (90, soon(), "The hall is taken.", world.pia)
    worker()
    assert Notice.objects.filter(person=world.tom, kind="altered").count() == 1


def test_two_changes_at_once_are_told_apart_and_nothing_is_written_over(world):
    held = require(world)
    said = {"requirement": held, "version": 1, "title": held.title, "reason": held.reason, "due_on": held.due_on, "why": "So"}
    actions.change(by=world.pia, minutes=60, **said)
    with pytest.raises(actions.Changed) as wrong:
        actions.change(by=world.dana, minutes=30, **said)
    assert (wrong.value.requirement.minutes, Requirement.objects.get().minutes) == (60, 60)


def test_a_change_cannot_leave_out_the_reason_the_minutes_or_the_day(world):
    held = require(world)
    for lacks in ({"reason": ""}, {"minutes": None}, {"due_on": None}):
        said = {"title": held.title, "reason": held.reason, "minutes": 60, "due_on": held.due_on} | lacks
        with pytest.raises(Refusal):
            actions.change(by=world.pia, requirement=held, version=1, why="So", **said)


def test_words_of_something_overdue_can_still_be_mended(world):
    held = require(world)
    past = clock.now().date() - timedelta(days=5)
    Requirement.objects.update(due_on=past)
    actions.change(by=world.pia, requirement=held, version=1, title="First aid", reason=held.reason, minutes=90, due_on=past, why="A word too many.")
    assert Requirement.objects.get().title == "First aid"


def test_it_ends_with_a_reason_and_nothing_more_can_be_said_of_it(world):
    held = require(world)
    with pytest.raises(Refusal, match="Say why it ends"):
        actions.end(by=world.pia, requirement=held, why="")
    actions.end(by=world.pia, requirement=held, why="The law was changed.")
    for act, more in ((actions.say_done, {"by": world.tom}), (actions.not_for_me, {"by": world.tom, "why": "known"}), (actions.end, {"by": world.pia, "why": "So"})):
        with pytest.raises(Refusal, match="has ended"):
            act(requirement=held, **more)
    assert seen_by(world.tom) == {held}
    worker()
    assert Notice.objects.filter(person=world.tom, kind="altered").count() == 1


def test_something_else_that_counts_stands_beside_it_for_all_and_all_are_told(world, offers):
    held = require(world)
    for person in (world.tom, world.will):
        with pytest.raises(Refusal, match="do not speak"):
            actions.offer_instead(by=person, requirement=held, instead=Wanted("A book"))
    actions.offer_instead(by=world.pia, requirement=held, instead=Wanted("Calm", offer=offers["Calm"]), words="For those who did it last year.")
    made = Option.objects.get(kind="instead")
    assert (made.name, made.minutes, made.words) == ("Calm in a class of two ages", 8, "For those who did it last year.")
    worker()
    assert Notice.objects.filter(person=world.tom, kind="altered").count() == 1


def test_thirty_things_are_enough(world, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN", 2)
    first = require(world)
    require(world)
    with pytest.raises(Refusal, match="thirty things"):
        require(world)
    actions.end(by=world.pia, requirement=first, why="So")
    require(world)

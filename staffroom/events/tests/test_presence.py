"""Who was there becomes one entry of their record: said, with the code, confirmed; set right with its trail."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from staffroom.events import actions, codes, queries
from staffroom.events.models import Amendment, Going, Presence, Try
from staffroom.events.tests.conftest import at, put_up, span, what
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.practice import actions as practice
from staffroom.practice.models import FollowUp, PlanStep
from staffroom.record import actions as record
from staffroom.record.models import Entry, Evidence, Rung
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
STARTS, ENDS = at("2026-11-12T23:00"), at("2026-11-13T02:00")


@pytest.fixture
def event(world):
    """Thursday 18:00 to 21:00 in New York, with half an hour of supper; zoe goes."""
    with time_machine.travel("2026-11-01T12:00Z"):
        held = actions.put_up(by=world.tom, what=what(span=span("2026-11-12", "18:00", "21:00"), meal_minutes=30))
        actions.answer(by=world.zoe, event=held, says="going")
        actions.answer(by=world.pia, event=held, says="going")
    return held


def during(**more):
    return time_machine.travel(STARTS + timedelta(**more or {"minutes": 5}), tick=False)


def after():
    return time_machine.travel(ENDS + timedelta(hours=1), tick=False)


def rungs(entry) -> list[str]:
    return sorted(Rung.objects.filter(entry=entry).values_list("step", flat=True))


def test_presence_is_one_entry_with_the_minutes_without_meals_on_the_day_of_the_place(world, event):
    with after():
        row = actions.say_present(by=world.zoe, event=event, minutes=event.minutes)
        entry = actions.take(by=world.zoe, presence=row, time_kind="contract")
        assert actions.take(by=world.zoe, presence=row) == entry == Entry.objects.get()
    assert (entry.title, entry.minutes, entry.on_on, entry.kind, entry.time_kind, entry.from_kind) == (
        event.title, 150, date(2026, 11, 12), "conference", "contract", "event")
    assert rungs(entry) == ["noted"] and entry.link.endswith(event.href)


def test_nothing_stands_in_a_record_before_its_owner_takes_it(world, event):
    with during():
        actions.confirm(by=world.tom, event=event, people=[world.zoe])
    assert not Entry.objects.exists()
    with during(), pytest.raises(Refusal):
        actions.take(by=world.zoe, presence=Presence.objects.get())


def test_the_code_at_the_door_is_proof(world, event):
    with during():
        row = actions.say_present(by=world.zoe, event=event, minutes=150, code=queries.door_of(event, on_paper=False).code.lower())
    with after():
        entry = actions.take(by=world.zoe, presence=row)
    assert rungs(entry) == ["noted", "proof"] and Evidence.objects.get().name == "The code at the door"


def test_a_code_holds_twenty_minutes_at_most_and_one_on_paper_until_two_hours_after(world, event):
    with during():
        code, paper = (queries.door_of(event, on_paper=on_paper).code for on_paper in (False, True))
    assert code != paper
    for person, moment, said, fits in ((world.zoe, STARTS + timedelta(minutes=14), code, True), (world.pia, STARTS + timedelta(minutes=26), code, False),
                                       (world.pia, ENDS + timedelta(minutes=119), paper, True), (world.will, ENDS + timedelta(minutes=121), paper, False)):
        with time_machine.travel(moment, tick=False):
            if fits:
                assert actions.say_present(by=person, event=event, minutes=10, code=said).how == "code"
            else:
                with pytest.raises(Refusal):
                    actions.say_present(by=person, event=event, minutes=10, code=said)
    other = put_up(world.tom, days=0)
    assert queries.door_of(other, on_paper=True).code != paper


@given(text=st.text(max_size=30))
def test_a_code_can_be_typed_in_any_way_and_is_never_an_error(text):
    assert isinstance(codes.tidy(text), str) and len(codes.tidy(text)) <= 20


def test_the_list_confirms_in_the_name_of_whoever_keeps_it_and_each_is_told_once(world, event):
    with during():
        assert actions.confirm(by=world.tom, event=event, people=[world.zoe, world.pia]) == 2
        assert actions.confirm(by=world.tom, event=event, people=[world.zoe]) == 0
    with after():
        entry = actions.take(by=world.zoe, presence=Presence.objects.get(person=world.zoe))
    rung = Rung.objects.get(entry=entry, step="confirmed")
    assert (rung.by, rung.in_name, rung.minutes) == (world.tom, str(world.tom), 150)
    assert list(Notice.objects.filter(person=world.zoe).values_list("kind", flat=True)) == ["present"]


def test_what_the_list_says_later_reaches_the_entry_that_was_taken_before(world, event):
    with after():
        row = actions.say_present(by=world.zoe, event=event, minutes=90)
        entry = actions.take(by=world.zoe, presence=row)
        actions.confirm(by=world.tom, event=event, people=[world.zoe])
    assert rungs(entry) == ["confirmed", "noted"] and Rung.objects.get(entry=entry, step="confirmed").minutes == 90
    with after(), pytest.raises(Refusal):
        actions.say_present(by=world.zoe, event=event, minutes=150)


def test_nobody_confirms_themselves_and_nobody_else_keeps_the_list(world, event):
    with after():
        assert actions.confirm(by=world.tom, event=event, people=[world.tom]) == 0
        with pytest.raises(Refusal):
            actions.confirm(by=world.zoe, event=event, people=[world.pia])
    assert not Presence.objects.exists()
    with time_machine.travel(STARTS - timedelta(hours=1)), pytest.raises(Refusal):
        actions.confirm(by=world.tom, event=event, people=[world.zoe])


def test_a_correction_leaves_its_trail_and_the_confirmed_minutes_follow(world, event):
    with after():
        actions.confirm(by=world.tom, event=event, people=[world.zoe])
        row = Presence.objects.get()
        entry = actions.take(by=world.zoe, presence=row)
        actions.correct(by=world.tom, presence=row, minutes=60, why="Left at seven.")
        assert Rung.objects.get(entry=entry, step="confirmed").minutes == 60
        actions.correct(by=world.tom, presence=row, minutes=0, why="It was somebody else.")
    assert rungs(entry) == ["noted"]
    assert list(Amendment.objects.order_by("made_at").values_list("was_minutes", "minutes", "why", "by")) == [
        (150, 60, "Left at seven.", world.tom.pk), (60, 0, "It was somebody else.", world.tom.pk)]
    assert Notice.objects.filter(person=world.zoe, kind="present").count() == 3
    for minutes, why, by in ((200, "So.", world.tom), (10, "", world.tom), (10, "So.", world.zoe)):
        with after(), pytest.raises(Refusal):
            actions.correct(by=by, presence=row, minutes=minutes, why=why)


def test_no_more_minutes_than_there_were_and_not_before_it_begins(world, event):
    for moment, minutes in ((ENDS, 151), (ENDS, 0), (STARTS - timedelta(minutes=31), 10)):
        with time_machine.travel(moment, tick=False), pytest.raises(Refusal):
            actions.say_present(by=world.zoe, event=event, minutes=minutes)


def test_who_hosts_leads_or_helps_has_done_it_for_others(world, event):
    helper = make_account("Hal")
    with time_machine.travel("2026-11-02T12:00Z"):
        actions.answer(by=helper, event=event, says="going")
        actions.give_part(by=world.tom, going=Going.objects.get(person=helper), part="helps")
    with after():
        actions.confirm(by=world.tom, event=event, people=[world.zoe, world.pia, helper])
        hosted = actions.take(by=world.tom, presence=actions.say_present(by=world.tom, event=event, minutes=150))
        helped = actions.take(by=helper, presence=Presence.objects.get(person=helper))
        actions.confirm(by=helper, event=event, people=[world.tom])
    assert [(row.kind, row.contribution, row.helped_count) for row in (hosted, helped)] == [("led", "hosted", 3), ("led", "helped_set_up", 3)]
    assert Rung.objects.get(entry=hosted, step="confirmed").by == helper


def test_an_entry_that_was_let_go_for_good_can_be_taken_again(world, event):
    with after():
        row = actions.say_present(by=world.zoe, event=event, minutes=150)
        first = actions.take(by=world.zoe, presence=row)
        record.let_go(by=world.zoe, entry=first)
        assert actions.take(by=world.zoe, presence=row) == first
    with time_machine.travel(ENDS + timedelta(days=20)):
        record.sweep_removals(by=None)
        assert actions.take(by=world.zoe, presence=row) != first


def test_over_the_night_on_which_clocks_go_back_the_hours_that_passed_count(world):
    with time_machine.travel("2026-10-20T12:00Z"):
        event = actions.put_up(by=world.tom, what=what(span=span("2026-10-31", "23:00", "03:00"), meal_minutes=45))
    with time_machine.travel("2026-11-01T12:00Z"):
        entry = actions.take(by=world.zoe, presence=actions.say_present(by=world.zoe, event=event, minutes=event.minutes))
    assert (entry.minutes, entry.on_on) == (255, date(2026, 10, 31))


def test_who_was_there_is_known_to_them_and_to_whoever_keeps_the_list(world, event):
    with after():
        actions.say_present(by=world.zoe, event=event, minutes=150)

    def seen(account):
        return visible_to(Viewer(account, SELF), Presence).count()
    assert [seen(person) for person in (world.zoe, world.tom, world.pia, world.will)] == [1, 1, 0, 0]


def test_another_event_at_the_same_time_is_said_to_its_person(world, event):
    with time_machine.travel("2026-11-01T12:00Z"):
        other = actions.put_up(by=world.pia, what=what(span=span("2026-11-12", "20:00", "22:00")))
    with after():
        actions.say_present(by=world.zoe, event=event, minutes=150)
        actions.say_present(by=world.zoe, event=other, minutes=60)
        assert [row.event for row in queries.overlaps(Viewer(world.zoe, SELF), other)] == [event]


def test_the_cover_that_whoever_goes_needs_is_one_step_of_their_plan_on_the_day_of_their_own_clock(world):
    event = put_up(world.tom, cover_minutes=150, span=span("2027-03-03", "07:00", "09:00", "Pacific/Auckland"))
    world.zoe.zone = "America/New_York"
    world.zoe.save()
    with pytest.raises(Refusal, match="Say first that you go"):
        actions.plan_cover(by=world.zoe, event=event)
    actions.answer(by=world.zoe, event=event, says="going")
    page = queries.shown(Viewer(world.zoe, SELF), event)
    assert (page.may_plan_cover, page.cover_step) == (True, None) and "150 min" in page.cover
    step = actions.plan_cover(by=world.zoe, event=event)
    assert actions.plan_cover(by=world.zoe, event=event) == step and PlanStep.objects.count() == 1
    assert (step.title, step.planned_on, step.minutes, step.cover_minutes, step.cover_minor) == (event.title, date(2027, 3, 2), 120, 150, None)
    page = queries.shown(Viewer(world.zoe, SELF), event)
    assert (page.may_plan_cover, page.cover_step) == (False, step)
    assert queries.shown(Viewer(world.tom, SELF), event).cover_step is None
    moved = actions.change(by=world.tom, event=event, version=event.version, why="The hall is taken", what=what(
        cover_minutes=150, span=span("2027-03-10", "07:00", "09:00", "Pacific/Auckland")))
    page = queries.shown(Viewer(world.zoe, SELF), moved)
    assert (page.cover_is_late, page.cover_step.planned_on) == (True, date(2027, 3, 2)), "a host moves nothing in somebody's plan"
    again = actions.plan_cover(by=world.zoe, event=moved)
    assert (again.pk, again.planned_on, again.cover_minutes, PlanStep.objects.count()) == (step.pk, date(2027, 3, 9), 150, 1)
    assert not queries.shown(Viewer(world.zoe, SELF), moved).cover_is_late
    for none in ({"cover_minutes": 0}, {}):
        with pytest.raises(Refusal, match="No cover is needed"):
            actions.plan_cover(by=world.tom, event=put_up(world.tom, **none))


def test_what_i_will_try_is_a_step_with_its_day_its_goal_and_the_questions_weeks_later(world, event):
    """S0-12."""
    with after():
        goal = practice.set_goal(by=world.zoe, title="Every class leaves with one clear thing")
        made = actions.will_try(by=world.zoe, event=event, words="Sort at the door", planned_on=date(2026, 11, 19), goal=goal)
    step = PlanStep.objects.get()
    assert (step.title, step.planned_on, step.goal, made.step) == ("Sort at the door", date(2026, 11, 19), goal, step) and event.title in step.why
    assert sorted((row.after_days, row.title) for row in FollowUp.objects.all()) == [(21, "Sort at the door"), (42, "Sort at the door")]
    assert Try.objects.get().words == "Sort at the door"
    with time_machine.travel("2026-11-20T12:00Z"):
        record.note(by=world.zoe, title="Sorted", kind="tried", minutes=10, on_on=date(2026, 11, 20), outcome="worked", from_kind="step", from_id=step.pk)
    assert FollowUp.objects.count() == 2, "what is asked about already is not asked about twice"


def test_a_try_that_is_let_go_is_not_asked_about(world, event):
    with after():
        made = actions.will_try(by=world.zoe, event=event, words="Sort at the door")
        practice.end(by=world.zoe, step=made.step, ended_as="let_go")
    assert not FollowUp.objects.exists()

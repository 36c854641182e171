"""An event hangs, is changed, moved, called off, made again; who may see it."""

from datetime import timedelta

import pytest
import time_machine

from staffroom.events import actions
from staffroom.events.models import Event, EventNews, Going, Presence, Series
from staffroom.events.tests.conftest import at, put_up, span, what, worker
from staffroom.kit import clock, search
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.sharing.rules import can, rule_for, visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db


def sees(account, event, assurance=SELF, body="") -> bool:
    viewer = Viewer(account, assurance, body=body) if account else NOBODY
    seen = visible_to(viewer, Event).filter(pk=event.pk).exists()
    assert can(viewer, "read", event) == seen == bool(rule_for(Event).with_code(viewer, event.code))
    return seen


def told(account) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=account).exclude(kind="joined").order_by("made_at", "pk").values_list("kind", "name"))


def test_any_teacher_hosts_without_asking_an_office(world):
    """S0-51."""
    event = put_up(world.zoe)
    assert (event.host, event.organisation, event.audience, event.going_count) == (world.zoe, None, "public", 0)
    assert sees(None, event) and sees(world.tom, event)
    assert list(Going.objects.values_list("person", "answer", "part")) == [(world.zoe.pk, "going", "hosts")]


def test_in_the_name_of_a_body_only_by_who_speaks_for_it(world):
    with pytest.raises(Refusal):
        put_up(world.tom, organisation=world.juniper)
    event = put_up(world.pia, organisation=world.juniper)
    assert can(Viewer(world.pia, SELF), "run", event) and not can(Viewer(world.tom, SELF), "run", event)


def test_for_a_body_it_is_read_by_its_people_and_those_below_and_by_nobody_else(world):
    event = put_up(world.tom, audience="body", audience_body=world.juniper)
    assert [sees(person, event) for person in (world.tom, world.pia, world.will, world.zoe, None)] == [True, True, False, False, False]
    assert sees(world.pia, event, ORG, world.juniper.code) and not sees(world.pia, event, ORG, "")
    with pytest.raises(Refusal):
        put_up(world.zoe, audience="body", audience_body=world.juniper)
    whole = put_up(world.tom, audience="body", audience_body=world.juniper.parent)
    assert sees(world.pia, whole) and not sees(world.will, whole)


def test_by_link_in_the_name_of_a_body_it_is_read_by_whoever_speaks_for_it(world):
    event = put_up(world.pia, audience="link", organisation=world.juniper)
    assert [sees(person, event) for person in (world.pia, world.dana, world.will, world.tom)] == [True, True, False, False]


def test_by_link_it_is_read_by_those_who_have_a_foot_in_it(world):
    event = put_up(world.tom, audience="link")
    assert [sees(person, event) for person in (world.tom, world.zoe, None)] == [True, False, False]
    actions.answer(by=world.zoe, event=event, says="interested")
    assert sees(world.zoe, event) and not sees(world.zoe, event, ORG)
    actions.change(by=world.tom, event=event, version=1, what=what())
    assert Event.objects.get().door != event.door


def test_only_what_hangs_for_anyone_is_found_by_its_words(world):
    event = put_up(world.tom, title="Quiet corridors")
    hidden = put_up(world.tom, title="Quiet corridors again", audience="link")
    assert [pk for pk, _points in search.find("event", search.parse("corridors"))] == [event.pk]
    actions.change(by=world.tom, event=event, version=1, what=what(title="Quiet corridors", audience="link"))
    assert search.find("event", search.parse("corridors")) == [] and hidden.pk


def test_a_move_is_told_to_all_who_go_wait_or_are_interested_and_a_new_title_to_nobody(world):
    event = put_up(world.tom, capacity=1)
    ben = make_account("Ben")
    for person, says in ((world.zoe, "going"), (world.pia, "going"), (world.will, "interested"), (ben, "not")):
        actions.answer(by=person, event=event, says=says)
    event = actions.change(by=world.tom, event=event, version=1, what=what(capacity=1, title="Another title", meal_minutes=10))
    worker()
    assert event.sequence == 1 and not EventNews.objects.exists() and told(world.zoe) == []
    event = actions.change(by=world.tom, event=event, version=2, what=what(capacity=1, title="Another title", days=9), why="Snow.")
    worker()
    worker()
    news = EventNews.objects.get()
    assert (news.kind, news.why, event.sequence) == ("moved", "Snow.", 2)
    assert [told(person) for person in (world.zoe, world.pia, world.will, ben, world.tom)] == [[("moved", "Another title")]] * 3 + [[], []]


def test_called_off_once_with_its_reason_and_nobody_signs_up_any_more(world):
    event = put_up(world.tom)
    actions.answer(by=world.zoe, event=event, says="going")
    with pytest.raises(Refusal):
        actions.call_off(by=world.tom, event=event, why="")
    actions.call_off(by=world.tom, event=event, why="The heating broke.")
    actions.call_off(by=world.tom, event=event, why="Again.")
    worker()
    assert EventNews.objects.get().why == "The heating broke." and told(world.zoe) == [("off", event.title)]
    for act in (lambda: actions.answer(by=world.pia, event=event, says="going"), lambda: actions.change(by=world.tom, event=event, version=2, what=what())):
        with pytest.raises(Refusal):
            act()


def test_a_change_made_meanwhile_is_not_written_over(world):
    event = put_up(world.tom)
    actions.change(by=world.tom, event=event, version=1, what=what(title="First"))
    with pytest.raises(actions.Changed) as changed:
        actions.change(by=world.tom, event=event, version=1, what=what(title="Second"))
    assert changed.value.event.title == "First" == Event.objects.get().title


def test_nobody_else_changes_moves_or_calls_it_off(world):
    event = put_up(world.tom)
    for act in (lambda: actions.change(by=world.zoe, event=event, version=1, what=what(title="Mine")), lambda: actions.call_off(by=world.zoe, event=event, why="So."),
                lambda: actions.begin_series(by=world.zoe, event=event, every_days=7, count=1),
                lambda: actions.put_up(by=world.zoe, what=what(), edition_of=event)):
        with pytest.raises(Refusal):
            act()


@pytest.mark.parametrize("said", [{"minutes": 1_441}, {"minutes": 60, "meal_minutes": 60}, {"days": 1_200}])
def test_a_time_that_cannot_be_is_refused(world, said):
    with pytest.raises(Refusal):
        put_up(world.tom, **said)


@time_machine.travel("2026-10-20T12:00Z")
def test_editions_stand_ahead_at_the_same_time_on_the_wall_and_each_is_changed_by_itself(world):
    event = actions.put_up(by=world.tom, what=what(span=span("2026-10-27", "18:00", "20:00"), capacity=3, closes_on=at("2026-10-26T00:00").date()))
    series = actions.begin_series(by=world.tom, event=event, every_days=7, count=3)
    rows = list(Event.objects.filter(series=series).order_by("starts_at"))
    assert [(row.begins, row.starts_at.hour, row.capacity) for row in rows] == [
        ("2026-10-27T18:00-04:00", 22, 3), ("2026-11-03T18:00-05:00", 23, 3), ("2026-11-10T18:00-05:00", 23, 3), ("2026-11-17T18:00-05:00", 23, 3)]
    assert rows[1].closes_on.isoformat() == "2026-11-02" and Going.objects.filter(part="hosts").count() == 4
    actions.call_off(by=world.tom, event=rows[1], why="A holiday.")
    assert Event.objects.filter(cancelled_at=None).count() == 3
    with pytest.raises(Refusal):
        actions.begin_series(by=world.tom, event=event, every_days=7, count=58)


def test_the_next_edition_from_the_last_one_stands_in_its_series(world):
    """S0-16."""
    event = put_up(world.tom, days=-30)
    after = actions.put_up(by=world.tom, what=what(), edition_of=event)
    assert after.series == Event.objects.get(pk=event.pk).series == Series.objects.get()
    assert sees(None, after) and sees(None, event)


def test_when_a_zone_changes_its_rules_what_is_to_come_keeps_its_time_on_the_wall(world):
    event, past = put_up(world.tom), put_up(world.tom, days=-2)
    Event.objects.update(starts_at=event.starts_at + timedelta(hours=1), ends_at=event.ends_at + timedelta(hours=1))
    Event.objects.filter(pk=past.pk).update(starts_at=past.starts_at, ends_at=past.ends_at)
    assert [actions.keep_clock_times(by=None), actions.keep_clock_times(by=None)] == [1, 0]
    again = Event.objects.get(pk=event.pk)
    assert (again.starts_at, again.ends_at, again.sequence) == (event.starts_at, event.ends_at, 1)


def test_taken_down_it_is_seen_by_its_host_alone_and_put_up_as_it_was(world):
    event = put_up(world.tom, title="Quiet corridors")
    actions.take_down_event(event)
    event.refresh_from_db()
    assert [sees(person, event) for person in (world.tom, world.zoe, None)] == [True, False, False]
    with pytest.raises(Refusal):
        actions.answer(by=world.zoe, event=event, says="going")
    assert search.find("event", search.parse("corridors")) == []
    actions.put_up_event(event)
    event.refresh_from_db()
    assert sees(None, event) and search.find("event", search.parse("corridors")) != []


def test_who_is_erased_leaves_their_seat_and_what_others_have_a_foot_in_stays_without_the_name(world):
    alone, joined, past = put_up(world.tom, title="Nobody came"), put_up(world.tom, title="To come"), put_up(world.tom, days=-3, title="Past")
    theirs = put_up(world.pia, capacity=1)
    actions.answer(by=world.zoe, event=joined, says="going")
    actions.confirm(by=world.tom, event=past, people=[world.zoe])
    actions.answer(by=world.tom, event=theirs, says="going")
    actions.answer(by=world.zoe, event=theirs, says="going")
    actions.leave(by=None, account=world.tom)
    world.tom.delete()
    worker()
    rows = {row.title: (row.host, row.cancelled_at is not None) for row in Event.objects.exclude(pk=theirs.pk)}
    assert rows == {"To come": (None, True), "Past": (None, False)} and not Event.objects.filter(pk=alone.pk).exists()
    assert Going.objects.get(event=theirs, person=world.zoe).answer == "going"
    assert sorted(told(world.zoe)) == [("off", "To come"), ("present", "Past"), ("seat", theirs.title)]
    assert Presence.objects.get().confirmed_by is None and clock.now()

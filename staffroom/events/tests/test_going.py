"""Seats, the queue, who leads, reminders."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from staffroom.events import actions
from staffroom.events.models import Event, Going
from staffroom.events.tests.conftest import at, put_up, span, what, worker
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world):
    return [make_account(name) for name in ("Ada", "Bea", "Cem", "Dov")]


def says(person, event, what_) -> str:
    return actions.answer(by=person, event=event, says=what_).answer


def told(account) -> list[str]:
    return list(Notice.objects.filter(person=account).exclude(kind="joined").order_by("made_at", "pk").values_list("kind", flat=True))


def test_the_last_seat_is_one_and_who_comes_after_waits_in_order(world, people):
    ada, bea, cem, dov = people
    event = put_up(world.tom, capacity=1)
    assert [says(person, event, "going") for person in people] == ["going", "waits", "waits", "waits"]
    assert says(ada, event, "going") == "going" and Event.objects.get().going_count == 1
    assert says(bea, event, "not") == "not"
    assert says(ada, event, "not") == "not"
    assert [Going.objects.get(person=person).answer for person in people] == ["not", "not", "going", "waits"]
    assert [told(person) for person in people] == [[], [], ["seat"], []]
    assert says(bea, event, "going") == "waits" and Going.objects.get(person=bea).place > Going.objects.get(person=dov).place
    assert Event.objects.get().going_count == 1 and cem.pk


def test_more_seats_let_in_who_waits_and_fewer_than_go_are_refused(world, people):
    event = put_up(world.tom, capacity=1)
    for person in people:
        says(person, event, "going")
    event = actions.change(by=world.tom, event=event, version=1, what=what(capacity=3))
    assert event.going_count == 3 and [told(person).count("seat") for person in people] == [0, 1, 1, 0]
    with pytest.raises(Refusal):
        actions.change(by=world.tom, event=event, version=2, what=what(capacity=2))
    event = actions.change(by=world.tom, event=event, version=2, what=what(capacity=None))
    assert event.going_count == 4


def test_more_may_sign_up_than_there_are_seats_and_all_of_it_follows(world, people):
    """One number lets in, queues, promotes and counts; nobody who was let in is put out by a smaller one."""
    event = put_up(world.tom, capacity=2, over_count=1)
    assert [says(person, event, "going") for person in people] == ["going", "going", "going", "waits"]
    event = Event.objects.get()
    assert (event.places_count, event.left_count, event.standing_count, event.is_full) == (3, 0, 1, True)
    says(people[0], event, "not")
    assert told(people[3]) == ["seat"] and Event.objects.get().going_count == 3
    says(people[0], event, "going")
    with pytest.raises(Refusal, match="More people go already"):
        actions.change(by=world.tom, event=event, version=1, what=what(capacity=2))
    event = actions.change(by=world.tom, event=event, version=1, what=what(capacity=2, over_count=2, over_words="We bring chairs."))
    assert (event.going_count, event.over_words, told(people[0])) == (4, "We bring chairs.", ["seat"])
    for wrong in ({"capacity": 2, "over_count": 3}, {"over_count": 1}):
        with pytest.raises(Refusal, match="as many more"):
            put_up(world.tom, **wrong)
    for beyond in ({"going_count": 5}, {"over_count": 3}, {"capacity": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.update(**beyond)


def test_the_database_itself_holds_no_more_than_there_are_seats(world):
    put_up(world.tom, capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(going_count=3)


def test_interested_and_not_are_known_to_nobody_else_and_going_to_whoever_runs_it(world, people):
    ada, bea, cem, _dov = people
    event = put_up(world.tom)
    for person, answer in ((ada, "going"), (bea, "interested"), (cem, "not")):
        says(person, event, answer)

    def names(account):
        return set(visible_to(Viewer(account, SELF), Going).filter(event=event).values_list("person__name", flat=True))
    assert names(world.tom) == {world.tom.name, "Ada"}
    assert (names(ada), names(bea), names(world.pia)) == ({"Ada"}, {"Bea"}, set())


def test_signing_up_has_its_window_by_the_days_of_the_place(world):
    with time_machine.travel("2026-11-10T12:00Z"):
        event = actions.put_up(by=world.tom, what=what(span=span("2026-11-20", "18:00", "20:00"), opens_on=at("2026-11-12T00:00").date(), closes_on=at("2026-11-14T00:00").date()))
    for moment, open_ in (("2026-11-12T04:59Z", False), ("2026-11-12T05:00Z", True), ("2026-11-15T04:59Z", True), ("2026-11-15T05:00Z", False)):
        with time_machine.travel(moment, tick=False):
            if open_:
                assert says(world.zoe, event, "going") == "going"
                assert says(world.zoe, event, "not") == "not"
            else:
                with pytest.raises(Refusal):
                    says(world.zoe, event, "going")


def test_the_host_takes_no_seat_and_cannot_stay_away_from_it(world):
    event = put_up(world.tom, capacity=1)
    assert event.going_count == 0 and says(world.zoe, event, "going") == "going"
    with pytest.raises(Refusal):
        says(world.tom, event, "not")


def test_who_goes_can_lead_or_help_and_then_keeps_the_list_too(world, people):
    ada, bea, *_others = people
    event = put_up(world.tom)
    says(ada, event, "going")
    says(bea, event, "interested")
    going = actions.give_part(by=world.tom, going=Going.objects.get(person=ada), part="leads")
    assert can(Viewer(ada, SELF), "keep", event) and not can(Viewer(ada, SELF), "run", event)
    for by, row, part in ((ada, going, "helps"), (world.tom, Going.objects.get(person=bea), "helps"), (world.tom, going, "hosts")):
        with pytest.raises(Refusal):
            actions.give_part(by=by, going=row, part=part)
    says(ada, event, "not")
    assert Going.objects.get(person=ada).part == "" and not can(Viewer(ada, SELF), "keep", event)


# Reminders

STARTS = at("2026-11-20T18:00")


@pytest.fixture
def dated(world):
    with time_machine.travel("2026-11-10T12:00Z"):
        event = actions.put_up(by=world.tom, what=what(span=span("2026-11-20", "18:00", "20:00", "UTC")))
        says(world.zoe, event, "going")
        says(world.pia, event, "interested")
    return event


def remind(moment) -> int:
    with time_machine.travel(moment, tick=False):
        return actions.remind_due(by=None)


def test_a_day_and_an_hour_before_each_once_for_those_who_go_and_the_host(world, dated):
    assert [remind(STARTS - timedelta(hours=hours)) for hours in (25, 24, 23, 2, 1, 1, 0)] == [0, 2, 0, 0, 2, 0, 0]
    assert [told(person) for person in (world.zoe, world.tom, world.pia)] == [["soon", "soon"], ["soon", "soon"], []]


def test_after_a_day_without_a_worker_there_is_one_reminder_and_none_when_it_has_begun(world, dated):
    assert [remind(STARTS - timedelta(minutes=30)), remind(STARTS - timedelta(minutes=20)), remind(STARTS)] == [2, 0, 0]
    assert told(world.zoe) == ["soon"]


def test_who_signs_up_within_the_day_is_reminded_an_hour_before_alone(world, dated):
    with time_machine.travel(STARTS - timedelta(hours=10)):
        says(world.will, dated, "going")
    remind(STARTS - timedelta(hours=9))
    assert told(world.will) == []
    remind(STARTS - timedelta(minutes=59))
    assert told(world.will) == ["soon"]


def test_moved_it_is_reminded_of_anew_and_called_off_no_more(world, dated):
    remind(STARTS - timedelta(hours=20))
    with time_machine.travel(STARTS - timedelta(hours=19)):
        moved = actions.change(by=world.tom, event=dated, version=1, what=what(span=span("2026-11-25", "18:00", "20:00", "UTC")))
    assert remind(at("2026-11-24T19:00")) == 2 and told(world.zoe) == ["soon", "soon"]
    with time_machine.travel("2026-11-25T12:00Z"):
        actions.call_off(by=world.tom, event=moved, why="Snow.")
    assert remind(at("2026-11-25T17:30")) == 0


def test_nobody_is_reminded_who_wishes_for_no_reminders(world, dated):
    notices.prefer(by=world.zoe, by_mail=False, quiet_from=17, quiet_to=7, reminds="no")
    assert remind(STARTS - timedelta(hours=1)) == 1 and told(world.zoe) == []


def test_a_mail_waits_for_the_end_of_the_quiet_hours_and_is_not_sent_when_it_has_begun_by_then(world, dated, settings):
    """Quiet from 17 to 7 in UTC: the mail of the day before goes out; that of the hour before would come the next morning."""
    settings.MAIL_WORKS = True
    notices.prefer(by=world.zoe, by_mail=True, quiet_from=17, quiet_to=7)
    remind(STARTS - timedelta(hours=23, minutes=30))
    with time_machine.travel(STARTS - timedelta(hours=12)):
        worker()
        assert len(mail.outbox) == 0
    with time_machine.travel(at("2026-11-20T07:01")):
        worker()
        assert len(mail.outbox) == 1
    remind(STARTS - timedelta(minutes=50))
    with time_machine.travel(at("2026-11-21T07:01")):
        worker()
    assert len(mail.outbox) == 1 and told(world.zoe) == ["soon", "soon"] and clock.now()

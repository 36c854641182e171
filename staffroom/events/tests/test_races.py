"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from staffroom.events import actions, codes
from staffroom.events.models import Asking, Event, Going, Guest, Planned, Presence
from staffroom.events.tests.conftest import put_up, what
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.people.models import Account
from staffroom.practice.tests.test_races import at_once
from staffroom.record.models import Entry, Rung

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
CROWD = 200


@pytest.fixture
def rounds(long) -> range:
    return range(500 if long else 30)


@pytest.fixture
def people(transactional_db):
    assert connection.vendor == "postgresql"
    return [make_account(name) for name in ("Ann", "Ben", "Cora", "Dan")]


def go(person, event, says="going"):
    return actions.answer, {"by": person, "event": event, "says": says}


def answers(event) -> dict:
    return dict(Going.objects.filter(event=event, part="").values_list("person", "answer"))


def test_the_last_seat_is_one_and_everybody_else_waits_in_one_order(people, rounds):
    ann, *others = people
    for _round in rounds:
        event = put_up(ann, capacity=1)
        assert at_once(*(go(person, event) for person in others), go(others[0], event)) == []
        assert sorted(answers(event).values()) == ["going", "waits", "waits"]
        assert Event.objects.get(pk=event.pk).going_count == 1
        assert sorted(Going.objects.filter(event=event, answer="waits").values_list("place", flat=True)) == [1, 2]
        event.delete()


def test_beyond_the_seats_as_many_are_let_in_as_was_said_and_not_one_more(people, rounds):
    ann, *others = people
    for _round in rounds:
        event = put_up(ann, capacity=1, over_count=1)
        assert at_once(*(go(person, event) for person in others), go(others[0], event)) == []
        assert sorted(answers(event).values()) == ["going", "going", "waits"] and Event.objects.get(pk=event.pk).going_count == 2
        first = Going.objects.get(event=event, answer="waits").person
        stepping, staying = (person for person in others if person != first)
        assert at_once(go(stepping, event, "not"), (actions.change, {"by": ann, "event": event, "version": 1, "what": what(capacity=1, over_count=1)})) == []
        assert answers(event) == {stepping.pk: "not", staying.pk: "going", first.pk: "going"} and Event.objects.get(pk=event.pk).going_count == 2
        event.delete()


def test_a_seat_given_back_while_others_sign_up_goes_to_whoever_waits_longest_once(people, rounds):
    ann, ben, cora, dan = people
    for _round in rounds:
        event = put_up(ann, capacity=1)
        for person in (ben, cora):
            actions.answer(by=person, event=event, says="going")
        assert at_once(go(ben, event, "not"), go(ben, event, "not"), go(dan, event)) == []
        assert answers(event) == {ben.pk: "not", cora.pk: "going", dan.pk: "waits"}
        assert Notice.objects.filter(person=cora, kind="seat", key__contains=str(Going.objects.get(event=event, person=cora).pk)).count() == 1
        event.delete()


def test_more_seats_while_somebody_leaves_let_in_as_many_as_there_are(people, rounds):
    ann, ben, cora, dan = people
    for _round in rounds:
        event = put_up(ann, capacity=1)
        for person in (ben, cora, dan):
            actions.answer(by=person, event=event, says="going")
        assert at_once(go(ben, event, "not"), (actions.change, {"by": ann, "event": event, "version": 1, "what": what(capacity=2)})) == []
        assert answers(event) == {ben.pk: "not", cora.pk: "going", dan.pk: "going"} and Event.objects.get(pk=event.pk).going_count == 2
        event.delete()


def test_a_date_that_is_set_twice_is_one_event_and_who_asks_meanwhile_is_either_told_or_refused(people, rounds):
    ann, ben, cora, dan = people
    for _round in rounds:
        planned = actions.announce(by=ann, kind="course", title="Six evenings")
        asks = [(actions.tell_me_first, {"by": person, "planned": planned}) for person in (cora, dan, dan)]
        actions.tell_me_first(by=ben, planned=planned)
        wrong = at_once(*[(actions.put_up, {"by": ann, "what": what(days=9), "planned": planned})] * 2, *asks, (actions.tell_me_no_more, {"by": ben, "planned": planned}))
        assert {type(error) for error in wrong} == {Refusal}
        event = Event.objects.get()
        early = set(Going.objects.filter(event=event, is_early=True).values_list("person", flat=True))
        assert early == set(Asking.objects.values_list("person", flat=True)) and Planned.objects.get().asking_count == len(early)
        assert at_once(*[(actions.tell_first, {"by": None, "planned": planned})] * 3) == [] and not Asking.objects.exists()
        assert set(Notice.objects.filter(kind="first", href=event.href).values_list("person", flat=True)) == early
        Planned.objects.all().delete()
        event.delete()


def test_there_twice_confirmed_twice_and_taken_twice_is_one_presence_and_one_entry(people, rounds):
    ann, ben, cora, _dan = people
    for _round in rounds:
        event = put_up(ann, days=-1)
        said = {"by": ben, "event": event, "minutes": 120}
        wrong = at_once((actions.say_present, said), (actions.say_present, said), *[(actions.confirm, {"by": ann, "event": event, "people": [ben, cora]})] * 2)
        assert {type(error) for error in wrong} <= {Refusal}
        row = Presence.objects.get(event=event, person=ben)
        assert row.confirmed_by == ann and Presence.objects.filter(event=event).count() == 2
        assert at_once(*[(actions.take, {"by": ben, "presence": row})] * 3) == []
        entry = Entry.objects.get(person=ben, from_id=event.pk)
        assert Rung.objects.filter(entry=entry).count() == 2
        assert Notice.objects.filter(person=ben, kind="present", href=event.href).count() == 1
        event.delete()


def test_taken_while_the_list_confirms_it_the_entry_is_confirmed_however_they_meet(people, rounds):
    ann, ben, *_others = people
    for _round in rounds:
        event = put_up(ann, days=-1)
        row = actions.say_present(by=ben, event=event, minutes=120)
        assert at_once((actions.take, {"by": ben, "presence": row}), (actions.confirm, {"by": ann, "event": event, "people": [ben]})) == []
        assert set(Rung.objects.filter(entry__from_id=event.pk).values_list("step", flat=True)) == {"noted", "confirmed"}
        event.delete()


def test_guests_and_accounts_want_one_seat_and_two_accounts_one_guest(people, rounds):
    ann, ben, cora, _dan = people
    for _round in rounds:
        event = put_up(ann, capacity=1)
        code = codes.for_guests(event.door_key)
        come = actions.come_as_guest, {"by": None, "event": event, "code": code}
        assert at_once(*((come[0], come[1] | {"name": name}) for name in ("Gus", "Hal")), go(ben, event)) == []
        rows = Going.objects.filter(event=event, part="")
        assert sorted(rows.values_list("answer", "place")) == [("going", None), ("waits", 1), ("waits", 2)]
        guest = Guest.objects.filter(event=event).order_by("pk")[0]
        wrong = at_once(*((actions.claim, {"by": person, "guest": guest}) for person in (cora, ann)), (actions.forget_guest, {"by": None, "guest": guest}))
        assert {type(error) for error in wrong} <= {Refusal} and len(wrong) == 2
        assert not Guest.objects.filter(pk=guest.pk).exists() and rows.count() in {2, 3} and rows.filter(answer="going").count() == 1
        event.delete()


def test_two_workers_remind_once(people, rounds):
    ann, ben, *_others = people
    for _round in rounds:
        starts = clock.now() + timedelta(minutes=50)
        event = put_up(ann, days=2)
        actions.answer(by=ben, event=event, says="going")
        Event.objects.filter(pk=event.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
        assert at_once(*[(actions.remind_due, {"by": None})] * 3) == []
        assert Notice.objects.filter(kind="soon", href=event.href).count() == 2
        event.delete()


def test_of_two_hundred_who_want_one_of_thirty_seats_in_one_moment_none_is_lost_or_doubled(people):
    """Each with a connection of their own, as many at once as the server lets in."""
    ann, *_others = people
    crowd = [Account(name=f"Number {number}", zone="UTC") for number in range(CROWD)]
    Account.objects.bulk_create(crowd)
    event = put_up(ann, capacity=30)
    gate, room, wrong = threading.Event(), threading.BoundedSemaphore(40), []

    def run(person):
        gate.wait(timeout=30)
        with room:
            try:
                actions.answer(by=person, event=event, says="going")
            except Exception as error:
                wrong.append(error)
            finally:
                connections.close_all()
    threads = [threading.Thread(target=run, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(timeout=120)
    assert wrong == []
    assert sorted(Going.objects.filter(event=event, answer="waits").values_list("place", flat=True)) == list(range(1, CROWD - 29))
    assert Going.objects.filter(event=event, part="", answer="going").count() == Event.objects.get().going_count == 30

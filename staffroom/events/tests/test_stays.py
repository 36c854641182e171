"""Minutes that are measured: coming and leaving, as often as one likes, at the event or at its slots."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from staffroom.events import actions, codes, queries, staying
from staffroom.events.models import Amendment, Presence, Stay
from staffroom.events.tests.conftest import at, put_up
from staffroom.events.tests.test_pages import send, words_of
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import sign_in
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer

DAY = at("2026-11-12T18:00")


def minute(number: int) -> datetime:
    return DAY + timedelta(minutes=number)


def times(*pairs):
    return [(minute(begin), minute(end)) for begin, end in pairs]


@pytest.mark.parametrize(("stays", "breaks", "found"), [
    ([(0, 180)], [], 180), ([(10, 50), (60, 100)], [], 80), ([(10, 50), (40, 100)], [], 90), ([(-30, 20), (170, 400)], [], 30),
    ([(0, 180)], [(60, 90)], 150), ([(50, 70), (80, 100)], [(60, 90)], 20), ([(0, 180)], [(60, 90), (80, 100)], 140), ([(70, 80)], [(60, 90)], 0),
    ([(50, 40)], [], 0), ([], [], 0)])
def test_overlaps_breaks_and_what_lies_outside_are_taken_out(stays, breaks, found):
    assert staying.minutes(times(*stays), (minute(0), minute(180)), times(*breaks)) == found


pair = st.tuples(st.integers(-60, 240), st.integers(-60, 240))


@given(st.lists(pair, max_size=6), st.lists(pair, max_size=4))
def test_it_is_what_counting_minute_by_minute_gives(stays, breaks):
    counted = sum(any(a <= n < b for a, b in stays) and not any(a <= n < b for a, b in breaks) for n in range(180))
    assert staying.minutes(times(*stays), (minute(0), minute(180)), times(*breaks)) == counted
    assert staying.minutes(times(*stays), (minute(0), minute(180)), times(*breaks), 100) == min(counted, 100)


@pytest.mark.django_db
def test_coming_and_leaving_twice_with_the_code_is_one_presence_of_the_minutes_between(world, client):
    event = put_up(world.tom, meal_minutes=30)
    zoe = sign_in(client, world.zoe)
    for after, how in ((5, "in"), (6, "in"), (30, "out"), (50, "in"), (80, "out")):
        with time_machine.travel(event.starts_at + timedelta(minutes=after), tick=False):
            code = queries.door_of(event, on_paper=False).code
            assert send(zoe, f"{event.href}here/", code=code, now=how).status_code == 302
            said = words_of(zoe.get(f"{event.href}here/"))
            assert ("You are there." in said) == (how == "in")
            with pytest.raises(Refusal):
                actions.come_in(by=world.pia, event=event, code="AAAAAA")
    row = Presence.objects.get()
    assert (row.minutes, row.how, row.is_measured, Stay.objects.count()) == (55, "code", True, 2)
    with time_machine.travel(event.starts_at + timedelta(minutes=90), tick=False):
        code = queries.door_of(event, on_paper=False).code
        assert "You did not say that you came." in words_of(send(zoe, f"{event.href}here/", code=code, now="out"))
        actions.say_present(by=world.zoe, event=event, minutes=60, code=code)
    row.refresh_from_db()
    assert (row.minutes, row.is_measured) == (60, False), "what is only said is not measured"
    assert [visible_to(Viewer(person, SELF), Stay).count() for person in (world.zoe, world.tom, world.pia)] == [2, 2, 0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.bulk_create([Stay(event=event, person=world.pia, came_at=DAY), Stay(event=event, person=world.pia, came_at=DAY)])


@pytest.mark.django_db
def test_who_keeps_the_list_tells_stays_of_slots_and_what_it_said_before_stays_beside_it(world):
    event = put_up(world.tom, minutes=180)

    def told(slot, *pairs, **more):
        stays = [(event.starts_at + timedelta(minutes=begin), event.starts_at + timedelta(minutes=end)) for begin, end in pairs]
        return actions.tell_stays(by=world.tom, event=event, person=world.zoe, slot=slot, stays=stays, **more)
    with time_machine.travel(event.ends_at + timedelta(minutes=1), tick=False):
        assert told("one", (0, 50)).minutes == 50
        assert told("two", (60, 110), (45, 70)).minutes == 110
        assert told("one", (20, 50)).minutes == 90, "a slot told again takes the place of what stood there"
        row = Presence.objects.get()
        assert (row.confirmed_by, row.is_measured, Amendment.objects.count(), Stay.objects.count()) == (world.tom, True, 2, 3)
        for by, stays in ((world.zoe, [(event.starts_at, event.ends_at)]), (world.tom, []), (world.tom, [(event.ends_at, event.starts_at)])):
            with pytest.raises(Refusal):
                actions.tell_stays(by=by, event=event, person=world.pia, stays=stays)
        with pytest.raises(Refusal):
            actions.tell_stays(by=world.tom, event=event, person=world.tom, stays=[(event.starts_at, event.ends_at)])
        code = queries.door_of(event, on_paper=True).code
        actions.come_in(by=world.zoe, event=event, code=code)
        actions.go_out(by=world.zoe, event=event, code=code)
    row.refresh_from_db()
    assert row.minutes == 90, "what is confirmed is set right by the list alone"


@pytest.mark.django_db
def test_a_guests_stays_go_with_them_into_an_account(world):
    event = put_up(world.tom)
    guest = actions.come_as_guest(by=None, event=event, name="Gus", code=codes.for_guests(event.door_key))
    for after, act in ((0, actions.come_in), (40, actions.go_out)):
        with time_machine.travel(event.starts_at + timedelta(minutes=after), tick=False):
            act(by=None, guest=guest, event=event, code=queries.door_of(event, on_paper=False).code)
    row = actions.claim(by=world.zoe, guest=guest)
    assert (row.minutes, row.is_measured, Stay.objects.get().person) == (40, True, world.zoe)

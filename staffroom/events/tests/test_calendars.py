"""Events in calendars: as files, for anybody, and in somebody's own calendar."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from staffroom.events import actions
from staffroom.events.models import Event
from staffroom.events.tests.conftest import put_up, span, what
from staffroom.kit.calendars.reading import read
from staffroom.kit.testing import sign_in
from staffroom.practice import actions as practice
from staffroom.practice import dated
from staffroom.practice.models import CalendarAddress
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/secret"


@pytest.fixture(autouse=True)
def clear_cache():
    cache.clear()


def lines(answer) -> list[str]:
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def rows(answer):
    assert answer.status_code == 200
    return [row for _line, row in read(answer.content, date(2026, 1, 1), date(2027, 12, 31))]


def test_an_event_is_put_into_a_calendar_moved_and_taken_out_by_the_same_name(client, world):
    event = put_up(world.tom)
    path = f"/events/{event.code}.ics"
    assert f'href="{path}"' in client.get(event.href).content.decode()
    first = lines(client.get(path))
    assert {"METHOD:PUBLISH", "STATUS:CONFIRMED", f"SUMMARY:{event.title}", "LOCATION:The library"} <= set(first)
    uid = next(line for line in first if line.startswith("UID:"))
    assert uid.startswith(f"UID:{event.code}@") and not any(line.startswith(("SEQUENCE", "ORGANIZER", "ATTENDEE")) for line in first)
    moved = actions.change(by=world.tom, event=event, version=1, what=what(place="The hall"), why="More room.")
    assert {uid, "SEQUENCE:1", "LOCATION:The hall"} <= set(lines(client.get(path)))
    actions.call_off(by=world.tom, event=moved, why="Snow.")
    last = lines(client.get(path))
    assert {uid, "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(last)


@pytest.mark.parametrize(("on", "starts", "ends", "begins", "over"), [
    ("2026-10-31", "23:00", "02:30", datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    ("2027-03-13", "22:00", "04:00", datetime(2027, 3, 14, 3, tzinfo=UTC), datetime(2027, 3, 14, 8, tzinfo=UTC))])
@time_machine.travel("2026-10-01T12:00Z", tick=False)
def test_an_event_across_a_clock_change_is_the_same_instants_in_its_file(client, world, on, starts, ends, begins, over):
    event = put_up(world.tom, span=span(on, starts, ends))
    (row,) = rows(client.get(f"/events/{event.code}.ics"))
    assert (row.starts, row.ends, row.starts.astimezone(UTC), row.ends.astimezone(UTC)) == (begins, over, begins, over)


def test_how_to_join_stands_in_the_file_of_those_who_go_alone(client, world):
    event = put_up(world.tom, link=LINK)
    actions.answer(by=world.zoe, event=event, says="going")
    actions.answer(by=world.pia, event=event, says="interested")
    path = f"/events/{event.code}.ics"
    holds = [LINK in client.get(path).content.decode().replace("\r\n ", "")]
    for person, assurance in ((world.zoe, SELF), (world.zoe, ORG), (world.pia, SELF)):
        browser = sign_in(Client(), person, assurance)
        holds.append(LINK in browser.get(path).content.decode().replace("\r\n ", ""))
    assert holds == [False, True, False, False]


def test_a_file_is_for_those_for_whom_the_event_is(client, world):
    inside, by_link = put_up(world.tom, audience="body", audience_body=world.juniper), put_up(world.tom, audience="link")
    assert [client.get(f"/events/{event.code}.ics").status_code for event in (inside, by_link)] == [404, 404]
    assert sign_in(Client(), world.pia).get(f"/events/{inside.code}.ics").status_code == 200
    (row,) = rows(client.get(f"/events/door/{by_link.door}.ics"))
    assert row.url.endswith(f"/events/door/{by_link.door}/")
    assert client.get(f"/events/door/{'z' * 32}.ics").status_code == client.get(f"/events/door/{inside.door}.ics").status_code == 404


def test_what_hangs_for_anyone_can_be_looked_at_again_by_a_calendar_whole_or_of_one_body(client, world):
    public = put_up(world.tom)
    ours = put_up(world.pia, organisation=world.juniper)
    put_up(world.tom, audience="body", audience_body=world.juniper)
    put_up(world.tom, audience="link")
    first = client.get("/events/calendar.ics")
    assert {row.uid.partition("@")[0] for row in rows(first)} == {public.code, ours.code}
    assert [row.uid.partition("@")[0] for row in rows(client.get(f"/events/calendar.ics?of={world.juniper.code}"))] == [ours.code]
    assert client.get("/events/calendar.ics", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/events/calendar.ics?of=zzzz").status_code == 404


def test_what_i_go_to_stands_in_my_own_calendar_and_what_is_called_off_says_so(client, world):
    event, other = put_up(world.tom, link=LINK), put_up(world.tom, title="Another")
    actions.answer(by=world.zoe, event=event, says="going")
    actions.answer(by=world.zoe, event=other, says="not")
    practice.open_calendar(by=world.zoe, shows_titles=True)
    path = f"/practice/calendar/{CalendarAddress.objects.get().secret}.ics"
    (row,) = rows(client.get(path))
    assert (row.title, LINK in row.note, row.is_cancelled) == (event.title, True, False)
    actions.call_off(by=world.tom, event=Event.objects.get(pk=event.pk), why="Snow.")
    (row,) = rows(client.get(path))
    assert row.is_cancelled
    practice.open_calendar(by=world.zoe, shows_titles=False)
    text = client.get(path).content.decode()
    assert "SUMMARY:Staffroom: an event" in text and not any(words in text for words in (event.title, LINK, event.code + "/", "library"))
    assert dated.of(Viewer(account=world.zoe, assurance=ORG), told=True) == dated.of(NOBODY, told=True) == []


def test_statements_do_not_grow_with_the_events_in_a_calendar(client, world, django_assert_num_queries):
    for _n in range(3):
        actions.answer(by=world.zoe, event=put_up(world.tom), says="going")
    practice.open_calendar(by=world.zoe, shows_titles=True)
    path = f"/practice/calendar/{CalendarAddress.objects.get().secret}.ics"
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
    for _n in range(10):
        actions.answer(by=world.zoe, event=put_up(world.tom), says="going")
    with django_assert_num_queries(5):
        client.get(path)

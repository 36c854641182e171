"""The pages of events: what is shown before anything is up, and to whom what."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.events import actions, queries
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.events.tests.conftest import BASE, at, put_up, span, what
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice.models import PlanStep
from staffroom.record.models import Draft, Entry

pytestmark = pytest.mark.django_db
HERE = "/events/"


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


def typed(**more) -> dict:
    return {"title": "Talk in class", "kind": "talk", "on": "2026-11-12", "starts": "18:00", "ends": "20:00", "zone": "America/New_York", "place": "The library",
            "audience": "public"} | more


@pytest.fixture
def tom(client, world):
    return sign_in(client, world.tom)


@pytest.fixture
def zoe(world):
    return sign_in(Client(), world.zoe)


@time_machine.travel("2026-11-01T12:00Z")
def test_an_event_hangs_in_two_taps_and_nothing_before(tom, world):
    form = words_of(tom.get(f"{HERE}new/"))
    assert "Nothing is up yet" in form
    looked = send(tom, f"{HERE}new/", **typed(words="We *talk*.", loop="yes", capacity="12"))
    said = words_of(looked)
    assert looked.status_code == 200 and not Event.objects.exists()
    assert "This is what anyone could read." in said and "Thursday 12 November, 18:00–20:00, Eastern Standard Time" in said
    assert "Hearing loop: yes" in said and "Step-free way in: not known" in said and "12 seats" in said
    up = send(tom, f"{HERE}new/", **typed(words="We *talk*.", loop="yes", capacity="12", up="1"))
    event = Event.objects.get()
    assert up.headers["Location"] == event.href and (event.access, event.capacity, event.host) == ({"loop": "yes"}, 12, world.tom)
    assert "<em>talk</em>" in tom.get(event.href).content.decode()


@time_machine.travel("2026-11-01T12:00Z")
def test_whoever_thinks_of_coming_reads_whether_cover_is_needed_and_notes_it_in_one_tap(tom, zoe):
    said = "In school time: whoever comes needs cover for 150 min."
    assert said in words_of(send(tom, f"{HERE}new/", **typed(cover_minutes="150")))
    send(tom, f"{HERE}new/", **typed(cover_minutes="150", up="1"))
    event = Event.objects.get()
    assert said in words_of(zoe.get(event.href)) and said in words_of(Client().get(f"{event.href}guest/")) and "in school time" in words_of(Client().get(HERE))
    send(zoe, f"{event.href}going/")
    assert "Note the cover in my plan" in words_of(zoe.get(event.href))
    step = send(zoe, f"{event.href}cover/").headers["Location"]
    assert "150 min" in words_of(zoe.get(step)) and "The cover that you need stands in your plan." in words_of(zoe.get(event.href))
    for minutes, words in (("0", "Outside school time: no cover is needed."), ("", "")):
        looked = words_of(send(tom, f"{HERE}new/", **typed(cover_minutes=minutes)))
        assert words in looked and "In school time" not in looked and ("Outside" in looked) == bool(words)


@time_machine.travel("2026-11-01T12:00Z")
def test_whoever_signs_up_reads_that_more_may_than_there_are_seats_and_what_happens_if_all_come(tom, zoe):
    first = "There are 12 seats, and 3 more people may sign up, because not everybody comes. If all come, seats go to whoever is there first."
    assert first in words_of(send(tom, f"{HERE}new/", **typed(capacity="12", over_count="3")))
    assert send(tom, f"{HERE}new/", **typed(capacity="12", over_count="3", up="1")).status_code == 302
    event = Event.objects.get()
    page = words_of(zoe.get(event.href))
    assert first in page and "15 people of 15 can still sign up" in page and "15 seats" not in page
    assert first in words_of(Client().get(f"{event.href}guest/"))
    Event.objects.update(over_words="We bring chairs.")
    assert "because not everybody comes. If all come: We bring chairs." in words_of(tom.get(event.href)), "the host's own words instead of ours"
    Event.objects.update(going_count=14)
    assert "If all come, 2 people have no seat." in words_of(tom.get(f"{event.href}list/"))


@pytest.mark.parametrize(("wrong", "says"), [
    ({"over_count": "3"}, "Say how many seats there are"), ({"capacity": "2", "over_count": "3"}, "At most as many as there are seats."),
    ({"ends": "18:00", "meal_minutes": "1440"}, "One thing"), ({"place": ""}, "Say where it is, or give a link to join online."),
    ({"audience": "body"}, "Say for which body it is."), ({"opens_on": "2026-11-10", "closes_on": "2026-11-09"}, "The last day comes before the first."),
    ({"link": "javascript:alert(1)"}, "An address such as"), ({"link": "ftp://x.example/"}, "An address such as"),
    ({"on": "2027-03-14", "starts": "02:30", "ends": "04:00"}, "Clocks go forward that night and skip this time; they show 3:30 instead."),
    ({"on": "2026-11-01", "starts": "01:30", "ends": "04:00"}, "this time comes twice. Say which one is meant.")])
@time_machine.travel("2026-10-20T12:00Z")
def test_what_cannot_be_is_said_beside_its_field(tom, wrong, says):
    answer = send(tom, f"{HERE}new/", **typed(**wrong))
    assert answer.status_code == 422 and says in words_of(answer)


@time_machine.travel("2026-10-20T12:00Z")
def test_the_second_of_two_times_can_be_meant(tom):
    send(tom, f"{HERE}new/", **typed(on="2026-11-01", starts="01:30", ends="04:00", which="second", up="1"))
    event = Event.objects.get()
    assert (event.begins, event.minutes) == ("2026-11-01T01:30-05:00", 150)
    assert 'value="second" selected' in tom.get(f"{event.href}change/").content.decode()


def test_strangers_read_the_list_and_an_event_in_three_statements_however_many_there_are(client, world, django_assert_max_num_queries):
    for number in range(30):
        event = put_up(world.tom, days=number + 1, title=f"Number {number}")
    actions.begin_series(by=world.tom, event=event, every_days=7, count=2)
    event = actions.change(by=world.tom, event=event, version=1, what=what(days=50))
    for path in (HERE, event.href, f"{HERE}series/{event.series.code}/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 3, (path, [one["sql"][:90] for one in asked])
    with django_assert_max_num_queries(5):
        assert "Number 7" in words_of(client.get(f"{HERE}?q=number&at=library&where=place"))


def test_the_list_is_by_day_and_takes_words_place_body_and_the_past(client, world):
    for title, days, more in (("Later", 9, {}), ("Sooner", 3, {"place": "Café Zürich"}), ("Long ago", -9, {}), ("Online", 5, {"place": "", "link": "https://meet.example/"})):
        put_up(world.pia, days=days, title=title, organisation=world.juniper if title == "Later" else None, **more)

    def titles(query=""):
        return re.findall(r"/events/[0-9a-z]{12}/\" dir=\"auto\">(.*?)</a>", client.get(f"{HERE}{query}").content.decode())
    assert titles() == ["Sooner", "Online", "Later"]
    assert titles("?when=past") == ["Long ago"]
    assert titles("?at=CAFE+zurich") == ["Sooner"]
    assert titles("?where=online") == ["Online"]
    assert titles("?q=soner") == ["Sooner"]
    assert titles(f"?of={world.juniper.parent.code}") == ["Later"]
    assert client.get(f"{HERE}?of=zzzzzzzzzzzz").status_code == 404


def test_the_link_to_join_is_read_by_those_who_go_alone(client, tom, zoe, world):
    event = put_up(world.tom, link="https://meet.example/secret", capacity=1)
    waits = sign_in(Client(), world.pia)
    send(zoe, f"{event.href}going/")
    send(waits, f"{event.href}going/")
    assert ["secret" in browser.get(event.href).content.decode() for browser in (Client(), zoe, tom, waits)] == [False, True, True, False]
    send(zoe, f"{event.href}not/")
    assert ["secret" in browser.get(event.href).content.decode() for browser in (zoe, waits)] == [False, True]


def test_a_name_is_read_by_people_who_are_signed_in(zoe, world):
    event = put_up(world.tom)
    assert [world.tom.name in words_of(browser.get(path)) for browser in (Client(), zoe) for path in (HERE, event.href)] == [False, False, True, True]


def test_going_interested_and_not_are_one_tap_each(zoe, world):
    event = put_up(world.tom, capacity=1)
    send(zoe, f"{event.href}interested/")
    assert "You are interested. Only you know." in words_of(zoe.get(event.href))
    send(zoe, f"{event.href}going/")
    assert "You go." in words_of(zoe.get(event.href)) and event.title in words_of(zoe.get("/today/")) and event.title in words_of(zoe.get(f"{HERE}mine/"))
    other = sign_in(Client(), world.pia)
    send(other, f"{event.href}going/")
    assert "number 1 in the queue" in words_of(other.get(event.href))


def test_by_link_whoever_has_it_reads_and_goes_and_nobody_finds_it(zoe, world):
    event = put_up(world.tom, audience="link", title="Only for us")
    assert zoe.get(event.href).status_code == 404 and "Only for us" not in words_of(zoe.get(HERE))
    door = f"{HERE}door/{event.door}/"
    assert "Only for us" in words_of(Client().get(door)) and 'content="noindex"' in Client().get(door).content.decode()
    assert send(zoe, f"{door}going/").headers["Location"] == event.href
    assert zoe.get(event.href).status_code == 200 and "Only for us" not in words_of(zoe.get(HERE))
    assert Client().get(f"{HERE}door/{put_up(world.tom).door}/").status_code == 404


def test_the_next_edition_is_filled_from_the_last_a_week_later(tom, world):
    event = put_up(world.tom, title="Every week", conduct="Be kind.")
    page = tom.get(f"{HERE}new/?from={event.code}").content.decode()
    day = (event.span.on + timedelta(days=7)).isoformat()
    assert "Every week" in page and "Be kind." in page and f'value="{day}"' in page
    assert sign_in(Client(), world.zoe).get(f"{HERE}new/?from={event.code}").status_code == 404


def test_words_that_were_begun_are_offered_again(tom, world):
    tom.get(f"{HERE}new/")
    answer = send(tom, "/record/drafts/events.new/", title="Half an event", tab="tab-one", draft_version="0")
    assert answer.status_code < 400 and Draft.objects.get().form == "events.new"
    assert "Half an event" in words_of(tom.get(f"{HERE}new/")) and "Half an event" in tom.get(f"{HERE}new/?draft=1").content.decode()


def test_changed_meanwhile_both_are_shown_and_nothing_is_lost(tom, world):
    event = put_up(world.tom, title="First")
    actions.change(by=world.tom, event=event, version=1, what=what(title="Meanwhile"))
    day = BASE + timedelta(days=7)
    answer = send(tom, f"{event.href}change/", **typed(title="Mine", on=day.date().isoformat(), base="1"))
    assert answer.status_code == 409 and "Meanwhile" in words_of(answer) and 'value="Mine"' in answer.content.decode()


def test_from_the_door_to_the_record(zoe, world):
    """J3 in small: the code in the picture opens the page with it filled in; opening keeps nothing."""
    with time_machine.travel("2026-11-01T12:00Z"):
        event = actions.put_up(by=world.tom, what=what(span=span("2026-11-12", "18:00", "20:00"), audience="link"))
    with time_machine.travel(at("2026-11-12T23:30")):
        tom = sign_in(Client(), world.tom)
        code = queries.door_of(event, on_paper=False).code
        assert code in words_of(tom.get(f"{event.href}door/")) and sign_in(Client(), world.pia).get(f"{event.href}door/").status_code == 404
        zoe = sign_in(Client(), world.zoe)
        assert zoe.get(f"{event.href}here/").status_code == 404
        page = zoe.get(f"{event.href}here/?c={code}").content.decode()
        assert f'value="{code}"' in page and not Presence.objects.exists()
        assert send(zoe, f"{event.href}here/", code="ZZZZZZ", minutes="120").status_code == 404
        assert send(zoe, f"{event.href}here/", code=code, minutes="120").status_code == 302
    with time_machine.travel(at("2026-11-13T02:00")):
        tom, zoe = sign_in(Client(), world.tom), sign_in(Client(), world.zoe)
        assert "120 min, with the code at the door" in words_of(tom.get(f"{event.href}list/"))
        send(tom, f"{event.href}list/", there=world.zoe.code)
        row = Presence.objects.get()
        assert row.confirmed_by == world.tom and "Take it into my record" in words_of(zoe.get(f"{HERE}mine/"))
        taken = send(zoe, f"{HERE}presence/{row.code}/take/", time_kind="own")
        entry = Entry.objects.get()
        assert taken.headers["Location"] == f"/record/{entry.code}/" and "Confirmed" in words_of(zoe.get(f"/record/{entry.code}/"))
        assert "Take it into my record" not in words_of(zoe.get(f"{HERE}mine/"))
        send(zoe, f"{event.href}try/", words="Sort at the door", planned_on="2026-11-20")
        assert PlanStep.objects.get().title == "Sort at the door" and "Sort at the door" in words_of(zoe.get(event.href))


def test_a_correction_is_read_by_the_one_it_is_about(tom, zoe, world):
    event = put_up(world.tom, days=-1)
    actions.confirm(by=world.tom, event=event, people=[world.zoe])
    row = Presence.objects.get()
    assert send(tom, f"{HERE}presence/{row.code}/", minutes="60", why="Left early.").status_code == 302
    assert "120 min became 60 min. Left early." in words_of(zoe.get(event.href))
    assert zoe.get(f"{HERE}presence/{row.code}/").status_code == 404


def test_the_host_says_who_leads_and_the_list_costs_as_many_statements_for_forty_as_for_one(tom, world):
    event = put_up(world.tom)
    counts = []
    for people in (1, 40):
        for number in range(people):
            actions.answer(by=make_account(f"Number {number}"), event=event, says="going")
        tom.get(f"{event.href}list/")
        with CaptureQueriesContext(connection) as asked:
            tom.get(f"{event.href}list/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    row = Going.objects.filter(part="").first()
    send(tom, f"{event.href}list/{row.code}/part/", part="leads")
    row.refresh_from_db()
    assert row.part == "leads"


def test_a_session_of_a_body_reads_and_says_nothing(world):
    event = put_up(world.tom, audience="body", audience_body=world.juniper)
    browser = sign_in(Client(), world.pia, "org", world.juniper.code)
    assert browser.get(event.href).status_code == 200
    assert [send(browser, f"{event.href}{path}").status_code for path in ("going/", "off/", "list/")] == [403, 403, 403]


def test_a_calendar_gets_what_its_reader_may_know(world):
    from staffroom.sharing.viewers import SELF, Viewer
    event = put_up(world.tom, link="https://meet.example/secret", capacity=1)
    actions.answer(by=world.zoe, event=event, says="going")
    actions.answer(by=world.pia, event=event, says="going")
    own, = queries.dated_of(Viewer(world.zoe, SELF))
    assert (own.title, own.note, own.status, own.zone, own.sequence) == (
        event.title, "Join here: https://meet.example/secret", "CONFIRMED", "America/New_York", 0)
    assert own.key.startswith(event.code + "@") and own.url.endswith(event.href)
    assert [(one.note, one.status) for one in queries.dated_of(Viewer(world.pia, SELF))] == [("", "TENTATIVE")]
    actions.call_off(by=world.tom, event=event, why="Snow.")
    again, = queries.dated_of(Viewer(world.zoe, SELF))
    assert (again.key, again.status, again.sequence) == (own.key, "CANCELLED", 1)
    inside = put_up(world.tom, audience="body", audience_body=world.juniper)
    put_up(world.tom, audience="link")
    assert [one.key for one in queries.dated_of(Viewer(world.pia, SELF), body=world.juniper)] == [queries.dated(inside).key]
    assert queries.dated_of(Viewer(world.will, SELF), body=world.juniper) == []


def crowded(event, count: int) -> None:
    """So many guests on the list, by number."""
    made = [Guest(event=event, name=f"Number {number:04}", came="hand", token_hash=f"{event.pk}-{number}") for number in range(count)]
    Guest.objects.bulk_create(made)
    Going.objects.bulk_create([Going(event=event, guest=guest, answer="going") for guest in made])


def numbers_on(answer) -> list[str]:
    return re.findall(r"<bdi>Number (\d{4})</bdi>", answer.content.decode())


def test_the_list_comes_in_pages_of_forty_is_searched_by_name_and_is_printed_whole(tom, world):
    counts = []
    for number, size in enumerate((10, 1_000)):
        event = put_up(world.tom, days=-1 + number / 100)
        crowded(event, size)
        with CaptureQueriesContext(connection) as asked:
            first = tom.get(f"{event.href}list/")
        with CaptureQueriesContext(connection) as printed:
            paper = tom.get(f"{event.href}list/?print")
        counts.append((len(asked), len(printed)))
        assert numbers_on(paper) == [f"{one:04}" for one in range(size)] and "<form" not in paper.content.decode().partition("<main")[2]
    assert counts[0] == counts[1] and max(counts[0]) <= 8
    pages = [numbers_on(first)] + [numbers_on(tom.get(f"{event.href}list/?q=&page={page}")) for page in range(2, 27)]
    assert [one for page in pages for one in page] == [f"{one:04}" for one in range(1_000)] and max(map(len, pages)) == 40
    assert "1 to 40 of 1001." in words_of(first) and "This is a part of the list." in words_of(first)
    found = tom.get(f"{event.href}list/?q=77 NUMBER")
    assert numbers_on(found) == [f"{one:04}" for one in range(1_000) if "77" in f"{one:04}"]
    assert "Nobody on the list has this name." in words_of(tom.get(f"{event.href}list/?q=Zebra"))
    seen = Guest.objects.get(event=event, name="Number 0777")
    back = send(tom, f"{event.href}list/?q=number+0777&page=1", there=seen.code).headers["Location"]
    assert back == f"{event.href}list/?q=number+0777&page=1" and Presence.objects.get().guest == seen
    assert "Confirmed" in words_of(tom.get(back)) and "Signed up: 0. There: 1." in words_of(tom.get(f"{event.href}list/?page=2"))
    going = Going.objects.get(guest=seen)
    assert send(tom, f"{event.href}list/{going.code}/part/?q=number+0777&page=1", part="helps").headers["Location"] == back

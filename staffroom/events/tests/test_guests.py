"""Guests: a seat without an account, a page by a secret link, letters, the list by hand, and what an account takes over."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from staffroom.events import actions, codes, queries
from staffroom.events.guests import COOKIE
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.events.tests.conftest import BASE, put_up, what, worker
from staffroom.events.tests.test_pages import send, words_of
from staffroom.events.tokens import token_of
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, sign_in
from staffroom.record.models import Entry, Rung
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(settings):
    """Mail works."""
    settings.MAIL_WORKS = True
    return mail.outbox


def guest_code(event) -> str:
    return codes.for_guests(event.door_key)


def come(event, name="Gus", **more) -> Guest:
    return actions.come_as_guest(by=None, event=event, name=name, **more or {"code": guest_code(event)})


def page_of(guest) -> str:
    return f"/events/guest/{token_of(guest.code)}/"


def during(event, minutes=5):
    return time_machine.travel(event.starts_at + timedelta(minutes=minutes), tick=False)


def seats(event) -> list[tuple[str, str]]:
    return [(str(row.who), row.answer) for row in Going.objects.filter(event=event, part="").order_by("made_at")]


def test_guests_and_people_with_accounts_stand_in_one_queue(world):
    event = put_up(world.tom, capacity=1)
    actions.answer(by=world.zoe, event=event, says="going")
    gus = come(event)
    actions.answer(by=world.pia, event=event, says="going")
    come(event, "Hal")
    assert seats(event) == [(str(world.zoe), "going"), ("Gus", "waits"), (str(world.pia), "waits"), ("Hal", "waits")]
    assert queries.guest_page(queries.guest_by(token_of(gus.code)), "").queue == 1 and Event.objects.get().going_count == 1
    actions.answer(by=world.zoe, event=event, says="not")
    assert seats(event)[1] == ("Gus", "going")
    actions.forget_guest(by=None, guest=gus)
    assert seats(event)[1:] == [(str(world.pia), "going"), ("Hal", "waits")] and Event.objects.get().going_count == 1
    assert not Guest.objects.filter(name="Gus").exists()


def test_by_mail_the_link_goes_to_the_address_alone_and_whoever_types_it_learns_nothing(world, posted, client):
    event = put_up(world.tom)
    zoe = world.zoe.email
    answers = [send(client, f"{event.href}guest/", name="Gus", address=address) for address in (zoe, "new@home.example", zoe.upper())]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, event.href)} and COOKIE not in client.cookies
    worker()
    assert [letter.to for letter in posted] == [[zoe], ["new@home.example"], [zoe]] and Guest.objects.count() == 2 == Event.objects.get().going_count
    links = [re.search(r"https?://\S+/events/guest/([\w-]{43})/", letter.body)[1] for letter in posted]
    assert links[0] == links[2] != links[1] and "account" not in posted[0].body
    assert not Going.objects.filter(person=world.zoe).exists(), "an address never joins a guest to an account"


def test_who_does_not_open_the_link_has_no_seat_after_two_days_and_hears_nothing_more(world, posted):
    event = put_up(world.tom, capacity=2)
    gus, hal = come(event, address="gus@home.example"), come(event, "Hal", address="hal@home.example")
    actions.answer(by=world.zoe, event=event, says="going")
    actions.prove_guest(by=None, guest=hal)
    event = actions.change(by=world.tom, event=event, version=1, what=what(capacity=2, place="Gym"), why="The roof leaks.")
    worker()
    assert [letter.to[0] for letter in posted] == ["gus@home.example", "hal@home.example", "hal@home.example"]
    assert "Gym" in posted[2].body and "The roof leaks." in posted[2].body and page_of(hal) in posted[2].body
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        actions.sweep_guests(by=None)
        assert actions.sweep_guests(by=None) == 0
    assert seats(event) == [("Hal", "going"), (str(world.zoe), "going")] and not Guest.objects.filter(pk=gus.pk).exists()


def test_a_flood_by_mail_takes_a_bounded_number_of_seats_and_an_address_is_written_to_three_times_a_day(world, posted, client):
    event = put_up(world.tom)
    for number in range(actions.guests.MOST_UNPROVED):
        come(event, address=f"bot{number}@home.example")
    with pytest.raises(Refusal, match="have not opened"):
        come(event, address="one-more@home.example")
    assert come(event).pk, "with the code one still comes"
    other = put_up(world.tom, days=8)
    said = [send(client, f"{other.href}guest/", name=f"Gus {number}", address="gus@home.example") for number in range(4)]
    assert [answer.status_code for answer in said] == [302, 302, 302, 422] and "written to three times today" in words_of(said[3])


def test_without_mail_and_for_a_body_it_takes_the_code(world, client, settings):
    settings.MAIL_WORKS = False
    event = put_up(world.tom)
    form = client.get(f"{event.href}guest/").content.decode()
    assert 'name="address"' not in form and 'name="code"' in form
    assert "Give the code" in words_of(send(client, f"{event.href}guest/", name="Gus"))
    inside = put_up(world.tom, audience="body", audience_body=world.juniper)
    assert client.get(f"{inside.href}guest/").status_code == client.get(f"{inside.href}guest/?c=AAAAAA").status_code == 404
    assert client.get(f"{inside.href}guest/?c={guest_code(inside)}").status_code == 200
    assert send(client, f"{inside.href}guest/", name="Gus", code=guest_code(inside)).status_code == 302
    assert seats(inside) == [("Gus", "going")]


def test_a_code_that_went_too_far_around_is_made_anew(world, client):
    event = put_up(world.tom)
    old = guest_code(event)
    tom = sign_in(Client(), world.tom)
    assert old in words_of(tom.get(f"{event.href}list/"))
    send(tom, f"{event.href}list/codes/")
    event.refresh_from_db()
    assert send(client, f"{event.href}guest/", name="Gus", code=old).status_code == 422 and not Guest.objects.exists()
    assert send(client, f"{event.href}guest/", name="Gus", code=guest_code(event)).status_code == 302


def test_a_guest_has_a_page_and_a_cookie_and_nobody_else_can_open_it(world, client):
    event = put_up(world.tom, link="https://meet.example/room")
    came = send(client, f"{event.href}guest/", name="Gus", code=guest_code(event))
    guest = Guest.objects.get()
    assert came.headers["Location"] == page_of(guest) and client.cookies[COOKIE]["httponly"]
    page = client.get(page_of(guest))
    assert "You have a seat." in words_of(page) and "https://meet.example/room" in words_of(page) and page.headers["Cache-Control"] == "no-store"
    assert client.get(f"{event.href}guest/").headers["Location"] == page_of(guest), "the browser knows them"
    assert b"meet.example/room" in client.get(page_of(guest)[:-1] + ".ics").content
    assert Client().get(f"/events/guest/{'A' * 43}/").status_code == 404
    assert client.get(event.href).content.count(b"Gus") == 0
    assert not visible_to(NOBODY, Guest).exists() and not visible_to(Viewer(world.zoe, SELF), Guest).exists()
    assert [str(row) for row in visible_to(Viewer(world.tom, SELF), Guest)] == ["Gus"]
    send(client, page_of(guest) + "off/")
    assert not Guest.objects.exists() and not client.cookies[COOKIE].value and client.get(page_of(guest)).status_code == 404


def test_a_guest_at_the_door_is_there_by_the_code_and_is_checked_in_like_others(world, client):
    event = put_up(world.tom, capacity=1)
    with during(event):
        code = queries.door_of(event, on_paper=False).code
        shown = client.get(f"{event.href}here/?c={code}")
        assert shown.headers["Location"] == f"{event.href}guest/?c={code}"
        send(client, f"{event.href}guest/", name="Gus", code=code)
        row = Presence.objects.get()
        assert (row.who, row.how, row.minutes, row.confirmed_at) == (Guest.objects.get(), "code", 120, None)
        said = send(client, page_of(row.guest) + "here/", code=code, minutes="90")
        assert said.status_code == 302 and Presence.objects.get().minutes == 90
        tom = sign_in(Client(), world.tom)
        assert "Gus" in words_of(tom.get(f"{event.href}list/"))
        send(tom, f"{event.href}list/", there=row.guest.code)
        row.refresh_from_db()
        assert row.confirmed_by == world.tom
        with pytest.raises(Refusal):
            actions.say_present(by=None, guest=row.guest, event=event, minutes=120)
        with pytest.raises(Refusal):
            actions.forget_guest(by=world.tom, guest=row.guest)
        actions.correct(by=world.tom, presence=row, minutes=60, why="Left early.")
        assert "Left early." in words_of(client.get(page_of(row.guest)))


def test_a_list_on_paper_is_typed_in_once(world):
    event = put_up(world.tom, capacity=2)
    tom = sign_in(Client(), world.tom)
    assert actions.put_on_list(by=world.tom, event=event, names=["Ida"]) == 1 and seats(event) == [("Ida", "going")]
    with during(event):
        send(tom, f"{event.href}list/add/", names="Ida\r\n=cmd|'/C calc'!A0\r\n\r\n  Jo   Li \r\njo li")
        assert sorted(Guest.objects.values_list("name", flat=True)) == ["=cmd|'/C calc'!A0", "Ida", "Jo Li"]
        assert set(Presence.objects.values_list("how", "minutes", "confirmed_by")) == {("list", 120, world.tom.pk)} and Presence.objects.count() == 3
        assert send(tom, f"{event.href}list/add/", names="x" * 200).status_code == 422
        with pytest.raises(Refusal):
            actions.put_on_list(by=world.zoe, event=event, names=["Zoe"])
        assert Going.objects.filter(guest__isnull=False).count() == 1
        actions.correct(by=world.tom, presence=Presence.objects.get(guest__name="Jo Li"), minutes=0, why="It was somebody else.")
        guest = come(event, "Kim")
        slip = words_of(tom.get(f"{event.href}list/guests/{guest.code}/"))
        assert page_of(guest) in slip
        send(tom, f"{event.href}list/guests/{guest.code}/")
        assert not Guest.objects.filter(name="Kim").exists()


def test_an_account_takes_a_guests_seat_and_presence_by_the_link_and_the_link_is_dead(world):
    event = put_up(world.tom, capacity=1)
    guest = come(event)
    actions.answer(by=world.pia, event=event, says="going")
    assert Client().get(page_of(guest) + "mine/").headers["Location"].startswith("/sign-in/?next=")
    with during(event):
        actions.confirm(by=world.tom, event=event, guests=[guest])
        actions.correct(by=world.tom, presence=Presence.objects.get(), minutes=100, why="Came late.")
    with time_machine.travel(event.ends_at + timedelta(days=30)):
        zoe = sign_in(Client(), world.zoe)
        assert "Gus" in words_of(zoe.get(page_of(guest) + "mine/"))
        taken = send(zoe, page_of(guest) + "mine/")
        row = Presence.objects.get()
        assert (row.person, row.guest, row.minutes) == (world.zoe, None, 100) and row.amendments.get().person == world.zoe
        assert taken.headers["Location"] == f"/events/presence/{row.code}/take/"
        assert zoe.get(page_of(guest)).status_code == 404 and not Guest.objects.exists()
        entry = actions.take(by=world.zoe, presence=row)
        assert Rung.objects.get(entry=entry, step="confirmed").minutes == 100
    assert seats(event) == [(str(world.zoe), "going"), (str(world.pia), "waits")] and Event.objects.get().going_count == 1


def test_one_who_has_a_seat_already_gives_the_guests_back_and_the_better_known_presence_stays(world):
    event = put_up(world.tom, capacity=2)
    guest = come(event)
    for person in (world.zoe, world.pia):
        actions.answer(by=person, event=event, says="going")
    before = [answer for _who, answer in seats(event)]
    with during(event):
        actions.confirm(by=world.tom, event=event, guests=[guest])
        actions.say_present(by=world.zoe, event=event, minutes=30)
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        entry = actions.take(by=world.zoe, presence=Presence.objects.get(person=world.zoe))
        row = actions.claim(by=world.zoe, guest=guest)
    assert before == ["going", "going", "waits"] and seats(event) == [(str(world.zoe), "going"), (str(world.pia), "waits")]
    assert (row.minutes, row.confirmed_by, row.entry) == (120, world.tom, entry) and Presence.objects.count() == 1
    assert Rung.objects.get(entry=entry, step="confirmed").minutes == 120 and Entry.objects.count() == 1


def test_nobody_confirms_themselves_by_way_of_a_guest(world):
    event = put_up(world.tom)
    with during(event):
        actions.put_on_list(by=world.tom, event=event, names=["Somebody"])
    with pytest.raises(Refusal, match="Nobody confirms themselves"):
        actions.claim(by=world.tom, guest=Guest.objects.get())
    assert Presence.objects.get().person is None


def test_a_guest_is_reminded_once_a_day_before_and_told_when_it_is_called_off(world, posted):
    event = put_up(world.tom, days=3)
    guest = come(event, address="gus@home.example", code=guest_code(event))
    actions.prove_guest(by=None, guest=guest)
    for hours in (25, 23, 2, 0.5):
        with time_machine.travel(event.starts_at - timedelta(hours=hours)):
            actions.remind_due(by=None)
            worker()
    actions.call_off(by=world.tom, event=event, why="Snow.")
    worker()
    assert [letter.subject for letter in posted[1:]] == ["An event begins soon", "An event is called off"] and "Snow." in posted[2].body


def test_of_a_host_who_leaves_guests_are_told_too(world, posted):
    event = put_up(world.tom, days=3)
    guest = come(event, address="gus@home.example", code=guest_code(event))
    actions.prove_guest(by=None, guest=guest)
    actions.leave(by=None, account=world.tom)
    worker()
    assert posted[-1].subject == "An event is called off"


def test_sixty_days_after_it_addresses_are_forgotten_and_who_was_not_there(world, posted):
    event = put_up(world.tom)
    gus, hal = come(event, address="gus@home.example", code=guest_code(event)), come(event, "Hal")
    with during(event):
        actions.confirm(by=world.tom, event=event, guests=[gus])
    for days, left in ((59, ["Gus", "Hal"]), (61, ["Gus"])):
        with time_machine.travel(event.ends_at + timedelta(days=days)):
            actions.sweep_guests(by=None)
        assert sorted(Guest.objects.values_list("name", flat=True)) == left
    gus.refresh_from_db()
    assert (gus.address, gus.to_hash) == ("", "") and hal.pk and clock.now() < BASE + timedelta(days=60)


def test_it_can_be_asked_who_the_guest_of_a_request_is(world, rf):
    event, other = put_up(world.tom), put_up(world.tom, days=8)
    guest = come(event)
    request = rf.get("/")
    assert queries.guest_of(request, event) is None
    request.COOKIES[COOKIE] = f"{'x' * 43}.{token_of(guest.code)}"
    assert queries.guest_of(request, event) == guest and queries.guest_of(request, other) is None
    assert make_account("Nobody").pk


def proved(event, name="Gus", address="gus@home.example") -> Guest:
    return actions.prove_guest(by=None, guest=come(event, name, address=address))


def test_a_guest_who_asks_is_told_first_of_the_next_edition_once_and_comes_by_one_tap(world, posted, client):
    first = put_up(world.tom, days=2)
    gus, hal = proved(first), proved(first, "Hal", "hal@home.example")
    unproved, by_code = come(first, "Ida", address="ida@home.example"), come(first, "Jo")
    for guest in (unproved, by_code):
        assert "Tell me first" not in words_of(client.get(page_of(guest)))
        with pytest.raises(Refusal, match="No letter reaches you"):
            actions.tell_me_next(by=None, guest=guest, says=True)
    assert "Tell me first" in words_of(client.get(page_of(gus)))
    for guest, how in ((hal, "next"), (gus, "next"), (gus, "next"), (hal, "no-next"), (hal, "next")):
        assert send(client, page_of(guest) + f"{how}/").headers["Location"] == page_of(guest)
    assert "You are told first." in words_of(client.get(page_of(gus))) and "There is no next edition" in words_of(
        client.get(send(client, page_of(gus) + "again/").headers["Location"]))
    tom = words_of(sign_in(Client(), world.tom).get(f"{first.href}list/"))
    assert "first" not in tom, "nobody reads who asks"
    worker()
    posted.clear()
    inside = actions.put_up(by=world.tom, what=what(days=9, audience="body", audience_body=world.juniper), edition_of=first)
    worker()
    assert not posted and inside.open_to_all_at is None and Guest.objects.filter(asks_at__isnull=False).count() == 2
    second = actions.put_up(by=world.tom, what=what(days=20, title="Once more", capacity=1), edition_of=first)
    worker()
    worker()
    assert [letter.to for letter in posted] == [["gus@home.example"], ["hal@home.example"]], "in the order in which they asked"
    assert "Once more" in posted[0].body and page_of(gus) in posted[0].body and not Guest.objects.filter(asks_at__isnull=False).exists()
    assert second.open_to_all_at is not None
    with pytest.raises(Refusal, match="before all others"):
        actions.answer(by=world.zoe, event=second, says="going")
    with pytest.raises(Refusal, match="before all others"):
        come(second, "Kim", address="kim@home.example")
    with pytest.raises(Refusal, match="no next edition"):
        actions.come_again(by=None, guest=by_code)
    assert "Once more" in words_of(client.get(page_of(gus)))
    mine = send(client, page_of(gus) + "again/").headers["Location"]
    assert "You have a seat." in words_of(client.get(mine)) and seats(second) == [("Gus", "going")]
    assert actions.come_again(by=None, guest=Guest.objects.get(pk=gus.pk)) == Guest.objects.get(event=second), "twice is once"
    Guest.objects.filter(pk=gus.pk).update(address="", to_hash="")
    with pytest.raises(Refusal, match="no next edition"):  # an address that was forgotten tells nobody again, so it makes no second guest
        actions.come_again(by=None, guest=Guest.objects.get(pk=gus.pk))
    third = actions.put_up(by=world.tom, what=what(days=40), edition_of=second)
    worker()
    assert len(posted) == 2 and third.open_to_all_at is None, "told once"


def test_two_editions_of_one_address_are_one_letter_and_an_edition_that_is_called_off_tells_nobody(world, posted):
    first = put_up(world.tom, days=2)
    second = actions.put_up(by=world.tom, what=what(days=9), edition_of=first)
    for event in (first, second):
        actions.tell_me_next(by=None, guest=proved(event), says=True)
    worker()
    posted.clear()
    off = actions.put_up(by=world.tom, what=what(days=20), edition_of=second)
    actions.call_off(by=world.tom, event=off, why="No room.")
    worker()
    assert not posted and Guest.objects.filter(asks_at__isnull=False).count() == 2
    actions.put_up(by=world.tom, what=what(days=30), edition_of=second)
    worker()
    assert [letter.to for letter in posted] == [["gus@home.example"]] and not Guest.objects.filter(asks_at__isnull=False).exists()


def test_the_address_of_somebody_who_asks_is_kept_until_they_are_told_and_400_days_at_most(world, posted):
    event = put_up(world.tom, days=2)
    gus, hal = proved(event), proved(event, "Hal", "hal@home.example")
    actions.tell_me_next(by=None, guest=gus, says=True)
    for days, names in ((63, {"Gus"}), (401, {"Gus"}), (403, set())):
        with time_machine.travel(BASE + timedelta(days=days)):
            actions.sweep_guests(by=None)
            assert set(Guest.objects.exclude(address="").values_list("name", flat=True)) == names
    assert not Guest.objects.filter(pk__in=(gus.pk, hal.pk)).exists()

"""The pages of attendance: written on the form of the event, read by whoever comes, done step by step, by guests too."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from staffroom import schedule
from staffroom.attendance.models import Deed, Outcome, Reply
from staffroom.attendance.tests.conftest import TAKES, after, at, stay, webinar
from staffroom.attendance.tests.test_attendance import RIGHT, answer
from staffroom.certificates.models import Certificate
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Event, Guest
from staffroom.events.policy import Policy
from staffroom.events.tests.test_pages import send, typed, words_of
from staffroom.events.tokens import token_of
from staffroom.kit.testing import make_account, sign_in

pytestmark = pytest.mark.django_db
FORM = {"percent": "80", "words_count": "3", "needed": "2", "quiz": "What waits?\n* The hard word\n- The easy word", "right": "60", "tries": "2",
        "told": "on", "days": "10", "later": "on", "rooms": "on"}


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


@time_machine.travel("2026-11-01T12:00Z")
def test_the_host_writes_it_on_the_form_and_whoever_comes_reads_it_beforehand(client, world):
    tom = sign_in(client, world.tom)
    bad = send(tom, "/events/new/", **typed(words_count="2", quiz="Why?\n- so\n- so not", later="on"))
    said = words_of(bad)
    assert bad.status_code == 422 and "put * before the right answer" in said and "Why?" in said
    assert "count only together with a part of the time" in words_of(send(tom, "/events/new/", **typed(words_count="2", needed="2")))
    assert "Whoever watches later has to pass a quiz" in words_of(send(tom, "/events/new/", **typed(percent="80", later="on")))
    looked = words_of(send(tom, "/events/new/", **typed(**FORM)))
    assert "What a certificate takes Be there for 80% of the time" in looked and "Pass a quiz of 1 question: 60% right, in 2 tries at most." in looked
    send(tom, "/events/new/", **typed(**FORM, up="1"))
    event = Event.objects.get()
    assert event.terms == Policy(percent=80, words=3, needed=2, right=60, tries=2, told=True, days=10, recording=True, rooms=True)
    assert event.quiz == [{"ask": "What waits?", "choices": ["The hard word", "The easy word"], "right": 0}]
    for browser in (Client(), tom):
        page = words_of(browser.get(event.href))
        assert "Type 2 of the 3 code words" in page and "All of it within 10 days after the end." in page and "hard word" not in page
    assert "* The hard word\n- The easy word" in tom.get(f"{event.href}change/").content.decode()
    send(tom, f"{event.href}change/", base="1", **typed(**FORM | {"percent": "50"}))
    event.refresh_from_db()
    assert event.terms.percent == 50 and event.version == 2
    send(tom, f"{event.href}change/", base="2", **typed())
    event.refresh_from_db()
    assert (event.policy, event.quiz, event.terms) == ({}, [], None)


def test_each_step_is_a_tap_and_the_page_says_what_is_open_and_until_when(world, event):
    zoe, here = sign_in(Client(), world.zoe), f"/attendance/{event.code}/"
    before = words_of(zoe.get(here))
    assert "It is not over yet." in before and "open until" in before and "Code word" not in before
    with at(event, 5):
        assert "This is no code word that holds now" in words_of(send(zoe, here, word="ABCDEF"))
        assert send(zoe, here, word=codes.word(event.door_key, 0)).status_code == 302
        tom = sign_in(Client(), world.tom)
        page = tom.get(f"{here}word/")
        shown = words_of(page)
        assert page.headers["Refresh"] == str(100 * 60 // 3 - 5 * 60 + 1), "when the first third is over"
        assert f"Code word 1 of 3: show it, and say it letter by letter. {codes.word(event.door_key, 0)}" in shown
        assert zoe.get(f"{here}word/").status_code == 404 and zoe.get(f"{here}quiz/").status_code == 302
    with at(event, 40):
        send(zoe, here, word=codes.word(event.door_key, 1))
    stay(event, 0, 90, by=world.zoe)
    with after(event):
        zoe, tom = sign_in(Client(), world.zoe), sign_in(Client(), world.tom)
        assert "Something is still open." in words_of(zoe.get(event.href)) and "2 tries are left" in words_of(zoe.get(here))
        assert send(zoe, f"{here}quiz/", q0="0").status_code == 422 and Deed.objects.filter(kind="try").count() == 0
        failed = send(zoe, f"{here}quiz/", q0="1", q1="0")
        assert "0% right, which is not enough. Look once more at: 1, 2." in words_of(zoe.get(failed.headers["Location"]))
        send(zoe, f"{here}quiz/", q0=str(RIGHT[0]), q1=str(RIGHT[1]))
        assert "Nobody reads who answered what" in words_of(zoe.get(f"{here}questions/"))
        assert send(zoe, f"{here}questions/", worth="yes", words="x").status_code == 422
        send(zoe, f"{here}questions/", worth="yes", tries="perhaps", words="Shorter, please.")
        assert Certificate.objects.filter(person=world.zoe).count() == 1 and "All of it is done." in words_of(zoe.get(here))
        assert "My certificate" in words_of(zoe.get(event.href))
        rows = words_of(tom.get(f"{here}people/"))
        assert "Zoe Example The certificate comes by itself. Done: time, code words, quiz, questions." in rows
        assert "Pia Example Open: time, code words, quiz, questions. Whether they were there is not known." in rows and "Shorter" not in rows and "50" not in rows
        assert "everybody something open: 1 all done: 1" in rows
        assert "Before that nobody reads anything" in rows


def test_guests_do_the_same_by_their_link(world, event):
    with after(event):
        events.put_on_list(by=world.tom, event=event, names=["Ida Guest"])
        token = token_of(Guest.objects.get().code)
        browser, here = Client(), f"/attendance/guest/{token}/"
        assert "Something is still open." in words_of(browser.get(f"/events/guest/{token}/"))
        assert "Take the quiz" in words_of(browser.get(here))
        send(browser, f"{here}quiz/", q0="0", q1="1")
        send(browser, f"{here}questions/", worth="no", tries="no", words="")
        assert Deed.objects.filter(guest__name="Ida Guest").count() == 2 and browser.get(f"{here}questions/").status_code == 302
        assert "Watching the recording counts instead" in words_of(browser.get(here)) and not Certificate.objects.exists()
        events.put_up_recording(by=world.tom, event=event, transcript="Ann: hello.")
        send(browser, here, watched="1")
        assert Certificate.objects.get().facts["how"] == "late" and "All of it is done." in words_of(browser.get(here))
        assert "The paper (PDF)" in words_of(browser.get(f"/certificates/guest/{token}/"))
        assert browser.get(f"/attendance/guest/{'z' * 43}/").status_code == 404


def test_the_recording_hangs_with_the_event_and_a_room_is_signed_on_a_page(world, event):
    stay(event, 0, 90, by=world.zoe)
    with after(event):
        tom, zoe = sign_in(Client(), world.tom), sign_in(Client(), world.zoe)
        assert zoe.get(f"/attendance/{event.code}/recording/").status_code == 404
        assert send(tom, f"/attendance/{event.code}/recording/", link="ftp://x", transcript="kept?").content.count(b"kept?") == 1
        send(tom, f"/attendance/{event.code}/recording/", link="https://video.example/x", captions="English", transcript="Ann: hello.")
        shown = words_of(Client().get(event.href))
        assert "https://video.example/x" in shown and "Captions: English" in shown and "Ann: hello." in shown
        room = f"/attendance/{event.code}/room/"
        unsigned = send(zoe, room, place="Juniper", minutes="90", names="Ida Guest")
        assert unsigned.status_code == 422 and "Without your signature" in words_of(unsigned) and "Ida Guest" in unsigned.content.decode()
        send(zoe, room, place="Juniper", minutes="90", names="Ida Guest", saw="on")
        assert token_of(Guest.objects.get().code) in zoe.get(room).content.decode()
        assert "Signed by Zoe Example" in words_of(tom.get(f"/attendance/{event.code}/people/"))
        assert sign_in(Client(), world.pia).get(room).status_code == 302


def test_what_came_of_the_questions_is_one_table_and_lists_cost_the_same_however_long(world, event, django_assert_max_num_queries):
    people = [make_account(f"Person {number}") for number in range(5)]
    for person in people:
        events.answer(by=person, event=event, says="going")
        answer(event, person, words=f"From somebody: {person.name[-1]}")
    with after(event, days=15):
        schedule._attendance()
        tom = sign_in(Client(), world.tom)
        events.put_on_list(by=world.tom, event=event, names=[f"Guest {number:02}" for number in range(30)])
        with django_assert_max_num_queries(10):
            page = words_of(tom.get(f"/attendance/{event.code}/people/"))
        assert "1 to 25 of 37" in page and "Zoe Example" not in page and "Zoe Example" in words_of(tom.get(f"/attendance/{event.code}/people/?page=2"))
        found = words_of(tom.get(f"/attendance/{event.code}/people/?state=lapsed&q=ZOE"))
        assert "Zoe Example No certificate any more." in found and "Guest 01" not in found
        assert "Nobody on the list fits this." in words_of(tom.get(f"/attendance/{event.code}/people/?state=eligible"))
        assert "5 people answered. This table stays as it is." in page and "Partly: 0" in page and "Do not look for who wrote what." in page
        assert Outcome.objects.count() == 1 and Reply.objects.count() == 0
    other = webinar(world.tom, TAKES, title="Of few")
    with after(other, days=15):
        assert "Nobody answered." in words_of(sign_in(Client(), world.tom).get(f"/attendance/{other.code}/people/"))

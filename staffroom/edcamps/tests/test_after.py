"""After the day: what came of it for whoever reads the board, numbers that tell nobody apart, thanks that only their receivers count, growth by year."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.edcamps import actions, queries
from staffroom.edcamps.models import Card, Edcamp, Thanks
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.edcamps.tests.test_pages import send, words_of
from staffroom.events import actions as events
from staffroom.events import times
from staffroom.events.models import Event
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, sign_in
from staffroom.notices.models import Notice
from staffroom.sharing.viewers import NOBODY

pytestmark = pytest.mark.django_db


def on_the_day(camp):
    """It has begun an hour ago."""
    starts = clock.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    Event.objects.filter(pk=camp.edcamp.event_id).update(starts_at=starts, ends_at=starts + timedelta(minutes=150))
    return camp.again()


def noted(camp, card, text):
    actions.write_notes(by=camp.ann, card=card, text=text, version=0)


@pytest.fixture
def day(camp):
    """Three sessions of which two have notes, a card beside the board with notes, and something that was shown."""
    for number, (by, title) in enumerate(((camp.ann, "Grading less"), (camp.ben, "Retrieval"), (camp.hugo, "Quiet"))):
        camp.place(camp.card(by, title), room=number)
    noted(camp, Card.objects.get(title="Grading less"), "One comment\nhttps://example.org/comment")
    noted(camp, Card.objects.get(title="Retrieval"), "Three questions at the door")
    noted(camp, camp.card(camp.ben, "Beside"), "Later")
    actions.queue_up(by=camp.ann, edcamp=camp.edcamp, title="A timer", link="https://example.org/timer")
    for _each in range(2):
        actions.next_turn(by=camp.dana, edcamp=camp.edcamp)
    on_the_day(camp)
    return camp


def test_anybody_reads_what_came_of_a_public_day_and_finds_in_it(day, client):
    here = f"{day.edcamp.href}archive/"
    page = words_of(client.get(here))
    assert all(words in page for words in ("Grading less", "Ann Example", "One comment", "Three questions", "No notes.", "A timer", "Noted beside the board"))
    assert "3 sessions have notes. 2 links." in page and "Thank" not in page
    found = words_of(client.get(f"{here}?q=QUESTIONS door"))
    assert "Retrieval" in found and "Grading less" not in found and "A timer" not in found
    assert "A timer" in words_of(client.get(f"{here}?q=timer")) and "Nothing here holds these words" in words_of(client.get(f"{here}?q=zzz"))
    assert "What came of the day" in words_of(client.get(day.edcamp.href)) and "What came of the day" in words_of(client.get(day.edcamp.event.href))
    actions.take_down_notes(Card.objects.get(title="Retrieval").notes)
    assert "Three questions" not in words_of(client.get(here))


def test_a_day_that_is_not_for_anyone_is_read_by_those_who_read_its_board(client):
    camp = make_camp(audience="link")
    on_the_day(camp)
    paths = [f"{camp.edcamp.href}{page}/" for page in ("archive", "numbers")]
    assert [[browser.get(path).status_code for path in paths] for browser in (client, sign_in(Client(), camp.zoe), sign_in(Client(), camp.ann))] == [
        [404, 404], [404, 404], [200, 200]]


def test_thanks_are_told_once_counted_for_those_who_got_them_and_for_nobody_else(day, client):
    ann, ben, dana = (sign_in(Client(), person) for person in (day.ann, day.ben, day.dana))
    here, card = f"{day.edcamp.href}thanks/", Card.objects.get(title="Grading less")
    for _each in range(2):
        send(ben, here, card=card.code)
    send(ben, here, card="")
    assert "Thank Ann Example" not in words_of(ann.get(f"{day.edcamp.href}archive/"))
    assert "You thanked Ann Example." in words_of(ben.get(f"{day.edcamp.href}archive/")) and Thanks.objects.count() == 2
    assert sorted(str(notice.person) for notice in Notice.objects.filter(kind="thanks")) == ["Ann Example", "Dana Example", "Hugo Example"]
    assert "1 person thanks you for leading Grading less" in words_of(ann.get(here)) and "for hosting and helping" in words_of(dana.get(here))
    assert "Ben" not in words_of(ann.get(here)) and "Nobody has tapped" in words_of(ben.get(here))
    for browser in (client, ann, dana):
        assert "thanked" not in words_of(browser.get(f"{day.edcamp.href}archive/"))
    send(ben, here, card=card.code, back="1")
    assert "Nobody has tapped" in words_of(ann.get(here))
    with pytest.raises(Refusal, match="nobody here to tell"):
        actions.thank(by=day.ann, edcamp=day.again(), card=card)
    with pytest.raises(Refusal, match="Say first that you go"):
        actions.thank(by=day.zoe, edcamp=day.again(), card=card)
    assert send(sign_in(Client(), day.zoe), here, card=card.code).status_code == 404
    other = make_camp()
    with pytest.raises(Refusal, match="when the day has begun"):
        actions.thank(by=other.ann, edcamp=other.edcamp)


def test_numbers_tell_nobody_apart_and_say_what_is_not_known(day, client):
    here = f"{day.edcamp.href}numbers/"
    page = words_of(client.get(here))
    assert "Signed up, without the waiting list: fewer than five" in page and "Came: not known" in page
    actions.merge(by=day.dana, card=Card.objects.get(title="Beside"), into=Card.objects.get(title="Retrieval"), version=day.version)
    people = [make_account("Somebody Else") for _each in range(5)]
    for person in people:
        events.say_present(by=person, event=day.edcamp.event, minutes=60)
    page = words_of(client.get(here))
    assert "Later" in words_of(client.get(f"{day.edcamp.href}archive/")), "what was noted on a card that became one with another stands with that one"
    merged, home = Card.objects.get(title="Beside"), Card.objects.get(title="Retrieval")
    assert f"/edcamps/cards/{home.code}/notes/" in client.get(f"/edcamps/cards/{merged.code}/notes/").content.decode()
    assert "Later" in words_of(client.get(f"/edcamps/cards/{home.code}/notes/"))
    assert all(words in page for words in (
        "Came: 5", "Sessions on the board: 3", "Rooms in which there was one: 3", "Cards that were put up: 4", "Cards that became one with another: 1",
        "Shown in the smackdown: 1"))


def test_the_editions_of_a_series_stand_side_by_side(day, client):
    first = day.again()
    made = actions.put_up(by=day.dana, what=events.What(kind="edcamp", title="The next one", place="Alder Hall", span=first.event.span), edition_of=first,
                          rooms=[actions.Place(name="Hall")], parts=[actions.Part(kind="session", start=0, end=60)])
    page = words_of(client.get(f"{made.href}numbers/"))
    assert "From 2 editions" in page and "Who came" in page and "Edcamp of the valley" in page
    found = queries.editions(NOBODY, Edcamp.objects.select_related("event").get(pk=made.pk))
    assert [one.sessions for one in found] in ([3, 0], [0, 3])


def test_edcamps_grew_by_year_with_their_places(client):
    host = make_account("Dana Example")
    parts, rooms = [actions.Part(kind="session", start=0, end=60)], [actions.Place(name="Hall")]
    for day, place, audience in (("2024-03-02", "Alder Hall", "public"), ("2024-05-02", "Birch Hall", "public"), ("2026-03-02", "alder hall", "public"),
                                 ("2026-04-02", "Cedar Hall", "link"), ("2031-04-02", "Fir Hall", "public")):
        with time_machine.travel(f"{day}T09:00Z"):
            actions.put_up(by=host, what=events.What(kind="edcamp", title=f"Of {day}", place=place, span=an_hour(), audience=audience), rooms=rooms, parts=parts)
    with time_machine.travel("2026-11-01T12:00Z"):
        years = queries.growth(NOBODY)
        read = client.get("/edcamps/growth/")
        page = words_of(read)
        table = b"".join(client.get("/edcamps/growth.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [(one.year, one.count, one.together, one.places, one.places_together) for one in years] == [
        (2024, 2, 2, 2, 2), (2025, 0, 2, 0, 2), (2026, 1, 3, 0, 2)]
    assert 'id="chart-1"' in read.content.decode() and 'id="chart-2"' in read.content.decode()
    assert "From 3 edcamps that hang here for anyone" in page and "States and countries are not known" in page
    assert table[1:] == ["2024,2,2,2,2", "2025,0,2,0,2", "2026,1,3,0,2"]


def an_hour():
    starts = clock.now().replace(second=0, microsecond=0)
    return times.Span(starts, starts + timedelta(hours=1), "UTC")


def test_these_pages_ask_three_statements_of_a_stranger_however_much_there_is(day, client):
    for more in range(2):
        for number in range(12 * more):
            noted(day, day.card(day.ben if number % 2 else day.ann, f"Card {number}", kind="learn"), f"Noted {number} https://example.org/{number}")
        for path in (f"{day.edcamp.href}archive/", f"{day.edcamp.href}numbers/", "/edcamps/growth/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            assert len(asked) <= 3, (path, [one["sql"][:120] for one in asked])
    for browser in (sign_in(Client(), day.ann),):
        for path in (f"{day.edcamp.href}archive/", f"{day.edcamp.href}numbers/", f"{day.edcamp.href}thanks/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as asked:
                browser.get(path)
            assert len(asked) <= 12, (path, [one["sql"][:120] for one in asked])

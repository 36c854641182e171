"""The pages of edcamps: the wall for whoever looks, what whoever keeps it taps, and what each costs."""

import dataclasses
import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.edcamps import actions
from staffroom.edcamps.models import Card, Edcamp, Lead, Move, Notes, Room, Slot, Turn
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.edcamps.views import wall as wall_views
from staffroom.events import actions as events
from staffroom.events.models import Event
from staffroom.kit import fresh
from staffroom.kit.testing import make_account, op_id, sign_in

pytestmark = pytest.mark.django_db
HERE = "/edcamps/"


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)).split())


def send(browser, path, **fields):
    return browser.post(path, fields | {"op_id": op_id()})


@pytest.fixture
def dana(camp):
    return sign_in(Client(), camp.dana)


@pytest.fixture
def ann(camp):
    return sign_in(Client(), camp.ann)


@time_machine.travel("2026-11-01T12:00Z")
def test_an_edcamp_hangs_in_two_taps_with_rooms_and_times_to_change(client, db):
    browser = sign_in(client, make_account("Dana Example"))
    typed = {"title": "Edcamp", "on": "2026-11-14", "starts": "09:00", "day": "typical", "place": "Alder Hall", "zone": "America/New_York", "audience": "public"}
    looked = words_of(send(browser, f"{HERE}new/", **typed))
    assert not Edcamp.objects.exists() and "Nothing is up yet" in looked and "12:00–13:00 Meal" in looked and "300 min of learning" in looked
    up = send(browser, f"{HERE}new/", **typed, up="1")
    edcamp = Edcamp.objects.get()
    assert up.headers["Location"] == f"{edcamp.href}rooms/" and (Room.objects.count(), Slot.objects.filter(kind="session").count()) == (8, 4)
    rooms = {"row": ["1", "2"], "name-1": "Library", "code-1": Room.objects.get(number=1).code, "capacity-1": "60", "features-1": ["step_free"], "name-2": "Yard",
             "parallel-2": "on"}
    assert send(browser, f"{edcamp.href}rooms/", **rooms).status_code == 302
    assert list(Room.objects.order_by("number").values_list("name", "allows_parallel")) == [("Library", False), ("Yard", True)]
    assert "is no number of seats" in words_of(send(browser, f"{edcamp.href}rooms/", **rooms | {"capacity-1": "many"}))
    times = {"row": ["1", "2"], "from-1": "09:00", "to-1": "09:30", "kind-1": "plenary", "title-1": "Board", "from-2": "09:30", "to-2": "10:20", "kind-2": "session"}
    assert send(browser, f"{edcamp.href}times/", **times).status_code == 302
    assert list(Slot.objects.order_by("from_minute").values_list("from_minute", "to_minute")) == [(0, 30), (30, 80)]
    assert "is no time such as" in words_of(send(browser, f"{edcamp.href}times/", **times | {"to-2": "late"}))
    page = words_of(browser.get(f"{edcamp.href}name/"))
    assert "Hours may need approval beforehand" in page and "Those who come make the programme" in page
    send(browser, f"{edcamp.href}name/", named=["free", "made"], credit="asked", dots_count="3")
    edcamp = Edcamp.objects.get()
    assert (edcamp.named, edcamp.credit, edcamp.dots_count) == (["free", "made"], "asked", 3)


def test_a_stranger_reads_the_wall_in_three_statements_however_much_hangs(camp, client):
    counts = []
    for number in (2, 12):
        for _each in range(number):
            camp.card(make_participant(camp), f"Card {Card.objects.count()}")
        camp.place(Card.objects.order_by("-pk")[0], slot=number == 12)
        fresh.forget()
        wall_views._kept.clear()
        for path in (camp.edcamp.href, f"{camp.edcamp.href}board/", f"{camp.edcamp.href}live/", f"{HERE}cards/{Card.objects.first().code}/", HERE):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append((path, len(asked)))
    assert [row for row in counts if row[1] > 3] == []
    assert client.get(f"{camp.edcamp.href}?wall").status_code == 200


def make_participant(camp):
    from staffroom.events import actions as events
    person = make_account("Somebody Else")
    events.answer(by=person, event=camp.edcamp.event, says="going")
    return person


def test_those_who_are_signed_in_ask_eight_statements_at_most(camp, ann, dana):
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    card = camp.card()
    camp.place(card)
    for browser in (ann, dana):
        for path in (camp.edcamp.href, f"{camp.edcamp.href}board/", f"{camp.edcamp.href}dots/", f"{HERE}cards/{card.code}/", f"{camp.edcamp.href}keep/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as asked:
                browser.get(path)
            assert len(asked) <= 8, (path, [one["sql"][:150] for one in asked])


def test_the_board_is_the_same_for_all_and_is_not_sent_twice(camp, client, ann):
    camp.card()
    first = client.get(f"{camp.edcamp.href}board/")
    assert ann.get(f"{camp.edcamp.href}board/").content == first.content and first.headers["X-Version"] == "2"
    assert client.get(f"{camp.edcamp.href}board/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    camp.place(Card.objects.get())
    again = client.get(f"{camp.edcamp.href}board/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200 and again.headers["X-Version"] == "3"
    page = client.get(camp.edcamp.href).content.decode()
    assert again.content.decode().strip()[:2000] in page and "no-cache" in again.headers["Cache-Control"]


def test_anybody_may_listen_and_hears_numbers_alone(camp, client, ann):
    said = [browser.get(f"{camp.edcamp.href}live/").json() for browser in (client, client, ann)]
    assert all(one["address"].startswith(f"/live/edcamp:{camp.edcamp.code}?ticket=") and one["version"] == 1 for one in said)
    assert len({one["address"] for one in said}) == 3


def test_a_board_for_a_body_or_by_link_is_for_those_alone(db, client):
    camp = make_camp(audience="link")
    paths = (camp.edcamp.href, f"{camp.edcamp.href}board/", f"{camp.edcamp.href}live/")
    zoe, ann = sign_in(Client(), camp.zoe), sign_in(Client(), camp.ann)
    assert [[browser.get(path).status_code for path in paths] for browser in (client, zoe, ann)] == [[404] * 3, [404] * 3, [200] * 3]
    assert camp.edcamp.event.title not in words_of(client.get(HERE))


def test_a_keeper_taps_a_card_and_then_a_place_without_scripts(camp, dana, ann):
    card = camp.card()
    page = dana.get(f"{camp.edcamp.href}keep/?card={card.code}")
    html = page.content.decode()
    cell = f"{camp.slot(0).code}:{camp.room(0).code}"
    assert f'form="place" name="to" value="{cell}"' in html and "In your hand: Grading less" in words_of(page)
    assert ann.get(f"{camp.edcamp.href}keep/").status_code == 404
    assert send(ann, f"{camp.edcamp.href}place/", card=card.code, to=cell, version=camp.version).status_code == 404
    stale = camp.version
    send(dana, f"{camp.edcamp.href}place/", card=card.code, to=cell, version=stale)
    assert Card.objects.get().room == camp.room(0)
    hugo = sign_in(Client(), camp.hugo)
    send(hugo, f"{camp.edcamp.href}place/", card=card.code, to=f"{camp.slot(1).code}:{camp.room(1).code}", version=stale)
    told = words_of(hugo.get(f"{camp.edcamp.href}keep/"))
    assert "Dana Example was faster: A card was placed (“Grading less”)" in told and Card.objects.get().room == camp.room(0)
    move = Move.objects.get(kind="placed")
    send(hugo, f"{camp.edcamp.href}undo/", move=move.code)
    assert Card.objects.get().state == "table" and "(undone)" in words_of(hugo.get(f"{camp.edcamp.href}keep/"))
    board = hugo.get(f"{camp.edcamp.href}keep/board/?card={card.code}").content.decode()
    assert f'value="{cell}"' in board and "<html" not in board


def test_who_leads_who_learns_and_a_dot_that_nobody_else_sees(camp, ann, dana):
    zoe = sign_in(Client(), camp.zoe)
    assert "I go, and put it up" in words_of(zoe.get(f"{camp.edcamp.href}card/"))
    refused = send(zoe, f"{camp.edcamp.href}card/", kind="learn", title="A debate with 34 pupils", name="Zoe")
    assert refused.status_code == 422 and 'value="A debate with 34 pupils"' in refused.content.decode()
    send(zoe, f"{camp.edcamp.href}card/", kind="learn", title="A debate with 34 pupils", name="", go="1")
    card = Card.objects.get()
    assert card.author == camp.zoe and camp.edcamp.event.going_count < Event.objects.get().going_count
    assert not Lead.objects.exists() and "whoever comes" in words_of(ann.get(camp.edcamp.href))
    ben = sign_in(Client(), camp.ben)
    send(ben, f"{HERE}cards/{card.code}/lead/", name="Ben from the lab")
    assert "Ben from the lab" in words_of(Client().get(f"{camp.edcamp.href}board/")) and "You would lead this" in words_of(ben.get(camp.edcamp.href))
    send(dana, f"{camp.edcamp.href}vote/", says="open")
    send(ann, f"{HERE}cards/{card.code}/dot/", list="1")
    assert "3 of 4 dots are left" in words_of(ann.get(f"{camp.edcamp.href}dots/")) and "Your dot is on it" in words_of(ann.get(f"{HERE}cards/{card.code}/"))
    for browser in (dana, ben, Client()):
        for path in (camp.edcamp.href, f"{camp.edcamp.href}board/", f"{HERE}cards/{card.code}/"):
            assert "want it" not in (said := words_of(browser.get(path))) and "wants it" not in said and "Your dot is on it" not in said
    send(dana, f"{camp.edcamp.href}vote/", says="closed")
    assert "1 wants it" in words_of(Client().get(f"{camp.edcamp.href}board/"))
    send(ben, f"{HERE}leads/{Lead.objects.get().code}/leave/")
    assert not Lead.objects.exists()


def test_a_helper_enters_cards_from_paper_one_after_the_other(camp):
    hugo = sign_in(Client(), camp.hugo)
    typed = {"kind": "lead", "title": "Formulas", "name": "José Peña", "paper": "17"}
    assert send(hugo, f"{camp.edcamp.href}card/?paper=1", **typed).headers["Location"].endswith("/card/?paper=1")
    again = send(hugo, f"{camp.edcamp.href}card/?paper=1", **typed)
    assert again.status_code == 422 and "The paper card 17 was entered already" in words_of(again)
    assert (Card.objects.get().entered_by, Card.objects.get().author, Lead.objects.get().person) == (camp.hugo, None, None)


def test_the_page_of_the_event_leads_to_the_board_and_a_day_that_changes_says_so(camp, dana):
    assert "To the board" in words_of(Client().get(camp.edcamp.event.href))
    assert "The next edition, from this one" not in words_of(dana.get(camp.edcamp.event.href))
    change = dana.get(f"{camp.edcamp.event.href}change/").content.decode()
    assert '<option value="edcamp" selected>' in change and 'value="edcamp"' not in dana.get("/events/new/").content.decode()
    send(dana, f"{camp.edcamp.href}day/", minutes="15")
    assert "All times were shifted" in words_of(Client().get(f"{camp.edcamp.href}board/"))
    room = camp.room(0)
    send(dana, f"{camp.edcamp.href}day/", room=room.code, lost="yes")
    assert "cannot be used" in words_of(Client().get(f"{camp.edcamp.href}board/"))
    send(dana, f"{camp.edcamp.href}day/", room=room.code, lost="no")
    assert "cannot be used" not in words_of(Client().get(f"{camp.edcamp.href}board/"))


def test_a_proposal_is_shown_first_taken_in_one_move_and_taken_back_in_one(camp, dana):
    fixed = camp.card(camp.ann, "Fixed")
    camp.place(fixed, slot=1, room=1)
    actions.lock(by=camp.dana, card=fixed, is_locked=True)
    for number in range(7):
        camp.card(make_participant(camp), f"Card {number}")
    camp.card(camp.ben, "Somebody wants to learn", kind="learn")
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="open")
    for card in Card.objects.exclude(title="Fixed")[:3]:
        actions.dot(by=camp.ben, card=card)
    page = f"{camp.edcamp.href}proposal/"
    assert "Close the voting first" in words_of(dana.get(page))
    actions.vote(by=camp.dana, edcamp=camp.edcamp, says="closed")
    version = camp.version
    with CaptureQueriesContext(connection) as asked:
        shown = dana.get(page)
    assert len(asked) <= 12 and "Nothing is moved yet" in words_of(shown) and camp.version == version
    places = re.findall(r'name="at" value="([^"]+)"', shown.content.decode())
    assert f"{fixed.code}:{camp.slot(1).code}:{camp.room(1).code}" in places and len(places) == 8
    assert send(dana, page, version=version - 1, at=places).headers["Location"] == page and camp.version == version
    send(dana, page, version=version, at=places)
    assert Card.objects.filter(state="placed").count() == 8 and camp.version == version + 1 and Card.objects.get(title="Somebody wants to learn").state == "table"
    send(dana, f"{camp.edcamp.href}undo/", move=Move.objects.latest("number").code)
    assert list(Card.objects.filter(state="placed")) == [fixed]
    loose = [place if not place.startswith(fixed.code) else f"{fixed.code}:{camp.slot(0).code}:{camp.room(1).code}" for place in places]
    send(dana, page, version=camp.version, at=loose)
    assert "moves something that is fixed" in words_of(dana.get(f"{camp.edcamp.href}keep/"))


def test_papers_hold_the_day_the_rooms_and_numbers_that_are_free(camp, dana, ann):
    actions.put_up_card(by=camp.hugo, edcamp=camp.edcamp, says=actions.Says(kind="learn", title="From paper"), paper="1")
    page = dana.get(f"{camp.edcamp.href}print/")
    assert "How the day goes" in words_of(page) and "Courtyard" in words_of(page) and "<b>2</b>" in page.content.decode() and "<b>1</b>" not in page.content.decode()
    assert ann.get(f"{camp.edcamp.href}print/").status_code == 404


def test_the_next_edition_has_the_rooms_and_the_day_of_the_last_and_stands_in_its_series(camp, dana, ann):
    camp.card()
    path = f"{HERE}new/?from={camp.edcamp.code}"
    form = dana.get(path).content.decode()
    assert 'value="Edcamp of the valley"' in form and 'name="day"' not in form and ann.get(path).status_code == 404
    day = re.search(r'name="on" value="([^"]+)"', form)[1]
    typed = {"title": "Edcamp of the valley", "on": day, "starts": "09:00", "place": "Alder Hall", "zone": "UTC", "audience": "public", "up": "1"}
    assert send(dana, path, **typed).status_code == 302
    made = Edcamp.objects.exclude(pk=camp.edcamp.pk).get()
    assert [room["name"] for room in made.board["rooms"]] == ["Library", "Room 12", "Courtyard"] and made.board["cards"] == []
    assert made.event.series == Event.objects.get(pk=camp.edcamp.event_id).series is not None and made.event.minutes == 145


def test_whether_cover_is_needed_is_said_on_its_form_in_the_words_of_every_event_and_goes_on_to_the_next_edition(camp, dana, ann):
    asked = [browser.get(path).content.decode() for browser, path in ((dana, f"{HERE}new/"), (dana, "/events/new/"))]
    label, hint = "Minutes of cover for whoever comes", "If it is in school time: for how long somebody else has to take their class"
    assert all(label in page and hint in page for page in asked)
    typed = {"title": "Edcamp in term", "on": "2027-03-03", "starts": "09:00", "place": "Alder Hall", "zone": "UTC", "audience": "public", "day": "express"}
    looked = words_of(send(dana, f"{HERE}new/", **typed, cover_minutes="150"))
    assert "In school time: whoever comes needs cover for 150 min." in looked
    assert "Outside school time: no cover is needed." in words_of(send(dana, f"{HERE}new/", **typed, cover_minutes="0"))
    assert "cover" not in words_of(send(dana, f"{HERE}new/", **typed)).replace(label, "") and "A whole number" in words_of(
        send(dana, f"{HERE}new/", **typed, cover_minutes="half"))
    assert send(dana, f"{HERE}new/", **typed, cover_minutes="150", up="1").status_code == 302
    made = Edcamp.objects.select_related("event").exclude(pk=camp.edcamp.pk).get()
    assert made.event.cover_minutes == 150 and "whoever comes needs cover for 150 min" in words_of(ann.get(made.event.href))
    assert 'name="cover_minutes" value="150"' in dana.get(f"{HERE}new/?from={made.code}").content.decode()


def test_a_card_is_reported_taken_down_and_hung_again(camp, ann):
    from staffroom.moderation import kinds
    card = camp.card(camp.ben, "Something hurtful")
    camp.place(card)
    assert "Something is wrong here" in words_of(ann.get(f"{HERE}cards/{card.code}/")) and ann.get(f"/reports/new/card/{card.code}/").status_code == 200
    thing = kinds.by_code("card", card.code)
    actions.take_down_card(thing.row)
    assert "Something hurtful" not in str(camp.again().board) and ann.get(f"{HERE}cards/{card.code}/").status_code == 404
    actions.hang_card_again(thing.row)
    assert Card.objects.get().state == "table" and "Something hurtful" in str(camp.again().board)


def test_the_smackdown_calls_one_after_the_other_and_keeps_the_links(camp, dana, ann):
    here = f"{camp.edcamp.href}smackdown/"
    for title, link in (("A timer", "https://example.org/timer"), ("A second thing", "")):
        send(ann, f"{here}mine/", title=title, link=link, name="Ann from the lab")
    assert send(ann, f"{here}mine/", title="Bad", link="javascript:alert(1)").status_code == 422
    ben = sign_in(Client(), camp.ben)
    send(ben, f"{here}mine/", title="Of Ben")
    assert send(ann, f"{here}next/").status_code == 404 and "Speaks now" not in words_of(Client().get(here))
    send(dana, f"{here}next/")
    assert "Speaks now A timer Ann from the lab" in words_of(Client().get(here))
    first = Turn.objects.get(title="A timer")
    assert send(ben, f"{HERE}turns/{first.code}/back/").status_code == 404
    send(dana, f"{HERE}turns/{first.code}/later/")
    for _each in range(4):
        send(dana, f"{here}next/")
    assert list(Turn.objects.order_by("place").values_list("title", "state")) == [("A second thing", "done"), ("Of Ben", "done"), ("A timer", "done")]
    with CaptureQueriesContext(connection) as asked:
        assert "example.org/timer" in Client().get(here).content.decode()
    assert len(asked) <= 3
    for _each in range(3):
        send(ann, f"{here}mine/", title="More")
    assert "Three turns of yours wait already" in words_of(send(ann, f"{here}mine/", title="Too many"))


def test_a_list_of_wishes_is_pasted_at_once_and_pasted_again_changes_nothing(camp, dana, ann):
    path = f"{HERE}{camp.edcamp.code}/cards/"
    assert ann.get(path).status_code == send(ann, path, lines="Not mine to keep").status_code == 404
    lines = "Grading less | Ben Example\nPupils who\tZoë Łukasiewicz\r\n\n  What is enough?  \ngrading LESS"
    assert send(dana, path, lines=lines).status_code == 302
    found = {card.title: (card.kind, [lead.name for lead in card.leads.all()], card.author) for card in Card.objects.filter(edcamp=camp.edcamp)}
    assert found == {"Grading less": ("lead", ["Ben Example"], None), "Pupils who": ("lead", ["Zoë Łukasiewicz"], None), "What is enough?": ("learn", [], None)}
    assert Move.objects.filter(edcamp=camp.edcamp, kind="put_up").count() == 1
    version = camp.version
    again = send(dana, path, lines=lines)
    assert again.status_code == 302 and Card.objects.count() == 3 and camp.version == version
    assert "4 hung already." in words_of(dana.get(again["Location"]))


def test_a_line_that_does_not_fit_is_named_and_nothing_is_put_up(camp, dana):
    path = f"{HERE}{camp.edcamp.code}/cards/"
    answer = send(dana, path, lines="Good\n" + "a" * 121 + "\n| nobody’s")
    assert answer.status_code == 422 and not Card.objects.exists()
    said = words_of(answer)
    assert "Line 2:" in said and "Line 3:" in said and "Nothing was put up." in said and "a" * 121 in said
    assert send(dana, path, lines="\n".join(f"Card {n}" for n in range(101))).status_code == 422
    assert send(dana, path, lines="\n".join(f"Card {n}" for n in range(100))).status_code == 302 and Card.objects.count() == 100


def test_only_a_board_for_anyone_may_stay_on_a_device_and_the_worker_is_the_same_for_everybody(camp, client, ann):
    assert [browser.get(f"{camp.edcamp.href}board/").headers.get("X-Keep") for browser in (client, ann)] == ["yes", "yes"]
    assert 'data-worker="/edcamps/worker.js"' in ann.get(camp.edcamp.href).content.decode()
    assert client.get(f"{HERE}worker.js").content == ann.get(f"{HERE}worker.js").content and client.get(f"{HERE}worker.js")["Content-Type"].startswith("text/javascript")
    other = make_camp(audience="link")
    browser = sign_in(Client(), other.ann)
    assert "X-Keep" not in browser.get(f"{other.edcamp.href}board/").headers and "data-worker" not in browser.get(other.edcamp.href).content.decode()


def test_whoever_opened_the_link_reads_the_wall_and_nobody_else(client):
    camp = make_camp(audience="link")
    other = make_camp(audience="link", title="Another one")
    card = camp.card()
    actions.write_notes(by=camp.ann, card=card, text="Said behind the link", version=0)
    event, home = camp.edcamp.event, camp.edcamp.href
    pages = [home, f"{home}?wall", f"{home}board/", f"{home}live/", f"{home}archive/", f"{home}smackdown/", f"/edcamps/cards/{card.code}/",
             f"/edcamps/cards/{card.code}/notes/", f"/edcamps/cards/{card.code}/notes/now/"]
    zoe = sign_in(Client(), camp.zoe)
    for who in (client, zoe):
        assert {who.get(page).status_code for page in pages} == {404}
        assert who.get(f"/events/door/{other.edcamp.event.door}/").status_code == 200
        assert {who.get(page).status_code for page in pages} == {404}, "the link of another one opens nothing here"
        door = who.get(f"/events/door/{event.door}/")
        assert home in door.content.decode() and door.cookies["doors"]["httponly"]
        answers = [who.get(page) for page in pages]
        assert {answer.status_code for answer in answers} == {200}
        assert "/numbers/" not in answers[4].content.decode(), "a link to a page that would answer 404"
        kept = {answer.headers.get("Cache-Control", "") for answer, page in zip(answers, pages, strict=True) if not page.endswith("board/")}
        assert all("no-store" in one for one in kept) and "X-Keep" not in answers[2].headers
        assert "Said behind the link" in answers[7].content.decode() and "Grading less" in answers[2].content.decode()
        for page, data in ((f"/edcamps/cards/{card.code}/notes/", {"text": "Mine", "version": "1"}), (f"{home}place/", {"card": card.code})):
            assert who.post(page, data | {"op_id": op_id()}).status_code in {302, 404}
    assert Notes.objects.get().version == 1
    assert Client().get(home).status_code == 404 and Client(headers={"cookie": "doors=" + "x" * 32}).get(home).status_code == 404
    events.change(by=camp.dana, event=event, version=event.version, what=what_of(event, audience="public"))
    again = Event.objects.get(pk=event.pk)
    events.change(by=camp.dana, event=again, version=again.version, what=what_of(again, audience="link"))
    assert {client.get(page).status_code for page in pages} == {404}, "a link that was changed since opens nothing"


def what_of(event, **more):
    held = {one.name: getattr(event, one.name) for one in dataclasses.fields(events.What)}
    return events.What(**held | more)

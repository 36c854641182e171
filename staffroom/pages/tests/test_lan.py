"""A room without internet: over plain http from another machine only what a code of an event opens is there; at the machine itself everything is."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from staffroom.edcamps.models import Notes, Thanks, Turn
from staffroom.edcamps.tests.conftest import make_camp
from staffroom.events import actions as events
from staffroom.events import codes
from staffroom.events.models import Guest
from staffroom.events.tokens import token_of
from staffroom.kit import fresh
from staffroom.kit.testing import op_id, sign_in
from staffroom.pages.lan import DOOR, OPEN

ROOM = {"HTTP_HOST": "192.168.1.20:8000", "REMOTE_ADDR": "192.168.1.33"}
HOME = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
SHUT = "Not over this line"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_lan(settings):
    assert get_resolver().url_patterns  # made as for everybody, before this profile
    settings.LAN, settings.ALLOWED_HOSTS = True, ["192.168.1.20", "localhost", "127.0.0.1"]
    settings.BASE_URL = "http://192.168.1.20:8000"
    fresh.forget()


def addresses(patterns, before=""):
    """Every address of the product, with something in the place of each code."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            plain = re.sub(r"[\^$\\]", "", f"{before}{one.pattern}".replace(r"\w", "z"))
            path = re.sub(r"\(\?P<\w+>(?:([\w-]+)[^)]*|[^)]*)\)", lambda found: found[1] or "zz", plain)
            yield "/" + re.sub(r"<(\w+:)?\w+>", lambda found: "1" if found[1] == "int:" else "zz", path)


def guest_of(camp, client) -> Guest:
    code = codes.for_guests(camp.edcamp.event.door_key)
    page = f"/events/{camp.edcamp.event.code}/guest/"
    assert client.post(page, {"name": "Gus", "code": code, "op_id": op_id()}, **ROOM).status_code == 302
    return Guest.objects.get()


def test_from_another_machine_every_address_is_shut_that_no_code_opens(client, ann):
    sign_in(client, ann)
    client.raise_request_exception = False
    shut, let_in, odd = set(), set(), []
    for path in addresses(get_resolver().url_patterns):
        name = resolve(path).view_name
        for ask in (client.get, client.post):
            answer = ask(path, **ROOM)
            text = "" if answer.streaming else answer.content.decode()
            is_shut = answer.status_code == 403 and SHUT in text
            (shut if is_shut else let_in).add(name)
            if str(ann) in text or (not is_shut and answer.status_code >= 500):
                odd.append(path)
    assert let_in == OPEN | {DOOR} and not shut & let_in and not odd
    assert len(shut) > 200
    assert {name.partition(":")[0] for name in OPEN} == {"health", "sharing", "source", "source_archive", "events", "attendance", "edcamps"}


@pytest.mark.parametrize("asks", [
    ROOM, {**HOME, "REMOTE_ADDR": "192.168.1.33"}, {**ROOM, "REMOTE_ADDR": "127.0.0.1"}, {**HOME, "REMOTE_ADDR": "not an address"}, {**HOME, "HTTP_HOST": "localhost.example:8000"},
])
def test_only_who_asks_at_this_machine_by_its_own_name_is_at_home(client, ann, settings, asks):
    sign_in(client, ann)
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/record/", **HOME).status_code == 200
    assert client.get("/record/", **asks).status_code == 403
    settings.PROXIES = 1
    assert client.get("/record/", **HOME).status_code == 403, "a proxy may bring anybody from this machine"
    settings.LAN = False
    assert client.get("/record/", **asks).status_code == 200


def test_at_the_machine_itself_ones_own_password_opens_the_notebook(ann):
    client = Client(**HOME)
    answer = client.post("/sign-in/", {"login": ann.email, "password": "a long enough password", "op_id": op_id()})
    assert answer.status_code == 302 and client.get("/record/").status_code == 200


def test_the_door_says_what_is_on_and_a_code_leads_in(client):
    camp = make_camp(days=1)
    hidden = make_camp(days=1, audience="link", title="Behind a link")
    with time_machine.travel(camp.edcamp.event.starts_at + timedelta(minutes=5), tick=False):
        door = client.get("/", **ROOM).content.decode()
        assert "Edcamp of the valley" in door and camp.edcamp.href in door and "Behind a link" not in door
        assert 'href="/sign-in/"' not in door and "plain http" in door
        wrong = client.get("/", {"c": "ABC<DE"}, **ROOM)
        assert wrong.status_code == 404 and "ABC&lt;DE" in wrong.content.decode()
        code = codes.for_guests(hidden.edcamp.event.door_key)
        led = client.get("/", {"c": code.lower()}, **ROOM)
        assert led["Location"] == f"/events/{hidden.edcamp.event.code}/guest/?c={code.lower()}"
        assert client.get(led["Location"], **ROOM).status_code == 200
    with time_machine.travel(camp.edcamp.event.ends_at + timedelta(days=2), tick=False):
        assert "Edcamp of the valley" not in client.get("/", **ROOM).content.decode()
        assert client.get("/", {"c": code}, **ROOM).status_code == 404


def test_a_guest_in_the_room_reads_the_board_and_writes_notes_and_the_host_keeps_the_board_at_the_machine(client):
    camp = make_camp(days=0)
    card = camp.card()
    guest_of(camp, client)
    notes = f"/edcamps/cards/{card.code}/notes/"
    assert client.post(notes, {"text": "From the room", "version": "0", "op_id": op_id()}, **ROOM).status_code == 302
    assert Notes.objects.get().text == "From the room"
    assert client.post(f"{camp.edcamp.href}smackdown/mine/", {"title": "A timer", "op_id": op_id()}, **ROOM).status_code == 302
    with time_machine.travel(camp.edcamp.event.starts_at + timedelta(minutes=5), tick=False):
        assert client.post(f"{camp.edcamp.href}thanks/", {"card": card.code, "op_id": op_id()}, **ROOM).status_code == 302
    assert Turn.objects.get().guest == Thanks.objects.get().guest == Guest.objects.get()
    assert camp.edcamp.event.title in client.get(camp.edcamp.href, **ROOM).content.decode()
    seen = sign_in(Client(), camp.dana).get(camp.edcamp.href, **ROOM).content.decode()
    assert f"{camp.edcamp.href}keep/" not in seen and 'href="/today/"' not in seen, "no session is read over this line"
    at_home = sign_in(Client(**HOME), camp.dana)
    join = at_home.get(f"{camp.edcamp.href}join/").content.decode()
    assert codes.for_guests(camp.edcamp.event.door_key) in join and "http://192.168.1.20:8000" in join and "plain http" in join
    assert at_home.get(f"{camp.edcamp.href}keep/").status_code == 200


def test_the_public_table_says_what_plain_http_leaves_out(client, settings):
    said = client.get("/trust", **ROOM).content.decode()
    assert 'id="room"' in said and "no passkeys" in said and "event codes only, no notebook" in said
    settings.LAN = False
    fresh.forget()
    assert 'id="room"' not in client.get("/trust", **HOME).content.decode()


def test_no_page_in_the_room_leads_to_one_that_is_shut_there(client):
    camp = make_camp(days=0)
    placed, loose = camp.card(), camp.card(title="Still on the table")
    camp.place(placed)
    guest = guest_of(camp, client)
    own = f"/events/guest/{token_of(guest.code)}/"
    events.put_on_list(by=camp.dana, event=camp.edcamp.event, names=["Ida"])
    here = camp.edcamp.href
    pages = ["/", camp.edcamp.event.href, own, here, f"{here}archive/", f"{here}numbers/", f"{here}smackdown/", f"{here}board/",
             *(f"/edcamps/cards/{card.code}/{part}" for card in (placed, loose) for part in ("", "notes/", "notes/versions/")), "/trust", "/source"]
    shut = set()
    for moment in (camp.edcamp.event.starts_at + timedelta(minutes=5), camp.edcamp.event.ends_at + timedelta(minutes=5)):
        for path in pages:
            with time_machine.travel(moment, tick=False):
                events.confirm(by=camp.dana, event=camp.edcamp.event, guests=[guest])
                answer = client.get(path, **ROOM)
            assert answer.status_code == 200, path
            for href in re.findall(r'(?:href|action)="(/[^"#?]*)', answer.content.decode()):
                if not href.startswith("/static/") and resolve(href).view_name not in OPEN | {DOOR}:
                    shut.add((path, href))
    assert sorted(shut) == []

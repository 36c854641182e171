"""A buddy: two colleagues of one body, both of whom said yes, and nobody else who reads of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.buddies import actions
from staffroom.buddies.models import Offering, Pair
from staffroom.exchange.actions import erase
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.notices.queries import sentence
from staffroom.orgs import actions as orgs
from staffroom.pages.tests.world import make
from staffroom.people.actions import tell
from tests.laid import laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    held = laid(make)
    held.new = make_account("Nia New")
    orgs.enrol(by=None, person=held.new, organisation=held.juniper, role="teacher")
    return held


@pytest.fixture
def offered(world):
    return actions.offer(by=world.tom, organisation=world.juniper)


def browser(person, assurance="self", body=""):
    return sign_in(Client(), person, assurance, body)


def send(client, path):
    return client.post(path, {"op_id": op_id()})


def told(person) -> list[str]:
    return [sentence(row) for row in Notice.objects.filter(person=person, kind__in=["buddy", "paired", "not_now", "parted"]).order_by("made_at", "pk")]


def test_who_is_new_asks_and_both_say_yes_and_either_ends_it(world, client):
    tom, new = browser(world.tom), browser(world.new)
    assert send(tom, f"/buddies/offers/{world.juniper.code}/offer/").status_code == 302
    assert "Tom Example" in new.get("/buddies/").content.decode()
    send(new, f"/buddies/offers/{Offering.objects.get().code}/ask/")
    pair = Pair.objects.get()
    assert "asks you to be their buddy" in tom.get("/buddies/").content.decode() and told(world.tom) == ["Nia New asks whether you would be their buddy."]
    assert send(new, f"/buddies/pairs/{pair.code}/agree/").status_code == 404, "nobody says yes for the other"
    send(tom, f"/buddies/pairs/{pair.code}/agree/")
    assert told(world.new) == ["Tom Example says yes: you are buddies."] and "buddies since" in new.get("/buddies/").content.decode()
    send(new, f"/buddies/pairs/{pair.code}/end/")
    assert told(world.tom)[1:] == ["You and Nia New are buddies no longer. Thank you for having been there."]
    assert "Nia New" not in tom.get("/buddies/").content.decode() and send(tom, f"/buddies/pairs/{pair.code}/end/").status_code == 404


def test_they_see_of_each_other_what_a_profile_tells_and_nothing_more(world, offered):
    page = f"/people/{world.tom.code}/"
    new = browser(world.new)
    before = new.get(page).status_code
    actions.agree(by=world.tom, pair=actions.ask(by=world.new, offering=offered))
    assert new.get(page).status_code == before == 404 and page not in new.get("/buddies/").content.decode()
    tell(by=world.tom, told={"about": "I teach chess.", "years": "", "subjects": [], "stages": [], "pupils": [], "place": "", "locale": "", "languages": []},
         seen={"about": 1}, in_directory=False)
    assert page in new.get("/buddies/").content.decode() and "I teach chess." in new.get(page).content.decode()


def test_nobody_else_reads_who_asked_whom_and_strangers_read_no_offer(world, offered):
    pair = actions.ask(by=world.new, offering=offered)
    for person, assurance in ((world.pia, "self"), (world.dana, "self"), (world.will, "self")):
        there = browser(person, assurance)
        assert "Nia New" not in there.get("/buddies/").content.decode()
        assert {send(there, f"/buddies/pairs/{pair.code}/{how}/").status_code for how in ("agree", "end")} == {404}
    assert "Tom Example" not in browser(world.will).get("/buddies/").content.decode()
    assert send(browser(world.will), f"/buddies/offers/{offered.code}/ask/").status_code == 404
    assert browser(world.new, "org", world.juniper.code).get("/buddies/").status_code == 403
    assert Pair.objects.get().agreed_at is None


def test_who_could_not_is_told_on_kindly_and_not_asked_again_for_ninety_days(world, offered):
    pair = actions.ask(by=world.new, offering=offered)
    with pytest.raises(Refusal, match="already"):
        actions.ask(by=world.new, offering=offered)
    actions.end(by=world.tom, pair=pair)
    actions.end(by=world.tom, pair=pair)
    assert told(world.new) == ["Tom Example cannot be your buddy just now. That says nothing about you; others may be glad to be asked."]
    with pytest.raises(Refusal, match="a while ago"):
        actions.ask(by=world.new, offering=offered)
    Pair.objects.update(ended_at=clock.now() - timedelta(days=91))
    again = actions.ask(by=world.new, offering=offered)
    actions.end(by=world.new, pair=again)
    assert len(told(world.tom)) == 2, "who takes back what was not answered leaves no further notice"


def test_who_offers_no_longer_or_left_or_is_not_of_the_body_is_asked_by_nobody(world, offered):
    with pytest.raises(Refusal, match="belong"):
        actions.offer(by=world.will, organisation=world.juniper)
    with pytest.raises(Refusal, match="belong"):
        actions.ask(by=world.will, offering=offered)
    for person in [make_account(f"Old {number}") for number in range(3)]:
        orgs.enrol(by=None, person=person, organisation=world.juniper, role="teacher")
        actions.ask(by=world.new, offering=actions.offer(by=person, organisation=world.juniper))
    with pytest.raises(Refusal, match="three"):
        actions.ask(by=world.new, offering=offered)
    Pair.objects.all().delete()
    orgs.end_membership(by=None, membership=world.tom_role)
    assert "Tom Example" not in browser(world.new).get("/buddies/").content.decode()
    with pytest.raises(Refusal, match="no longer"):
        actions.ask(by=world.new, offering=offered)


def test_whoever_is_erased_leaves_no_pair_and_no_name(world, offered):
    actions.agree(by=world.tom, pair=actions.ask(by=world.new, offering=offered))
    erase(by=None, account=world.tom)
    assert not Pair.objects.exists() and "Tom" not in " ".join(told(world.new))


def test_the_page_asks_as_little_however_many_offer(world, offered):
    def asked() -> int:
        there = browser(world.new)
        there.get("/buddies/")
        with CaptureQueriesContext(connection) as statements:
            there.get("/buddies/")
        return len(statements)
    few = asked()
    for number in range(6):
        person = make_account(f"Old {number}")
        orgs.enrol(by=None, person=person, organisation=world.juniper, role="teacher")
        actions.offer(by=person, organisation=world.juniper)
    assert asked() == few <= 12

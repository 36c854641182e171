"""A body offers what teachers made: they are asked first, stay credited, and can take their yes back."""

from datetime import timedelta

import pytest
from django.test import Client

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.edcamps import actions as edcamps
from staffroom.edcamps.models import Lead
from staffroom.events import actions as events
from staffroom.events.times import Span
from staffroom.exchange.actions import erase
from staffroom.kit import clock, fresh
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.offered import actions, things
from staffroom.offered.models import Adoption, Consent
from staffroom.orgs import actions as orgs
from staffroom.pages.tests.world import make
from staffroom.people import actions as people
from staffroom.record.models import Entry
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import NOBODY, ORG, SELF, Viewer
from staffroom.topics import actions as topics
from tests.laid import laid

pytestmark = pytest.mark.django_db
SAYS = catalogue.Says(title="Three piles at the door", what="One question as they leave.", steps="Ask it\nSort the slips")


@pytest.fixture
def world(db, monkeypatch):
    """tom teaches at juniper and wrote a card, pia is its principal, will administers the other district, zoe has no body."""
    monkeypatch.setattr(fresh, "SURE", -1)
    monkeypatch.setattr(shelf_memory, "SURE", -1)
    return laid(_world)


def _world():
    topics.load(by=None)
    held = make()
    held.zoe = make_account("Zoe Example")
    held.card = catalogue.write_card(by=held.tom, says=SAYS, is_named=True)
    return held


def ask(world, thing=None, by=None, **more) -> Adoption:
    thing = thing or things.read("card", world.card.code)
    return actions.ask(by=by or world.pia, organisation=more.pop("organisation", world.juniper), thing=thing, minutes=90, counts_as="workshop hours", **more)


def yes(world, row, by=None, says="yes", is_named=True) -> Adoption:
    return actions.answer(by=by or world.tom, adoption=row, thing=things.of(row), says=says, is_named=is_named)


def inside(person, assurance=SELF, body="") -> Client:
    client = Client()
    sign_in(client, person, assurance, body)
    return client


def page(client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, path
    return found.content.decode()


def test_from_the_question_to_the_wall_and_into_the_record_of_whoever_made_it(world, client):
    pia, tom = inside(world.pia), inside(world.tom)
    assert f"/offered/ask/card/{world.card.code}/" in page(pia, f"/find/{world.card.offer.code}/")
    assert "/offered/ask/" not in page(tom, f"/find/{world.card.offer.code}/")
    assert tom.get(f"/offered/ask/card/{world.card.code}/").status_code == 404
    sent = {"body": world.juniper.code, "minutes": "90", "counts_as": "workshop hours", "words": "May we show it in August?"}
    assert pia.post(f"/offered/ask/card/{world.card.code}/", sent | {"minutes": "", "op_id": op_id()}).status_code == 422
    there = pia.post(f"/offered/ask/card/{world.card.code}/", sent | {"op_id": op_id()}).headers["Location"]
    assert "It waits for 1 answer." in page(pia, there)
    assert client.get(there).status_code == 404 and "ffered by" not in page(client, f"/find/{world.card.offer.code}/")
    assert "asks whether it may offer something that you made" in page(tom, "/notices/")
    asked = page(tom, there)
    assert "May we show it in August?" in asked and "You made it: may they?" in asked
    tom.post(f"{there}answer/", {"says": "yes", "op_id": op_id()})
    read = page(client, f"/find/{world.card.offer.code}/")
    for words in (f"Offered by {world.juniper}.", "Made by <bdi>Tom", ": 1 h 30 min",f"workshop hours, declared by {world.juniper}"):
        assert words in read, words
    assert f"offered by {world.juniper}" in page(client, "/find/?q=piles") and "Three piles" in page(client, f"/find/?q={world.juniper.name.split()[0]}")
    assert "May we show it" not in page(client, there) and "declared by" in page(client, there)
    assert "answered" in page(pia, "/notices/")
    form = page(tom, f"/record/new/?from=offered:{there.split('/')[2]}")
    assert "offered by" in form and 'value="wrote" checked' in form.replace('" selected', '" checked').replace("selected", "checked")
    assert "offered by" not in page(inside(world.zoe), f"/record/new/?from=offered:{there.split('/')[2]}")
    assert not Entry.objects.exists()


def test_nothing_hangs_after_a_no_and_nobody_is_asked_again(world):
    row = yes(world, ask(world), says="no")
    assert (row.agreed_at, Offer.objects.get(pk=world.card.offer_id).offered) == (None, []) and row.ended_at
    with pytest.raises(Refusal):
        ask(world)
    with pytest.raises(Refusal):
        yes(world, row)
    assert "Tom" not in page(inside(world.pia), f"/offered/{row.code}/").partition("<main")[2]


def test_a_yes_can_be_taken_back_and_the_body_can_end_it(world, client):
    row = yes(world, ask(world))
    yes(world, row, says="no")
    assert "ffered by" not in page(client, f"/find/{world.card.offer.code}/") and client.get(f"/offered/{row.code}/").status_code == 404
    other = catalogue.write_card(by=world.zoe, says=SAYS, is_named=False)
    row = yes(world, ask(world, things.read("card", other.code)), by=world.zoe)
    actions.end(by=world.pia, adoption=row)
    assert "ffered by" not in page(client, f"/find/{other.offer.code}/")
    assert ask(world, things.read("card", other.code)).pk != row.pk


def test_only_who_speaks_for_the_body_asks_and_ends_and_only_who_made_it_answers(world):
    for nobody in (world.tom, world.zoe, world.will):
        with pytest.raises(Refusal):
            ask(world, by=nobody)
    row = ask(world)
    with pytest.raises(Refusal):
        ask(world)
    for nobody in (world.pia, world.zoe):
        with pytest.raises(Refusal):
            yes(world, row, by=nobody)
    with pytest.raises(Refusal):
        actions.end(by=world.will, adoption=row)
    assert not can(Viewer(world.tom, ORG, world.juniper), "answer", row) and can(Viewer(world.tom, SELF), "answer", row)
    seen = {name: visible_to(viewer, Adoption).count() for name, viewer in {
        "pia": Viewer(world.pia, SELF), "tom": Viewer(world.tom, SELF), "will": Viewer(world.will, SELF), "zoe": Viewer(world.zoe, SELF), "anyone": NOBODY}.items()}
    assert seen == {"pia": 1, "tom": 1, "will": 0, "zoe": 0, "anyone": 0}
    assert visible_to(Viewer(world.pia, SELF), Consent).count() == 0 and visible_to(Viewer(world.tom, ORG), Consent).count() == 0


def test_who_wrote_a_card_without_a_name_is_asked_and_no_office_learns_who_it_is(world, client):
    hidden = catalogue.write_card(by=world.zoe, says=SAYS, is_named=False)
    row = ask(world, things.read("card", hidden.code))
    pia = inside(world.pia)
    pages = page(pia, f"/offered/{row.code}/") + page(pia, f"/office/{world.juniper.code}/offered/")
    yes(world, row, by=world.zoe)
    pages += page(pia, f"/offered/{row.code}/") + page(pia, "/notices/") + page(client, f"/find/{hidden.offer.code}/") + page(pia, "/me/access/")
    assert "Zoe" not in pages and "a teacher" in pages


def session(world, *leaders):
    begins = clock.now() + timedelta(days=3)
    what = events.What(kind="edcamp", title="Juniper unconference", span=Span(begins, begins + timedelta(hours=6), "UTC"), place="Here", organisation=None)
    camp = edcamps.put_up(by=world.zoe, what=what, rooms=[edcamps.Place(name="Library")], parts=[edcamps.Part(kind="session", start=0, end=60)])
    events.answer(by=world.wanda, event=camp.event, says="going")
    card = edcamps.put_up_card(by=world.wanda, edcamp=camp, says=edcamps.Says(kind="learn", title="Talk in class"))
    for number, person in enumerate(leaders):
        Lead.objects.create(card=card, person=person, name=str(person or "A guest"), key=f"{number}")
    return card


def test_a_session_is_offered_when_all_who_led_it_said_yes_and_hangs_under_their_names(world, client):
    card = session(world, world.tom, world.zoe)
    row = yes(world, ask(world, things.read("session", card.code)))
    assert not row.hangs and not Offer.objects.filter(title="Talk in class").exists()
    yes(world, row, by=world.zoe, is_named=False)
    offer = Offer.objects.get(title="Talk in class")
    assert (offer.maker, offer.offered[0]["body"]) == (f"{world.tom}, a teacher", world.juniper.name)
    read = page(client, f"/find/{offer.code}/")
    assert "First led at Juniper unconference" in read and "Not known" not in read.partition("Counts where")[2].partition("</section>")[0]
    assert not can(Viewer(world.zoe, SELF), "correct", offer)
    people.rename(by=world.tom, name="Thomas Sample")
    orgs.rename(by=None, organisation=world.juniper, name="Juniper School of Tomorrow")
    read = page(client, f"/find/{offer.code}/")
    assert "Thomas Sample, a teacher" in read and "declared by Juniper School of Tomorrow" in read
    erase(by=None, account=world.tom)
    read = page(client, f"/find/{offer.code}/")
    assert "Thomas" not in read and "Made by <bdi>a teacher</bdi>" in read
    yes(world, row, by=world.zoe, says="no")
    assert client.get(f"/find/{offer.code}/").status_code == 404


def test_where_somebody_cannot_be_asked_nobody_is_and_what_not_anyone_reads_cannot_be_offered(world):
    with pytest.raises(Refusal):
        ask(world, things.read("session", session(world, world.tom, None).code))
    begins = clock.now() + timedelta(days=3)
    span = Span(begins, begins + timedelta(hours=2), "UTC")
    shut = events.put_up(by=world.tom, what=events.What(kind="talk", title="By link", span=span, place="x", organisation=None, audience="link"))
    assert things.read("event", shut.code) is None and things.read("nothing", "x") is None
    open_to_all = events.put_up(by=world.tom, what=events.What(kind="talk", title="A talk", span=span, place="x", organisation=None))
    row = yes(world, ask(world, things.read("event", open_to_all.code)))
    assert (row.offer.minutes, row.offer.maker) == (120, str(world.tom))


def test_who_is_erased_before_answering_is_waited_for_no_more_and_a_card_that_is_offered_stays_without_the_name(world, client):
    waiting = ask(world)
    other = catalogue.write_card(by=world.zoe, says=SAYS, is_named=True)
    offered = yes(world, ask(world, things.read("card", other.code)), by=world.zoe)
    for person in (world.tom, world.zoe):
        erase(by=None, account=person)
    waiting.refresh_from_db()
    assert waiting.ended_at and waiting.card is None
    read = page(client, f"/find/{other.offer.code}/")
    assert "Zoe" not in read and "Sort the slips" in read and "Offered by" in read
    assert "Zoe" not in page(client, f"/offered/{offered.code}/") and not Notice.objects.filter(name__contains="Zoe").exists()

from datetime import date

import pytest

from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock, fresh, outbox
from staffroom.kit.testing import make_account
from staffroom.orgs import actions as orgs
from staffroom.pages.tests.world import make
from staffroom.required import actions
from staffroom.required.actions import Wanted
from staffroom.topics import actions as topics
from tests.laid import laid

LATER = date(2099, 1, 1)


@pytest.fixture(autouse=True)
def nothing_remembered():
    fresh.forget()


@pytest.fixture
def world(db):
    """Two districts with a school each: tom teaches at juniper, pia is its principal, dana administers the district, zoe has no body."""
    return laid(_world)


def _world():
    topics.load(by=None)
    held = make()
    held.zoe = make_account("Zoe Example")
    return held


@pytest.fixture
def offers(world):
    source = Source.objects.create(kind=Source.Kind.FILE, name="A list")
    shelve(source, [described(title=f"{words} in a class of two ages", kind="article", minutes=minutes, url=f"https://www.example.org/{words}")
                    for words, minutes in (("Talk", 40), ("Calm", 8), ("Chess", 30), ("Maps", 20), ("Songs", 15))])
    return {offer.title.split()[0]: offer for offer in Offer.objects.all()}


def soon() -> date:
    return date.fromordinal(clock.now().date().toordinal() + 30)


def require(world, by=None, body=None, **more):
    """Pia requires ninety minutes of the teachers of Juniper School."""
    said = {"title": "First aid, every second year", "reason": "The law asks it of everybody who is alone with pupils.", "minutes": 90, "due_on": soon(),
            "roles": ["teacher"], "must": [Wanted("First aid in the hall")]} | more
    return actions.put_up(by=by or world.pia, organisation=body or world.juniper, **said)


def teachers(body, count: int):
    """So many more who teach there."""
    found = [make_account(f"Teacher {number}") for number in range(count)]
    for person in found:
        orgs.enrol(by=None, person=person, organisation=body, role="teacher")
    return found


def worker() -> None:
    while outbox.run_due(100):
        pass

import pytest

from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import fresh, outbox
from staffroom.kit.testing import make_account
from staffroom.pages.tests.world import make
from staffroom.topics import actions as topics
from tests.laid import laid


@pytest.fixture(autouse=True)
def nothing_remembered():
    fresh.forget()


@pytest.fixture
def world(db):
    """Two districts with a school each: tom teaches at juniper, pia is its principal, will administers the other district, zoe has no body."""
    return laid(_world)


def _world():
    topics.load(by=None)
    held = make()
    held.zoe = make_account("Zoe Example")
    return held


@pytest.fixture
def offer(world):
    source = Source.objects.create(kind=Source.Kind.FILE, name="A list")
    shelve(source, [described(title="Talk in a class of two ages", kind="article", url="https://www.example.org/two-ages")])
    return Offer.objects.get()


def worker() -> None:
    while outbox.run_due(100):
        pass

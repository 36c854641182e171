"""Things on the wall of every kind that can be reported, and who reports, decides and wrote them."""

from dataclasses import dataclass
from typing import Any

import pytest

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.actions.shelving import shelve
from staffroom.catalogue.described import described, untitled
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.rubric import QUESTIONS
from staffroom.catalogue.tests.conftest import nothing_remembered
from staffroom.kit import outbox
from staffroom.kit.testing import make_account
from staffroom.moderation import actions, kinds
from staffroom.needs import actions as needs
from staffroom.topics import actions as topics
from tests.laid import laid

__all__ = ["nothing_remembered"]
KINDS = ["offer", "facts", "review", "need", "answer"]


@dataclass
class Wall:
    """Ann wrote it, Ben reports it, Cara looks after the wall, Dan has nothing to do with it."""

    ann: Any
    ben: Any
    cara: Any
    dan: Any
    offer: Offer
    rows: dict[str, Any]

    def thing(self, kind: str) -> kinds.Thing:
        found = kinds.by_code(kind, self.rows[kind].code)
        assert found is not None
        return found

    def report(self, kind: str, by=None, **said):
        return actions.report(by=by or self.ben, kind=kind, thing=self.thing(kind), **{"reason": "false", "words": "It is not so."} | said)

    def decide(self, kind: str, *, takes_down: bool = True, by=None):
        return actions.decide(by=by or self.cara, kind=kind, thing=self.thing(kind), takes_down=takes_down, why="Nobody can check this.")


def worker() -> None:
    while outbox.run_due(100):
        pass


@pytest.fixture
def wall(db):
    return laid(_wall)


def _wall():
    topics.load(by=None)
    ann, ben, cara, dan = (make_account(f"{name} Example") for name in ("Ann", "Ben", "Cara", "Dan"))
    shelve(Source.objects.create(kind=Source.Kind.FILE, name="A list"), [described(title="Exit tickets", kind="article", minutes=10)])
    offer = Offer.objects.get()
    mine = catalogue.add_link(by=ann, link=untitled(url="https://www.example.org/mine", title="A link of mine", kind="article"))
    need = needs.put_up(by=ann, words="Quiet corridors")
    asked = needs.put_up(by=dan, words="Talk in a class of two ages")
    rows = {"offer": mine, "need": need, "answer": needs.answer(by=ann, need=asked, kind="elsewhere", offer=offer),
            "facts": catalogue.correct(by=ann, offer=offer, was={"minutes": 10}, now={"minutes": 99}, how="page", link="https://spam.example/"),
            "review": catalogue.review(by=ann, offer=offer, answers={name: ["yes", "Buy my book"] for name in QUESTIONS})}
    actions.appoint(by=None, person=cara)
    return Wall(ann, ben, cara, dan, offer, rows)

"""Fixtures of this room: Ann, her browser, and a small package of two versions."""

from pathlib import Path

import pytest

from staffroom.kit.testing import make_account, sign_in

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture
def ann(db):
    return make_account("Ann Example")


@pytest.fixture
def as_ann(client, ann):
    return sign_in(client, ann)


def identifier(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012d}"


def link(n: int, origin: str, destination: str, kind: str = "isChildOf", **more) -> dict:
    def to(one: str) -> dict:
        return {"title": "x", "identifier": one, "uri": f"urn:uuid:{one}"}
    return {"identifier": identifier(n), "uri": f"urn:uuid:{identifier(n)}", "lastChangeDateTime": "2026-01-01T00:00:00Z", "associationType": kind,
            "originNodeURI": to(origin), "destinationNodeURI": to(destination)} | more


def item(n: int, words: str, number: str = "", **more) -> dict:
    return {"identifier": identifier(n), "uri": f"urn:uuid:{identifier(n)}", "lastChangeDateTime": "2026-01-01T00:00:00Z", "fullStatement": words} | (
        {"humanCodingScheme": number} if number else {}) | more


def package(*items: dict, links: tuple[dict, ...] = (), **document) -> dict:
    """A package that CASE 1.1 takes as it stands."""
    head = {"identifier": identifier(1), "uri": "https://states.example/1", "creator": "A state", "title": "Our standards", "version": "2023",
            "lastChangeDateTime": "2026-01-01T00:00:00Z"}
    return {"CFDocument": head | document, "CFItems": list(items), "CFAssociations": list(links)}


def first() -> dict:
    items = (item(10, "A room", "1"), item(11, "I greet pupils.", "1.1"), item(12, "I plan alone.", "1.2"), item(13, "I use chalk.", "1.3"),
             item(14, "I wait three seconds.", "1.4"), item(15, "I ask.", "1.5"))
    return package(*items, links=tuple(link(100 + n, identifier(n), identifier(10 if n > 10 else 1), sequenceNumber=n) for n in range(10, 16)))


def second() -> dict:
    """The same, reworded, replaced, ended, renumbered, and with something new."""
    items = (item(10, "A room", "1"), item(11, "I greet every pupil.", "1.1"), item(20, "I plan with others.", "1.2"),
             item(13, "I use chalk.", "1.3", statusEndDate="2026-06-30"), item(21, "I wait three seconds.", "2.1"), item(22, "Something else", "1.5"),
             item(23, "I let go.", "3"))
    hung = tuple(link(200 + n, identifier(n), identifier(1 if n in {10, 23} else 10)) for n in (10, 11, 20, 13, 21, 22, 23))
    return package(*items, links=(*hung, link(300, identifier(12), identifier(20), "replacedBy")), version="2026")

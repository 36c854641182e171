"""Tying an entry or a step to a statement: kept in its version, shown on its page, taken along."""

import json
from datetime import date

import pytest

from staffroom.frameworks import actions as frameworks
from staffroom.frameworks import pins
from staffroom.frameworks.pins import Pin
from staffroom.frameworks.tests.conftest import first, identifier, second
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.practice import actions as practice
from staffroom.record import actions as record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    return make_account("Ann Example")


@pytest.fixture
def as_ann(client, ann):
    return sign_in(client, ann)


@pytest.fixture
def things(ann):
    return {"entry": record.note(by=ann, title="Watched Ben", kind="visit", minutes=20, on_on=date(2026, 9, 1)), "step": practice.plan(by=ann, title="Greet them"),
            "goal": practice.set_goal(by=ann, title="Start lessons well")}


PAGES = {"entry": "/record/{}/", "step": "/practice/{}/", "goal": "/practice/goals/{}/"}


@pytest.mark.parametrize("kind", PAGES)
def test_a_tag_keeps_its_version_and_says_what_became_of_it(kind, as_ann, things):
    """S1-05: framework v1, then v2: old tags keep v1, the mapping is shown."""
    old, thing = frameworks.put_up(by=None, package=first()), things[kind]
    page = as_ann.get(f"/practice/tag/{kind}/{thing.code}/?in={old.code}").content.decode()
    assert "I greet pupils." in page and "I plan alone." in page
    answer = as_ann.post(f"/practice/tag/{kind}/{thing.code}/", {"op_id": op_id(), "in": old.code, "node": [identifier(11), identifier(12), "nothing"]})
    assert answer["Location"] == PAGES[kind].format(thing.code)
    page = as_ann.get(answer["Location"]).content.decode()
    for words in ("I greet pupils.", "version 2023", f'href="/frameworks/{old.code}/"'):
        assert words in page
    assert "In 2026" not in page
    new = frameworks.put_up(by=None, package=second())
    page = as_ann.get(answer["Location"]).content.decode()
    for words in ("I greet pupils.", "version 2023", f'href="/frameworks/{old.code}/"', "In 2026 it reads: “I greet every pupil.”",
                  "In 2026 this takes its place: “I plan with others.”"):
        assert words in page
    assert f'href="/frameworks/{new.code}/"' not in page
    thing.refresh_from_db()
    assert [(pin.version, pin.number, pin.words) for pin in pins.loads(thing.tags)] == [("2023", "1.1", "I greet pupils."), ("2023", "1.2", "I plan alone.")]


def test_a_tag_is_put_on_once_and_taken_off_again(as_ann, things):
    old, entry = frameworks.put_up(by=None, package=first()), things["entry"]
    for _n in range(2):
        as_ann.post(f"/practice/tag/entry/{entry.code}/", {"op_id": op_id(), "in": old.code, "node": identifier(11)})
    entry.refresh_from_db()
    assert len(pins.loads(entry.tags)) == 1
    as_ann.post(f"/practice/tag/entry/{entry.code}/", {"op_id": op_id(), "in": old.code, "off": ["0", "7", "x"], "node": identifier(13)})
    entry.refresh_from_db()
    assert [pin.number for pin in pins.loads(entry.tags)] == ["1.3"]
    assert entry.version == 1


def test_there_is_an_end_and_a_kind_refusal(ann, things):
    for kind, act in (("entry", record.tag), ("step", practice.tag)):
        with pytest.raises(Refusal, match="30 statements at most"):
            act(by=ann, **{"entry" if kind == "entry" else "thing": things[kind]}, on=[Pin("f", "t", "1", str(n), "", "x") for n in range(31)], off=[])


def test_what_is_tied_to_a_statement_stands_on_its_page_and_goes_along(as_ann, things):
    old = frameworks.put_up(by=None, package=first())
    for kind, thing in things.items():
        as_ann.post(f"/practice/tag/{kind}/{thing.code}/", {"op_id": op_id(), "in": old.code, "node": identifier(11)})
    page = as_ann.get(f"/practice/map/{old.code}/line/?of={identifier(11)}").content.decode()
    assert "Watched Ben" in page and "Greet them" in page
    entry, = json.loads(as_ann.get("/record/take/record.json").content)["entries"]
    assert entry["statements"] == [{"framework": "Our standards", "version": "2023", "number": "1.1", "words": "I greet pupils."}]


def test_nobody_ties_anything_of_somebody_else(client, as_ann, things):
    old = frameworks.put_up(by=None, package=first())
    ben = sign_in(client, make_account("Ben"))
    for kind, thing in things.items():
        for answer in (ben.get(f"/practice/tag/{kind}/{thing.code}/"), ben.post(f"/practice/tag/{kind}/{thing.code}/", {"op_id": op_id(), "in": old.code,
                                                                                                                 "node": identifier(11)})):
            assert answer.status_code == 404
        thing.refresh_from_db()
        assert thing.tags == ""


def test_without_any_framework_the_page_says_so(as_ann, things):
    assert "No framework hangs here yet" in as_ann.get(f"/practice/tag/entry/{things['entry'].code}/").content.decode()
    assert as_ann.get(f"/practice/tag/entry/{things['entry'].code}/?in=nothing").status_code == 404

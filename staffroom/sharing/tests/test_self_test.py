"""The button with which anybody tries to read a notebook: it finds nothing, and it would find something."""

import pytest
from django.db.models import Q

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.described import described
from staffroom.catalogue.queries import shelf
from staffroom.kit import statement
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import op_id
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.sharing import checking, eyes
from staffroom.sharing.rules import RULES, Rule, who_can_see

pytestmark = pytest.mark.django_db


def test_it_tries_every_kind_of_which_a_copy_can_be_handed(ann):
    made = []
    for make, drop in checking.CANARIES.values():
        thing = make(ann, "words")
        made.append(type(thing))
        drop(ann, thing)
    assert [model.__name__ for model, rule in RULES.items() if rule.frozen and model not in made] == []


@pytest.fixture
def only(monkeypatch):
    """Only one kind of thing is tried."""
    return lambda kind: monkeypatch.setattr(checking, "CANARIES", {kind: checking.CANARIES[kind]})


def test_it_finds_no_leak_and_asks_as_everybody(ann):
    """The eyes belong to no account: no row, no session, no audit line of theirs."""
    from django.contrib.sessions.models import Session

    from staffroom.people.models import Account
    counted = {*RULES, Account, Session}
    before = {model: model.objects.count() for model in counted}
    lines = checking.try_to_read(ann)
    assert {model: model.objects.count() for model in counted} == before
    assert set(AuditLine.objects.values_list("by_id", flat=True)) == {ann.pk}
    assert [line for line in lines if line["leak"]] == []
    assert {line["who"] for line in lines} == {one.words for one in eyes.everybody(ann)}
    assert len({line["address"] for line in lines}) > 20
    assert not [line for line in lines if line["status"] == 200 and "…" in line["address"]]


@pytest.mark.one_engine
def test_it_finds_a_planted_leak(ann, monkeypatch):
    """A rule that shows every step to everybody with a key of their own."""
    monkeypatch.setattr(checking, "CANARIES", {kind: checking.CANARIES[kind] for kind in ("entry", "step")})
    rule = RULES[PlanStep]
    verbs = rule.verbs | {"read": lambda viewer, step: True}
    planted = Rule(PlanStep, rule.words, rule.home, lambda viewer: PlanStep.objects.all(), verbs, rule.readers, rule.columns, True, rule.frozen)
    monkeypatch.setitem(RULES, PlanStep, planted)
    leaks = [line for line in checking.try_to_read(ann) if line["leak"]]
    assert {line["kind"] for line in leaks} == {"step"}
    assert ("A colleague", "/practice/…/") in {(line["who"], line["address"]) for line in leaks}


@pytest.mark.one_engine
def test_it_finds_a_list_that_shows_too_much(ann, only, monkeypatch, request):
    """A rule that opens each entry to its owner alone, and fills everybody's list with all of them."""
    only("entry")
    rule = RULES[Entry]

    def all_of_them(viewer):
        return Entry.objects.filter(Q(person=viewer.pk) | ~Q(person=viewer.pk))  # a statement about one person that forgets the person is an error

    planted = Rule(Entry, rule.words, rule.home, all_of_them, rule.verbs, rule.readers, rule.columns, True, rule.frozen)
    monkeypatch.setitem(RULES, Entry, planted)
    statement.forget()
    request.addfinalizer(statement.forget)
    assert "/record/" in {line["address"] for line in checking.try_to_read(ann) if line["leak"] and line["who"] == "A colleague"}


@pytest.mark.one_engine
def test_it_finds_a_search_that_knows_too_much(ann, only, monkeypatch):
    only("step")
    make, drop = checking.CANARIES["step"]

    def make_and_publish(account, text):
        thing = make(account, text)
        catalogue.add_link(by=account, link=described(url="https://example.org/", title=text, kind="article"))
        shelf.forget()  # a process knows of a new offer within a second; this test does not wait
        return thing

    monkeypatch.setitem(checking.CANARIES, "step", (make_and_publish, drop))
    assert f"/find/?q={checking.MARK}" in {line["address"] for line in checking.try_to_read(ann) if line["leak"]}


@pytest.mark.one_engine
def test_it_finds_a_difference_that_shows_no_words(ann, only, monkeypatch):
    """A rule that answers 403 for what exists: nothing is read, and yet something is learnt."""
    only("entry")
    from django.core.exceptions import PermissionDenied

    def refuse(viewer, entry):
        if viewer.pk != entry.person_id:
            raise PermissionDenied
        return True

    rule = RULES[Entry]
    planted = Rule(Entry, rule.words, rule.home, lambda viewer: Entry.objects.all(), rule.verbs | {"read": refuse}, rule.readers, rule.columns, True, rule.frozen)
    monkeypatch.setitem(RULES, Entry, planted)
    leaks = [line for line in checking.try_to_read(ann) if line["leak"]]
    assert "/record/…/" in {line["address"] for line in leaks}


def test_the_page_shows_the_answers(as_ann):
    answer = as_ann.post("/trust/check/", {"op_id": op_id()}, follow=True)
    assert answer.status_code == 200
    assert b"not here, or not for you" in answer.content
    assert b"It could be read" not in answer.content
    assert b"staffroom-self-test-" not in answer.content


def test_other_eyes_see_what_they_would_get(as_ann, ann):
    from staffroom.practice import actions
    step = actions.plan(by=ann, title="A private step")
    answer = as_ann.get("/trust/eyes/", {"path": f"/practice/{step.code}/"})
    assert answer.status_code == 200
    assert b"A private step" not in answer.content
    assert answer.content.count(b"not here, or not for you") >= 3
    assert [reader.account for reader in who_can_see(step)] == [ann]


@pytest.mark.parametrize("path", ["", "//evil.example/", "https://evil.example/", "record/", "/record/?a=1", "\\\\evil"])
def test_other_eyes_look_at_addresses_of_this_site_alone(as_ann, path):
    assert as_ann.get("/trust/eyes/", {"path": path}).status_code == 404

"""The table at /trust: every rule, in the words that the rules use."""

import inspect

import pytest
from django.utils.html import escape

from staffroom.exchange.models import Export
from staffroom.kit.sealed import SealedText
from staffroom.orgs import actions as orgs
from staffroom.people import actions as people
from staffroom.people.models import Profile
from staffroom.record.models import Ask
from staffroom.sharing import checking, table
from staffroom.sharing.rules import NOTEBOOK, RULES, Columns, declare_notebook, visible_to
from staffroom.sharing.viewers import SELF, Viewer

NO_WAY = "No way in"
SEALED_ELSEWHERE = {Ask: "its words are those of its copy", Export: "its file is sealed frame by frame"}


@pytest.fixture
def page(client, db):
    return client.get("/trust").content.decode()


def test_every_rule_stands_on_the_page(page):
    assert [model.__name__ for model, rule in RULES.items() if escape(str(rule.words)) not in page] == []


def test_every_rule_stands_under_its_material():
    shown = {(group.material, line.thing) for group in table.groups() for line in group.rows}
    assert [model.__name__ for model, rule in RULES.items() if (rule.home, str(rule.words)) not in shown] == []


def test_every_answer_of_a_row_is_the_rules_own():
    lines = {line.thing: line for group in table.groups() for line in group.rows}
    for rule in RULES.values():
        line = lines[str(rule.words)]
        if line.cells:
            assert [cell.words for cell in line.cells] == [str(getattr(rule.columns, name)) for name in table.NAMES], rule.words


def test_no_office_has_a_way_into_anything_private():
    """R3: school, district, group: the row says so for each, and there is no argument with which to say otherwise."""
    ways = [(model.__name__, name) for model, rule in RULES.items() if rule.private
            for name in ("group", "principal", "office") if str(getattr(rule.columns or Columns(), name)) != NO_WAY]
    assert ways == []
    assert not set(inspect.signature(declare_notebook).parameters) & {"roles", "offices", "visible", "home", "principal", "office"}


def test_what_is_said_to_be_sealed_has_something_sealed():
    """A kind of which only minutes, days and steps are kept is not sealed, and the row must not say so."""
    said = [model for model, rule in RULES.items() if rule.columns and str(rule.columns.server) == str(Columns().server)]
    assert [model.__name__ for model in said
            if model not in SEALED_ELSEWHERE and not getattr(model, "holds_files", None)
            and not any(isinstance(field, SealedText) for field in model._meta.fields)] == []


def test_whoever_may_be_asked_for_a_body_is_named_in_both_columns():
    columns = RULES[Ask].columns
    assert columns is not None and (str(columns.principal), str(columns.office)) == ("Only the person you asked, for their body",) * 2


@pytest.mark.django_db
def test_what_a_new_colleague_comes_to_know_is_said_beside_the_promise_that_nothing_widens(ann, ben):
    people.tell(by=ann, told={"place": "By the river"}, seen={"place": Profile.Seen.BODIES})
    school = orgs.found(by=None, parent=None, kind="school", name="Juniper School")
    orgs.enrol(by=None, person=ann, organisation=school, role="teacher")
    assert not visible_to(Viewer(ben, SELF), Profile).filter(person=ann).exists()
    orgs.enrol(by=None, person=ben, organisation=school, role="teacher")
    assert visible_to(Viewer(ben, SELF), Profile).filter(person=ann).exists()
    assert "what your profile tells colleagues" in next(one.words for one in checking.promises() if one.name == "Nothing widens by itself")


def test_everything_of_the_notebook_is_marked_as_private():
    assert [model.__name__ for model, rule in RULES.items() if rule.home == NOTEBOOK and not rule.private] == []


def test_the_promises_are_short_and_on_the_page(page):
    for promise in checking.promises():
        assert escape(promise.name) in page
        assert len(promise.words.split()) <= 60, promise.name


def test_the_page_is_for_anybody_and_the_same_for_everybody(client, as_ann, db):
    from django.test import Client
    assert Client().get("/trust").status_code == as_ann.get("/trust").status_code == 200

"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import pytest
from django.db import connection

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.orgs import actions as orgs
from staffroom.practice.models import PlanStep
from staffroom.practice.tests.test_races import at_once
from staffroom.required import actions
from staffroom.required.actions import Wanted
from staffroom.required.models import Change, Done, NotForMe, Option, Requirement
from staffroom.required.tests.conftest import soon

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 20


@pytest.fixture
def people(transactional_db):
    assert connection.vendor == "postgresql"
    body = orgs.found(by=None, parent=None, kind="school", name="A school")
    ann, head = make_account("Ann"), make_account("Head")
    orgs.enrol(by=None, person=ann, organisation=body, role="teacher")
    orgs.enrol(by=None, person=head, organisation=body, role="principal")
    return ann, head, body


def required(head, body) -> Requirement:
    return actions.put_up(by=head, organisation=body, title="First aid", reason="The law", minutes=90, due_on=soon(), roles=["teacher"], must=[Wanted("In the hall")])


def test_said_four_times_in_one_moment_it_counts_once(people):
    ann, head, body = people
    for _round in range(ROUNDS):
        held = required(head, body)
        said = [(actions.not_for_me, {"by": ann, "requirement": held, "why": why}) for why in ("known", "time", "known", "other")]
        assert at_once(*said, (actions.say_done, {"by": ann, "requirement": held}), (actions.say_done, {"by": ann, "requirement": held})) == []
        assert (NotForMe.objects.filter(requirement=held).count(), Done.objects.filter(requirement=held).count()) == (1, 1)
        Requirement.objects.all().delete()


def test_planned_four_times_in_one_moment_it_is_one_step(people):
    ann, head, body = people
    for _round in range(ROUNDS):
        option = Option.objects.get(requirement=required(head, body))
        assert at_once(*[(actions.plan, {"by": ann, "option": option})] * 4) == []
        assert PlanStep.objects.filter(required_id=option.pk).count() == 1
        Requirement.objects.all().delete()


def test_done_and_the_end_in_one_moment_are_one_after_the_other(people):
    ann, head, body = people
    for _round in range(ROUNDS):
        held = required(head, body)
        wrong = at_once((actions.say_done, {"by": ann, "requirement": held}), (actions.end, {"by": head, "requirement": held, "why": "So"}))
        assert Requirement.objects.get(pk=held.pk).ended_at is not None
        assert [type(error) for error in wrong] == ([] if Done.objects.filter(requirement=held).exists() else [Refusal])
        Requirement.objects.all().delete()


def test_of_two_changes_in_one_moment_one_is_told_of_the_other(people):
    _ann, head, body = people
    for _round in range(ROUNDS):
        held = required(head, body)
        said = {"by": head, "requirement": held, "version": 1, "title": held.title, "reason": held.reason, "due_on": held.due_on, "why": "So"}
        wrong = at_once((actions.change, said | {"minutes": 10}), (actions.change, said | {"minutes": 20}))
        assert [type(error) for error in wrong] == [actions.Changed]
        assert (Requirement.objects.get(pk=held.pk).version, Change.objects.filter(requirement=held).count()) == (2, 1)
        Requirement.objects.all().delete()

"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import pytest
from django.db import connection

from staffroom.catalogue.models import Offer, Source
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.needs import actions
from staffroom.needs.models import Answer, Backing, Need
from staffroom.practice.tests.test_races import at_once

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 20


@pytest.fixture
def people(transactional_db):
    assert connection.vendor == "postgresql"
    return [make_account(name) for name in ("Ann", "Ben", "Cora", "Dan")]


def test_two_me_too_of_one_person_count_once(people):
    ann, ben, *_others = people
    for _round in range(ROUNDS):
        need = actions.put_up(by=ann, words="Missing")
        assert at_once(*[(actions.join, {"by": ben, "need": need})] * 3) == []
        assert Need.objects.get(pk=need.pk).backers_count == Backing.objects.filter(need=need).count() == 2
        Need.objects.all().delete()


def test_many_who_join_in_one_moment_all_count(people):
    ann, *others = people
    for _round in range(ROUNDS):
        need = actions.put_up(by=ann, words="Missing")
        assert at_once(*((actions.join, {"by": person, "need": need}) for person in others)) == []
        assert Need.objects.get(pk=need.pk).backers_count == 4
        Need.objects.all().delete()


def test_an_answer_and_a_taking_back_in_one_moment_are_one_after_the_other(people):
    ann, ben, *_others = people
    offer = Offer.objects.create(source=Source.objects.create(kind="file", name="A list"), kind="page", title="There")
    for _round in range(ROUNDS):
        need = actions.put_up(by=ann, words="Missing")
        wrong = at_once((actions.answer, {"by": ben, "need": need, "kind": "elsewhere", "offer": offer}), (actions.take_back, {"by": ann, "need": need}))
        held = Need.objects.filter(pk=need.pk).first()
        if held is None:
            assert [type(error) for error in wrong] == [Refusal]
            assert not Answer.objects.filter(need_id=need.pk).exists()
        else:
            assert (wrong, held.person_id, held.answered_as, held.backers_count) == ([], None, "elsewhere", 0)


def test_joining_and_a_taking_back_in_one_moment_lose_nobody(people):
    ann, ben, *_others = people
    for _round in range(ROUNDS):
        need = actions.put_up(by=ann, words="Missing")
        wrong = at_once((actions.join, {"by": ben, "need": need}), (actions.take_back, {"by": ann, "need": need}))
        held = Need.objects.filter(pk=need.pk).first()
        if held is None:
            assert [type(error) for error in wrong] == [Refusal]
        else:
            assert (wrong, held.person_id, held.backers_count) == ([], None, 1)

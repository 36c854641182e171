"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from staffroom.kit.backup import restore
from staffroom.kit.testing import make_account
from staffroom.ledger import actions, queries
from staffroom.ledger.models import Book, Checkpoint, Head, Posting
from staffroom.ledger.tests.conftest import accept
from staffroom.orgs.models import Organisation
from staffroom.practice.tests.test_races import at_once

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]


@pytest.fixture
def rounds(long) -> range:
    return range(500 if long else 20)


@pytest.fixture
def district(transactional_db):
    assert connection.vendor == "postgresql"
    return Organisation.objects.create(kind="district", name="Juniper Valley")


def posting(of, office, minutes=60, **more):
    given = {"by": None, "of": of, "minutes": minutes, "office": office, "pack": "texas", "version": "1", "about": uuid4(), "op_id": uuid4()}
    return actions.post, given | more


def test_hours_taken_back_three_times_in_one_moment_go_back_once_and_the_others_are_told(district, rounds):
    ann = make_account("Ann")
    for _round in rounds:
        row = accept(ann, district, 60)
        wrong = at_once(*((actions.reverse, {"by": None, "posting": row, "reason_code": "error", "op_id": uuid4()}) for _ in range(3)))
        assert [type(one) for one in wrong] == [actions.TakenBack] * 2 and Posting.objects.filter(reverses=row).count() == 1
        assert queries.balance(ann) == 0
    in_order()


def test_the_last_minutes_under_a_cap_are_given_once(district, rounds):
    for _round in rounds:
        ann, cap = make_account("Ann"), actions.Cap(minutes=100)
        actions.post(**posting(ann, district, 40)[1])
        wrong = at_once(*(posting(ann, district, 60, cap=cap) for _ in range(3)))
        assert [(type(one), one.left) for one in wrong] == [(actions.OverCap, 0)] * 2 and queries.balance(ann) == 100
    in_order()


def test_one_decision_posted_by_two_in_one_moment_stands_once(district, rounds):
    ann = make_account("Ann")
    for number in rounds:
        about = uuid4()
        wrong = at_once(*(posting(ann, district, 60, about=about) for _ in range(3)))
        assert [type(one) for one in wrong] == [actions.Standing] * 2 and queries.balance(ann) == 60 * (number + 1)
    in_order()


def test_one_operation_sent_three_times_in_one_moment_has_one_effect_and_one_answer(district, rounds):
    for number in rounds:
        people = [make_account("Ann") for _ in range(2)]
        same = posting(people[0], district, op_id=uuid4())
        assert at_once(same, same, same, posting(people[1], district)) == []
        assert Posting.objects.count() == 2 * (number + 1)
    in_order()


def test_two_workers_seal_a_day_once_while_somebody_posts(district):
    ann = make_account("Ann")
    accept(ann, district)
    assert at_once((actions.seal, {"by": None}), (actions.seal, {"by": None}), posting(ann, district)) == []
    assert Checkpoint.objects.count() == 1
    in_order()


def test_a_restore_that_was_cut_off_begins_again_past_the_triggers_and_puts_them_back(district):
    accept(make_account("Ann"), district)
    with transaction.atomic():
        restore._empty([Posting, Book, Head])
    assert not Posting.objects.exists()
    accept(make_account("Ben"), district)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Posting.objects.all()._raw_delete(using="default")


def in_order():
    assert list(Posting.objects.order_by("number").values_list("number", flat=True)) == list(range(1, Posting.objects.count() + 1))

"""Accepted hours: posted once, taken back once, never changed."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from staffroom.exchange.actions import erase
from staffroom.kit.acts import Refusal
from staffroom.ledger import actions, chain, queries
from staffroom.ledger.models import Book, Head, Posting
from staffroom.ledger.tests.conftest import accept, take_back

pytestmark = pytest.mark.django_db


def refused(act, **given) -> Refusal:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        act(**given)
    return caught.value


def test_accepted_minutes_stand_in_two_books_that_sum_to_nothing(ann, ben, office):
    accept(ann, office, 120)
    accept(ann, office, 45, pack="texas")
    accept(ben, office, 60)
    assert (queries.balance(ann), queries.balance(ann, pack="texas"), queries.balance(ann, office=office), queries.balance(ben)) == (165, 45, 165, 60)
    lines = [minutes for row in Posting.objects.all() for _book, minutes in row.said()["lines"]]
    assert len(lines) == 6 and sum(lines) == 0
    assert list(Posting.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_one_operation_has_one_effect_and_the_same_answer(ann, ben, office):
    said = {"about": uuid4(), "op_id": uuid4()}
    first = accept(ann, office, 120, **said)
    assert accept(ann, office, 120, **said) == first and queries.happened(said["op_id"]) == first
    assert queries.happened(uuid4()) is None
    for other in ({"minutes": 121}, {"of": ben}, {"pack": "texas"}, {"version": "2027"}, {"category": "other"}, {"earned_on": date(2026, 1, 1)}, {"about": uuid4()}):
        with pytest.raises(actions.OtherOperation), transaction.atomic():
            accept(**{"of": ann, "office": office, "minutes": 120} | said | other)
    back = {"op_id": uuid4()}
    assert take_back(first, **back) == take_back(first, **back)
    with pytest.raises(actions.OtherOperation), transaction.atomic():
        take_back(first, **back, reason_code="double")
    assert queries.balance(ann) == 0 and Posting.objects.count() == 2


def test_what_an_office_decided_on_stands_once_until_it_is_taken_back(ann, office):
    about = uuid4()
    first = accept(ann, office, 60, about=about)
    refusal = refused(lambda: accept(ann, office, 60, about=about))
    assert isinstance(refusal, actions.Standing) and refusal.posting == first and "accepted already" in str(refusal)
    accept(ann, office, 30, about=about, category="equity")
    take_back(first)
    accept(ann, office, 45, about=about)
    assert queries.balance(ann) == 75


def test_hours_go_back_once_and_a_reversal_is_not_taken_back(ann, office):
    posting = accept(ann, office, 90)
    back = take_back(posting, reason_code="absent")
    assert (back.minutes, back.reverses, back.reason) == (-90, posting, "absent")
    refusal = refused(lambda: take_back(posting))
    assert isinstance(refusal, actions.TakenBack) and refusal.posting == back and "taken back already" in str(refusal)
    assert "Accept the hours anew" in str(refused(lambda: take_back(back)))
    with pytest.raises(ValueError, match="no reason"):
        take_back(accept(ann, office), reason_code="because")
    assert queries.balance(ann) == 120


def test_minutes_are_whole_and_within_limits(ann, office):
    for wrong in (0, -30, 60_001, 30.0, "30", True, None):
        with pytest.raises(ValueError, match="whole"), transaction.atomic():
            accept(ann, office, wrong)
    assert not Posting.objects.exists()


def test_a_cap_counts_what_stands_of_its_kind_in_its_days(ann, ben, office):
    cap = actions.Cap(minutes=100, category="mentoring", first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    given = {"category": "mentoring", "earned_on": date(2026, 5, 5), "cap": cap}
    first = accept(ann, office, 70, **given)
    for beside in ({"category": "conference"}, {"earned_on": date(2025, 12, 31)}, {"earned_on": date(2027, 1, 1)}, {"pack": "texas"}):
        accept(ann, office, 500, **given | {"cap": None} | beside)
    accept(ben, office, 100, **given)
    refusal = refused(lambda: accept(ann, office, 31, **given))
    assert isinstance(refusal, actions.OverCap) and refusal.left == 30 and "30 more minutes" in str(refusal)
    accept(ann, office, 30, **given)
    assert refused(lambda: accept(ann, office, 1, **given)).left == 0
    take_back(first)
    accept(ann, office, 70, **given)


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_posting SET minutes = 999", "UPDATE ledger_posting SET version = 'x'", "DELETE FROM ledger_posting", "DELETE FROM ledger_book",
    "UPDATE ledger_book SET code = 'x' WHERE person_id IS NOT NULL", "UPDATE ledger_head SET number = 0", "UPDATE ledger_head SET number = number + 2",
    "DELETE FROM ledger_head", "UPDATE ledger_checkpoint SET last = 5", "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_book SET person_id = (SELECT id FROM people_account WHERE name = 'Ben Example') WHERE person_id IS NOT NULL",
    "TRUNCATE ledger_posting CASCADE", "TRUNCATE ledger_checkpoint"])
def test_the_database_refuses_to_change_or_delete(ann, ben, office, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        return
    accept(ann, office)
    actions.seal(by=None)
    if statement.startswith("TRUNCATE"):  # PostgreSQL wants no trigger waiting before it looks at the table
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_end_that_was_moved_back_does_not_let_a_number_stand_twice(ann, office):
    accept(ann, office)
    head = Head.objects.get()
    stale = Head(number=head.number - 1, chain=chain.ZERO)
    with pytest.raises(DatabaseError), transaction.atomic():
        actions._write(stale, Posting(book=Book.objects.get(person=ann), against=Book.objects.get(organisation=office), minutes=1, office_name="x",
                                      pack="x", version="1", about=uuid4(), op_id=uuid4()))


def test_what_is_cut_off_in_the_middle_leaves_no_line_and_no_gap(ann, office):
    accept(ann, office, 60)
    with pytest.raises(RuntimeError), transaction.atomic():
        accept(ann, office, 70)
        raise RuntimeError("the process ends here")
    assert accept(ann, office, 80).number == 2 and Head.objects.get().number == 2 and queries.balance(ann) == 140


def test_erasing_an_account_cuts_the_link_and_leaves_every_line(ann, ben, office):
    posting = accept(ann, office, 120)
    accept(ben, office, 60)
    said = posting.said()
    erase(by=None, account=ann)
    row = Posting.objects.get(pk=posting.pk)
    assert row.book.person is None and row.said() == said and chain.leaf_of(row.said()) == row.leaf
    assert Posting.objects.aggregate(sum=Sum("minutes"))["sum"] == 180 and Posting.objects.count() == 2
    assert queries.balance(ben) == 60

"""Many at once, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for. Exactly one wins; the other is told what happened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum

from staffroom.claims import actions
from staffroom.claims.models import Claim, Ruling
from staffroom.claims.tests.conftest import DAY, DESK
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.ledger.models import Posting
from staffroom.orgs import actions as orgs
from staffroom.practice.tests.test_races import at_once
from staffroom.record import actions as record
from staffroom.record.models import Entry, Rung

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]


@pytest.fixture
def rounds(long) -> range:
    return range(500 if long else 20)


@pytest.fixture
def people(transactional_db):
    assert connection.vendor == "postgresql"
    body = orgs.found(by=None, parent=None, kind="district", name="A district")
    ann, one, two = (make_account(name) for name in ("Ann", "Cora", "Sue"))
    orgs.enrol(by=None, person=ann, organisation=body, role="teacher")
    for person in (one, two):
        orgs.enrol(by=None, person=person, organisation=body, role="pd_coordinator")
    actions.take_claims(by=one, organisation=body, **DESK)
    return ann, one, two, body


def sent(ann, body, number: int) -> Claim:
    made = record.note(by=ann, title="A course", kind="course", minutes=60, on_on=DAY - timedelta(days=number % 300))
    return actions.send(by=ann, entry=made, organisation=body)


def now(claim) -> tuple[str, int, int]:
    """Where it stands, how often it was answered, and on how many rungs it stands; the ledger says the same."""
    rungs = Rung.objects.filter(entry=claim.entry_id, step=Rung.Step.ACCEPTED).count()
    assert (Posting.objects.filter(about=claim.pk).aggregate(sum=Sum("minutes"))["sum"] or 0) == 60 * rungs
    return Claim.objects.get(pk=claim.pk).state, Ruling.objects.filter(claim=claim).count(), rungs


def only_refused(wrong, count: int = 1) -> None:
    assert [type(error) for error in wrong] == [Refusal] * count, wrong
    assert all("Nothing was" in str(error) for error in wrong)


def test_of_two_who_approve_in_one_moment_one_does(people, rounds):
    ann, one, two, body = people
    for number in rounds:
        claim = sent(ann, body, number)
        only_refused(at_once(*((actions.approve, {"by": person, "claim": claim, "minutes": 60}) for person in (one, two))))
        assert now(claim) == ("approved", 1, 1)


def test_yes_and_no_in_one_moment_are_one_answer(people, rounds):
    ann, one, two, body = people
    for number in rounds:
        claim = sent(ann, body, number)
        only_refused(at_once((actions.approve, {"by": one, "claim": claim, "minutes": 60}), (actions.decline, {"by": two, "claim": claim, "reason": "So"})))
        assert now(claim) in {("approved", 1, 1), ("declined", 1, 0)}


def test_approving_and_withdrawing_in_one_moment_one_wins(people, rounds):
    ann, one, _two, body = people
    for number in rounds:
        claim = sent(ann, body, number)
        only_refused(at_once((actions.approve, {"by": one, "claim": claim, "minutes": 60}), (actions.withdraw, {"by": ann, "claim": claim})))
        assert now(claim) in {("approved", 1, 1), ("withdrawn", 0, 0)}


def test_approving_and_letting_the_entry_go_in_one_moment_never_wait_for_each_other(people, rounds):
    ann, one, _two, body = people
    for number in rounds:
        claim = sent(ann, body, number)
        wrong = at_once((actions.approve, {"by": one, "claim": claim, "minutes": 60}), (record.let_go, {"by": ann, "entry": claim.entry}))
        assert Entry.objects.get(pk=claim.entry_id).gone_id is not None
        only_refused(wrong, 0 if now(claim)[0] == "approved" else 1)


def test_revoked_twice_in_one_moment_it_is_taken_back_once(people, rounds):
    ann, one, two, body = people
    for number in rounds:
        claim = actions.approve(by=one, claim=sent(ann, body, number), minutes=60)
        only_refused(at_once(*((actions.revoke, {"by": person, "claim": claim, "code": "error", "reason": "So"}) for person in (one, two))))
        assert now(claim) == ("revoked", 2, 0)


def test_sent_twice_in_one_moment_it_is_one_claim(people, rounds):
    ann, _one, _two, body = people
    for number in rounds:
        made = record.note(by=ann, title="A course", kind="course", minutes=60, on_on=DAY - timedelta(days=number % 300))
        only_refused(at_once(*[(actions.send, {"by": ann, "entry": made, "organisation": body})] * 2))
        assert Claim.objects.filter(entry=made).count() == 1


def test_the_first_yes_twice_in_one_moment_is_the_first_and_the_second(people, rounds):
    ann, one, two, body = people
    actions.take_claims(by=one, organisation=body, **DESK | {"needs_two": True})
    for number in rounds:
        claim = sent(ann, body, number)
        assert at_once(*((actions.approve, {"by": person, "claim": claim, "minutes": 60}) for person in (one, two))) == []
        assert now(claim) == ("approved", 2, 1)


def test_several_in_one_go_and_each_of_them_by_another_in_one_moment_never_wait_for_each_other(people, rounds):
    ann, one, two, body = people
    for number in rounds:
        claims = [sent(ann, body, number + nth) for nth in range(2)]
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(is_clean=True, counted_minutes=60, on_on=DAY)
        claims = list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]))
        wrong = at_once((actions.approve_clean, {"by": one, "claims": claims}), (actions.approve, {"by": two, "claim": claims[1], "minutes": 60}))
        assert {type(error) for error in wrong} <= {Refusal}, wrong
        assert Posting.objects.filter(about=claims[1].pk).count() <= 1
        Claim.objects.filter(organisation=body).update(state="withdrawn")

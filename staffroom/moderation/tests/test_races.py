"""Two who look after the wall at one thing in one moment, on PostgreSQL: SQLite lets one writer in at a time and hides what this looks for."""

import pytest
from django.db import connection

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.moderation import actions, kinds
from staffroom.moderation.models import Decision
from staffroom.needs import actions as needs
from staffroom.practice.tests.test_races import at_once

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 15


def test_of_two_who_take_it_down_one_does_and_the_other_reads_that_it_is_down(transactional_db):
    assert connection.vendor == "postgresql"
    cara, dora = make_account("Cara"), make_account("Dora")
    for person in (cara, dora):
        actions.appoint(by=None, person=person)
    for number in range(ROUNDS):
        need = needs.put_up(by=make_account(f"Ann {number}"), words=f"Missing {number}")
        given = {"kind": "need", "thing": kinds.by_code("need", need.code), "takes_down": True, "why": "No."}
        wrong = at_once((actions.decide, {"by": cara} | given), (actions.decide, {"by": dora} | given))
        assert [(type(error), str(error)) for error in wrong] == [(Refusal, "It is down already. Nothing was changed.")]
        assert Decision.objects.filter(about_id=need.pk).count() == 1

"""Many at once, on PostgreSQL."""

import pytest
from django.db import connection

from staffroom.certificates import actions
from staffroom.certificates.models import Certificate, Revocation
from staffroom.events import actions as events
from staffroom.events.models import Presence
from staffroom.events.tests.conftest import put_up
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account
from staffroom.notices.models import Notice
from staffroom.practice.tests.test_races import at_once
from staffroom.record.models import Evidence

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
    return [make_account(name) for name in ("Ann", "Ben")]


def confirmed(ann, ben) -> Presence:
    event = put_up(ann, days=-1)
    events.confirm(by=ann, event=event, people=[ben])
    return Presence.objects.get(event=event)


def standing(row: Presence) -> int:
    return Certificate.objects.filter(presence=row, ended_at=None).count()


def test_asked_for_at_once_from_all_sides_it_is_one_certificate_and_one_notice(people, rounds):
    ann, ben = people
    for _round in rounds:
        row = confirmed(ann, ben)
        actions.wish(by=ben, event=row.event)
        mine, all_ = (actions.issue, {"by": ben, "presence": row}), (actions.issue_some, {"by": ann, "event": row.event})
        assert at_once(mine, mine, all_, all_, (events.take, {"by": ben, "presence": row})) == []
        assert (standing(row), Certificate.objects.filter(presence=row).count()) == (1, 1)
        assert Evidence.objects.filter(entry__from_id=row.event_id).count() == 1
        assert Notice.objects.filter(person=ben, kind="paper", name=row.event.title, href=Certificate.objects.get(presence=row).href).count() <= 1
        row.event.delete()


def test_revoked_while_it_is_put_right_one_of_them_wins_and_the_other_is_told(people, rounds):
    ann, ben = people
    for _round in rounds:
        row = confirmed(ann, ben)
        first = actions.issue(by=ben, presence=row)
        wrong = at_once((actions.revoke, {"by": ann, "certificate": first, "why": "No."}), (actions.anew, {
            "by": ben, "certificate": first, "why": "So.", "takeaway": "Mine."}), (actions.revoke, {"by": ben, "certificate": first, "why": "Not mine."}))
        assert [type(error) for error in wrong] == [Refusal, Refusal]
        assert standing(row) + Revocation.objects.filter(certificate__presence=row).count() == 1
        row.event.delete()


def test_the_list_is_set_right_while_it_is_issued_and_the_paper_says_what_the_list_says(people, rounds):
    ann, ben = people
    for _round in rounds:
        row = confirmed(ann, ben)
        said = {"by": ann, "presence": row, "why": "Left early."}
        wrong = at_once((actions.issue, {"by": ben, "presence": row}), (events.correct, said | {"minutes": 60}), (events.correct, said | {"minutes": 45}))
        assert {type(error) for error in wrong} <= {Refusal}
        row.refresh_from_db()
        assert Certificate.objects.get(presence=row, ended_at=None).facts["minutes"] == row.minutes in {45, 60}
        row.event.delete()

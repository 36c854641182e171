"""Many at once, on PostgreSQL."""

from datetime import date

import pytest
from django.db import connection

from staffroom.credentials.models import Listed, StatusList
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import make_account
from staffroom.practice.tests.test_races import at_once
from staffroom.record import actions as record
from staffroom.transcripts import actions
from staffroom.transcripts.models import Transcript
from staffroom.transcripts.tests.conftest import chosen, work

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]


@pytest.fixture
def rounds(long) -> range:
    return range(500 if long else 15)


def test_two_who_begin_the_list_have_one_list_and_a_place_each_and_ended_twice_is_ended_once(rounds, transactional_db):
    assert connection.vendor == "postgresql"
    people = [make_account(name) for name in ("Ann", "Ben")]
    entries = [record.note(by=person, title="A talk", kind="talk", minutes=5, on_on=date(2026, 3, 1)) for person in people]
    for _round in rounds:
        Transcript.objects.all().delete()
        Listed.objects.all().delete()
        StatusList.objects.all().delete()
        assert at_once(*[(actions.make, {"by": person, "chosen": chosen([entry])}) for person, entry in zip(people, entries, strict=True)]) == []
        assert (Transcript.objects.count(), StatusList.objects.count(), Listed.objects.values("list", "place").distinct().count()) == (2, 1, 2)
        mine = Transcript.objects.get(person=people[0])
        assert at_once(*[(actions.end, {"by": people[0], "transcript": mine})] * 2) == []
        mine.refresh_from_db()
        assert mine.ended_at is not None and Listed.objects.exclude(ended_at=None).count() == 1
        assert OutboxRow.objects.filter(kind="credentials.sign_list", key=f"credentials.sign_list:{mine.listed.pk}").count() == 1
    work()
    assert Transcript.objects.exclude(signed_at=None).get().person == people[1]

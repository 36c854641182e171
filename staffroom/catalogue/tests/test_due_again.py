"""Whoever reviewed an offer is asked once, two years later, whether it still holds."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from staffroom.catalogue import actions, rubric
from staffroom.catalogue.models import Offer
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.notices.queries import inbox
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db


def at(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


def review(person, offer, day):
    with at(day):
        return actions.review(by=person, offer=offer, answers={name: ["yes", ""] for name in rubric.QUESTIONS})


@pytest.fixture
def offer(shelf):
    return shelf(title="Exit tickets", url="https://a.example/")


def asked(day):
    with at(day):
        return actions.remind_due_reviews(by=None)


def test_on_its_day_and_not_before_the_reviewer_is_told_once(ann, ben, offer):
    review(ann, offer, "2024-11-20T12:00")
    review(ben, offer, "2025-11-20T12:00")
    assert [asked(day) for day in ("2026-11-19T12:00", "2026-11-20T00:01", "2026-11-21T12:00", "2027-11-19T12:00", "2027-11-20T12:00")] == [0, 1, 0, 0, 1]
    notice = Notice.objects.get(person=ann)
    assert (notice.kind, notice.name, notice.href) == ("due", "", f"/find/{offer.code}/reviews/mine/")
    assert [row.words for row in inbox(Viewer(ann, SELF))] == ["A review of yours is two years old. Does it still hold? Look again, if you like."]


def test_what_was_renewed_taken_back_is_gone_or_wished_away_asks_nobody(ann, ben, offer, shelf):
    review(ann, offer, "2024-11-20T12:00")
    review(ann, offer, "2026-01-20T12:00")
    with at("2026-01-20T12:00"):
        actions.take_review_back(by=ben, review=review(ben, offer, "2024-11-20T12:00"))
        notices.prefer(by=ben, by_mail=False, quiet_from=17, quiet_to=7, reminds="no")
    gone = shelf(title="Gone", url="https://b.example/")
    review(ann, gone, "2024-11-20T12:00")
    Offer.objects.filter(pk=gone.pk).update(closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    review(ben, shelf(title="No reminders", url="https://c.example/"), "2024-11-20T12:00")
    assert asked("2026-11-28T12:00") == 0


def test_two_years_before_the_last_day_of_february_there_is_a_day():
    assert (rubric.due_since(date(2028, 2, 29)), rubric.due_since(date(2026, 11, 20))) == (date(2026, 2, 28), date(2024, 11, 20))

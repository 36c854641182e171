"""Whoever saved something that closes is told once, seven days before, not what it is."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from staffroom.catalogue import actions
from staffroom.kit.testing import make_account
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.notices.queries import inbox
from staffroom.practice import actions as practice
from staffroom.practice.savable import Thing
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 1)


def at(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


def keep(person, offer):
    return practice.save(by=person, thing=Thing(title=offer.title, about_kind="offer", about_id=offer.pk), asked_for="some_day")


@pytest.fixture
def contest(shelf):
    with at("2026-11-01T12:00"):
        return shelf(title="A contest", kind="contest", url="https://contest.example/", closes_on=LAST, zone="UTC")


def test_seven_days_before_the_last_moment_those_who_saved_it_are_told_once(ann, ben, contest):
    """S0-47: a contest closing in seven days, saved: a reminder; what is over reminds of nothing."""
    with at("2026-11-20T12:00"):
        saved = keep(ann, contest)
    told = {}
    for moment in ("2026-11-24T23:00", "2026-11-25T00:00", "2026-11-26T00:00", "2026-12-01T23:59", "2026-12-02T00:01"):
        with at(moment):
            told[moment[5:10]] = actions.remind_closing(by=None)
    assert list(told.values()) == [0, 1, 0, 0, 0]
    notice, = Notice.objects.all()
    assert (notice.person, notice.kind, notice.name, notice.href, notice.key) == (ann, "closing", "", "/practice/later/", f"closing:{saved.code}")
    assert [row.words for row in inbox(Viewer(ann, SELF))] == ["Something that you saved closes within seven days."]
    assert Notice.objects.filter(person=ben).count() == 0


def test_what_was_planned_dropped_is_over_or_wished_away_reminds_nobody(ann, contest, shelf):
    with at("2026-11-20T12:00"):
        practice.drop_saved(by=ann, saved=keep(ann, contest))
        planned = make_account("Planned")
        practice.try_saved(by=planned, saved=keep(planned, contest))
        quiet = make_account("Quiet")
        keep(quiet, contest)
        notices.prefer(by=quiet, by_mail=False, quiet_from=17, quiet_to=7, reminds="no")
        keep(ann, shelf(title="Far away", kind="grant", url="https://grant.example/", closes_on=date(2027, 5, 1)))
        keep(ann, shelf(title="Without a day", kind="article", url="https://article.example/"))
    with at("2026-11-28T12:00"):
        assert actions.remind_closing(by=None) == 0
    assert Notice.objects.count() == 0

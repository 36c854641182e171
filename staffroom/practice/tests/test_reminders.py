"""A step that has a day: its owner is reminded once, in the morning there, without a word of what it is, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from staffroom.kit import clock, outbox
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.notices.queries import inbox
from staffroom.practice import actions
from staffroom.practice.models import PlanStep
from staffroom.practice.mornings import mornings
from staffroom.schedule import SWEEPS
from staffroom.sharing.viewers import SELF, Viewer

pytestmark = pytest.mark.django_db
SUNDAY, MONDAY, TUESDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)
TITLE = "Tell Mr Osei about the trip"


def at(text):
    """A moment in UTC."""
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


@pytest.fixture
def step(ann):
    """Planned on Sunday for Tuesday."""
    with at("2026-11-22T12:00"):
        return actions.plan(by=ann, title=TITLE, minutes=10, planned_on=TUESDAY)


def told(account):
    return [(row.kind, row.name, row.href, row.key) for row in Notice.objects.filter(person=account).order_by("made_at")]


DAY = [("day", "", "/practice/", "day:2026-11-24")]


@pytest.mark.parametrize(("reminds", "before", "morning"), [("morning", [], DAY), ("before", DAY, DAY), ("no", [], [])])
def test_one_is_reminded_on_the_morning_or_the_day_before_or_never_and_once(ann, step, reminds, before, morning):
    notices.prefer(by=ann, by_mail=False, quiet_from=17, quiet_to=7, reminds=reminds)
    seen = []
    for moment in ("2026-11-22T20:00", "2026-11-23T06:59", "2026-11-23T07:00", "2026-11-23T23:59", "2026-11-24T06:59", "2026-11-24T07:00", "2026-11-24T21:00"):
        with at(moment):
            actions.remind_due(by=None)
        seen.append(told(ann))
    assert seen == [[], [], before, before, before, morning, morning]


def test_without_a_word_about_it_it_is_the_morning(ann, step):
    assert not Preference.objects.exists()
    with at("2026-11-24T07:00"):
        assert [actions.remind_due(by=None), actions.remind_due(by=None)] == [1, 0]
    assert [row.words for row in inbox(Viewer(ann, SELF))] == ["A step of your plan has its day."]


def test_the_morning_is_that_of_where_the_teacher_lives(step):
    for zone, moment in (("Pacific/Auckland", "2026-11-23T18:00"), ("America/Denver", "2026-11-24T14:00"), ("Asia/Kathmandu", "2026-11-24T01:15")):
        person = make_account(zone, zone=zone)
        PlanStep.objects.create(person=person, title="x", planned_on=TUESDAY)
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        for now, count in ((moment - timedelta(minutes=1), 0), (moment, 1)):
            with time_machine.travel(now, tick=False):
                actions.remind_due(by=None)
            assert Notice.objects.filter(person=person).count() == count, (zone, now)


def test_three_steps_of_one_day_are_one_notice(ann):
    with at("2026-11-22T12:00"):
        for number in range(3):
            actions.plan(by=ann, title=f"Step {number}", planned_on=TUESDAY)
    with at("2026-11-24T08:00"):
        assert actions.remind_due(by=None) == 3
    assert told(ann) == DAY


def test_a_step_that_was_moved_is_reminded_of_on_its_new_day(ann, step):
    with at("2026-11-24T08:00"):
        actions.remind_due(by=None)
        actions.change(by=ann, step=step, version=1, title=TITLE, minutes=10, planned_on=date(2026, 11, 26), note="")
        assert actions.remind_due(by=None) == 0
    with at("2026-11-26T08:00"):
        assert actions.remind_due(by=None) == 1
    assert [key for _kind, _name, _href, key in told(ann)] == ["day:2026-11-24", "day:2026-11-26"]


def test_what_is_over_rests_or_was_planned_for_the_same_day_is_not_reminded_of(ann, step):
    with at("2026-11-24T05:00"):
        actions.end(by=ann, step=step, ended_as="let_go")
        actions.not_today(by=ann, step=actions.plan(by=ann, title="Resting", planned_on=MONDAY))
        actions.plan(by=ann, title="This very day", planned_on=TUESDAY)
        later = actions.plan(by=ann, title="Moved to today", planned_on=date(2026, 12, 1))
        actions.change(by=ann, step=later, version=1, title="Moved to today", minutes=None, planned_on=TUESDAY, note="")
        resting = actions.plan(by=ann, title="Resting from tomorrow on", planned_on=date(2026, 11, 25))
        PlanStep.objects.filter(pk=resting.pk).update(not_before_on=date(2026, 11, 26))
    for moment in ("2026-11-24T08:00", "2026-11-25T08:00", "2026-11-30T08:00"):
        with at(moment):
            assert actions.remind_due(by=None) == 0
    assert told(ann) == []


def test_a_worker_that_was_down_reminds_that_day_and_never_of_a_day_that_is_over(ann, step):
    with at("2026-11-24T22:00"):
        assert actions.remind_due(by=None) == 1
    PlanStep.objects.update(reminded_on=None)
    with at("2026-11-25T08:00"):
        assert actions.remind_due(by=None) == 0


def test_the_mail_comes_outside_quiet_hours_and_says_nothing_of_the_step(ann, step, settings):
    settings.MAIL_WORKS = True
    notices.prefer(by=ann, by_mail=True, quiet_from=16, quiet_to=9)
    with at("2026-11-24T07:30"):
        next(sweep for sweep in SWEEPS if sweep.name == "practice.reminders").run()
        assert outbox.run_due() == 0
    with at("2026-11-24T09:00"):
        outbox.run_due()
    letter, = mail.outbox
    assert TITLE not in str(letter.message()) and "Osei" not in letter.subject + letter.body
    assert letter.subject == "One thing waits for you at Staffroom."


def test_how_one_is_reminded_is_chosen_on_the_page_of_notices(as_ann, ann):
    page = as_ann.get("/notices/how/").content.decode()
    assert "Remind me of a step that has a day" in page
    as_ann.post("/notices/how/", {"op_id": op_id(), "quiet_from": "17", "quiet_to": "7", "reminds": "no"})
    assert Preference.objects.get(person=ann).reminds == "no"
    assert as_ann.post("/notices/how/", {"op_id": op_id(), "quiet_from": "17", "quiet_to": "7", "reminds": "hourly"}).status_code == 422


def test_nobody_is_reminded_of_the_step_of_another_and_an_employers_session_hears_nothing(ann, ben, client, step):
    with at("2026-11-24T08:00"):
        actions.remind_due(by=None)
        assert Notice.objects.filter(person=ben).count() == 0
        assert b"has its day" not in sign_in(client, ann, "org").get("/notices/").content


def test_mornings_are_after_seven_and_hold_every_zone_in_the_end():
    found = mornings(datetime(2026, 11, 24, 7, tzinfo=UTC))
    assert ("UTC" in found[TUESDAY], "America/Denver" in found.get(TUESDAY, []), "Pacific/Kiritimati" in found[TUESDAY]) == (True, False, True)
    assert "Pacific/Pago_Pago" in found[MONDAY] and SUNDAY not in found
    assert clock.now().tzinfo is not None

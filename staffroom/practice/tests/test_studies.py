"""A course that runs for weeks: a sitting each week in one entry, pause, less, leave; nobody is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import op_id, sign_in
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.notices.queries import inbox
from staffroom.practice import actions, queries
from staffroom.practice.models import FollowUp, PlanStep, Study
from staffroom.record import actions as record
from staffroom.record.models import Entry, Sitting
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TITLE = "Learning how to learn, six weeks"


def at(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


@pytest.fixture
def study(ann):
    """Begun on 2 November."""
    with at("2026-11-02T12:00"):
        return actions.begin_study(by=ann, step=actions.plan(by=ann, title=TITLE, link="https://course.example/"), week_minutes=60)


def sent(client, path, **fields):
    return client.post(path, {"op_id": op_id(), **fields})


def test_a_step_becomes_a_course_and_each_week_is_a_sitting_of_one_entry(as_ann, ann):
    """S1-16: a course elsewhere, a line each week."""
    step = actions.plan(by=ann, title=TITLE, link="https://course.example/")
    page = f"/practice/{step.code}/study/"
    assert sent(as_ann, page, week_minutes="60")["Location"] == page
    today = clock.today_in(ann.zone)
    for minutes, day, line in (("50", today - timedelta(days=7), "Chunks"), ("70", today, "Sleep, and why")):
        assert sent(as_ann, page, minutes=minutes, on_on=day.isoformat(), line=line).status_code == 302
    entry = Entry.objects.get()
    assert (entry.title, entry.kind, entry.minutes, entry.link, entry.note) == (
        TITLE, "course", 120, "https://course.example/", f"{today - timedelta(days=7)}: Chunks\n{today}: Sleep, and why")
    assert [sitting.minutes for sitting in Sitting.objects.order_by("on_on")] == [50, 70]
    shown = as_ann.get(page).content.decode()
    assert "60 min a week" in shown and "2 h so far." in shown and f"/record/{entry.code}/" in shown
    assert (PlanStep.objects.get().ended_as, "Note this week" in as_ann.get(f"/practice/{step.code}/").content.decode()) == ("", True)


@pytest.mark.parametrize("odd", [{"minutes": "0"}, {"minutes": "1441"}, {"minutes": "x"}, {"on_on": "2126-01-01"}, {"on_on": "soon"}])
def test_what_is_no_sitting_is_refused_and_the_line_stays(as_ann, study, odd):
    fields = {"minutes": "50", "on_on": "2026-11-02", "line": "my own words"} | odd
    with at("2026-11-09T12:00"):
        sign_in(as_ann, study.person)
        answer = sent(as_ann, f"/practice/{study.step.code}/study/", **fields)
    assert (answer.status_code, "my own words" in answer.content.decode(), Entry.objects.count()) == (422, True, 0)


def test_when_it_is_over_the_certificate_goes_to_its_entry(as_ann, ann, study):
    entry = actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=50)
    place = sent(as_ann, f"/practice/{study.step.code}/study/over/")["Location"]
    assert (place, PlanStep.objects.get().ended_as) == (f"/record/{entry.code}/?proof=1#proof", "done")
    file = SimpleUploadedFile("certificate.txt", b"Ann Example finished the course.\n", "text/plain")
    assert sent(as_ann, f"/record/{entry.code}/proof/", file=file, name="Certificate", says_no_pupils="on").status_code == 302
    assert entry.rungs.filter(step="proof").count() == 1


def test_one_pauses_goes_on_shrinks_and_leaves_and_nobody_is_told(as_ann, ann, ben, study):
    """S1-17: no one is told, what was noted stays."""
    entry = actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=50)
    page = f"/practice/{study.step.code}/study/"
    seen = []
    for how in ("pause", "go-on", "less", "less"):
        assert sent(as_ann, f"{page}{how}/")["Location"] == page
        study.refresh_from_db()
        seen.append((study.paused_on is not None, study.week_minutes))
    assert seen == [(True, 60), (False, 60), (False, 30), (False, 15)]
    sent(as_ann, f"/practice/{study.step.code}/let-go/")
    entry.refresh_from_db()
    assert (PlanStep.objects.get().ended_as, entry.minutes, entry.gone_id) == ("let_go", 50, None)
    assert (Notice.objects.count(), FollowUp.objects.count(), ben.pk is not None) == (0, 0, True)


def test_less_never_makes_more_of_a_small_course(ann, study):
    Study.objects.update(week_minutes=4)
    assert actions.shrink_study(by=ann, study=study).week_minutes == 4
    Study.objects.update(week_minutes=8)
    assert actions.shrink_study(by=ann, study=study).week_minutes == 5


def told(account):
    return [(row.kind, row.name, row.href) for row in Notice.objects.filter(person=account).order_by("made_at")]


def test_after_fourteen_days_one_kind_notice_and_no_second_one(ann, ben, study):
    """S1-18: idle for fourteen days, one note, not a nag."""
    line, counts = [("rested", "", f"/practice/{study.step.code}/study/")], []
    for moment in ("2026-11-15T23:00", "2026-11-16T06:59", "2026-11-16T07:00", "2026-11-17T08:00", "2026-12-20T08:00"):
        with at(moment):
            actions.ask_rested(by=None)
        counts.append(len(told(ann)))
    assert (counts, told(ann), told(ben)) == ([0, 0, 1, 1, 1], line, [])
    assert [row.words for row in inbox(Viewer(ann, SELF))] == [
        "A course in your plan has rested for two weeks. Go on, pause it, make it smaller or leave it: each of these is fine."]
    with at("2026-12-20T09:00"):
        actions.check_in(by=ann, study=study, on_on=date(2026, 12, 20), minutes=20)
    with at("2027-01-03T08:00"):
        assert actions.ask_rested(by=None) == 1
    assert told(ann) == line * 2


def test_a_course_that_is_paused_over_left_or_of_somebody_who_wishes_for_nothing_is_not_asked_about(ann, ben, study):
    with at("2026-11-02T12:00"):
        actions.pause_study(by=ann, study=study, pause=True)
        for ended_as in ("done", "let_go"):
            other = actions.begin_study(by=ann, step=actions.plan(by=ann, title=ended_as), week_minutes=30)
            actions.end(by=ann, step=other.step, ended_as=ended_as)
        actions.begin_study(by=ben, step=actions.plan(by=ben, title="Ben's"), week_minutes=30)
        notices.prefer(by=ben, by_mail=False, quiet_from=17, quiet_to=7, reminds="no")
    with at("2026-12-01T08:00"):
        assert actions.ask_rested(by=None) == 0
        actions.pause_study(by=ann, study=study, pause=False)
        assert actions.ask_rested(by=None) == 0
    with at("2026-12-15T08:00"):
        assert actions.ask_rested(by=None) == 1


def test_a_sitting_after_the_entry_was_let_go_begins_a_new_one(ann, study):
    first = actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=50, line="One")
    record.let_go(by=ann, entry=first)
    second = actions.check_in(by=ann, study=study, on_on=date(2026, 11, 10), minutes=20, line="Two")
    assert (second.pk != first.pk, second.minutes, second.note) == (True, 20, "2026-11-10: Two")


def test_a_note_that_is_full_refuses_the_line_and_counts_nothing(ann, study):
    entry = actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=50)
    record.change(by=ann, entry=entry, base=entry.version, title=TITLE, kind="course", note="x" * 9_990)
    with pytest.raises(Refusal):
        actions.check_in(by=ann, study=study, on_on=date(2026, 11, 10), minutes=20, line="One more line")
    entry.refresh_from_db()
    assert (entry.minutes, len(entry.note)) == (50, 9_990)


def test_a_course_counts_for_the_goal_of_its_step(ann, study):
    goal = actions.set_goal(by=ann, title="Know how memory works")
    PlanStep.objects.update(goal=goal)
    actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=50)
    assert queries.towards(Viewer(ann, SELF), goal).minutes == 50


def test_nobody_else_sees_the_log_or_writes_into_it(ann, ben, study):
    assert [visible_to(viewer, Study).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [1, 0, 0, 0]
    with pytest.raises(Study.DoesNotExist):
        actions.check_in(by=ben, study=study, on_on=date(2026, 11, 3), minutes=50)
    client = sign_in(Client(), ben)
    for path in (f"/practice/{study.step.code}/study/", f"/practice/{study.step.code}/study/over/"):
        assert sent(client, path, minutes="5", on_on="2026-11-03").status_code == 404
    assert sign_in(Client(), ann, "org").get(f"/practice/{study.step.code}/study/").status_code == 403


def test_today_leads_to_the_log_and_asks_no_more_for_it(as_ann, ann):
    asked = []
    for study in (False, True):
        step = actions.plan(by=ann, title=f"{TITLE} {study}", planned_on=clock.today_in(ann.zone))
        if study:
            PlanStep.objects.exclude(pk=step.pk).update(planned_on=None)
            actions.begin_study(by=ann, step=step, week_minutes=60)
        as_ann.get("/today/")
        with CaptureQueriesContext(connection) as found:
            page = as_ann.get("/today/").content.decode()
        asked.append((len(found), f"/practice/{step.code}/study/" in page))
    assert asked == [(asked[0][0], False), (asked[0][0], True)]


def test_a_step_that_ended_begins_no_log(as_ann, ann):
    step = actions.end(by=ann, step=actions.plan(by=ann, title="Over"), ended_as="done")
    answer = sent(as_ann, f"/practice/{step.code}/study/", week_minutes="30")
    assert (answer.status_code, Study.objects.count()) == (422, 0)


def test_the_page_takes_as_many_statements_for_sixty_sittings_as_for_two(as_ann, ann, study):
    counts = []
    for count in (2, 58):
        for _week in range(count):
            actions.check_in(by=ann, study=study, on_on=date(2026, 11, 3), minutes=5, line="x")
        with CaptureQueriesContext(connection) as asked:
            assert as_ann.get(f"/practice/{study.step.code}/study/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8

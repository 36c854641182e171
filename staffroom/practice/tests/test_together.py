"""A study group: colleagues take one course, each tells what they choose, from the day one joined on; one leaves and nobody is told."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.practice import actions, queries
from staffroom.practice.models import PlanStep, Study, StudyMember, StudyNote
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TITLE = "Learning how to learn, six weeks"
BEGUN = datetime(2026, 11, 2, 12, tzinfo=UTC)


def on(days):
    return time_machine.travel(BEGUN + timedelta(days=days), tick=False)


def sent(client, path, **fields):
    return client.post(path, {"op_id": op_id(), **fields})


@pytest.fixture
def group(ann):
    """Ann's, begun on 2 November."""
    with on(0):
        step = actions.plan(by=ann, title=TITLE, link="https://course.example/", about_kind="offer", about_id=uuid4())
        return actions.begin_group(by=ann, study=actions.begin_study(by=ann, step=step, week_minutes=60))


def joined(group, name, days):
    account = make_account(name)
    with on(days):
        return actions.join_group(by=account, member=group, week_minutes=30)


def told(account):
    return [note.body for note in visible_to(Viewer(account, SELF), StudyNote).order_by("made_at", "pk")]


def page_of(member, path="together/"):
    return sign_in(Client(), member.person).get(f"/practice/{member.study.step.code}/{path}").content.decode()


def test_four_colleagues_take_a_course_and_tell_what_they_choose(group):
    """S1-16: weekly lines, notes that all read, a certificate that stays one's own."""
    others = [joined(group, name, 1) for name in ("Ben Far", "Cleo Far", "Dan Far")]
    assert [(step.title, step.link, step.about_id) for step in PlanStep.objects.all()] == [(TITLE, "https://course.example/", group.study.step.about_id)] * 4
    browser, page = sign_in(Client(), others[0].person), f"/practice/{others[0].study.step.code}"
    for tell, line in (({"tell": "on"}, "Chunks help"), ({}, "I fell asleep")):
        assert sent(browser, f"{page}/study/", minutes="50", on_on=date.today().isoformat(), line=line, **tell).status_code == 302  # noqa: DTZ011  a day that has been
    assert sent(browser, f"{page}/together/", body="Week two is long.\nSkip the quiz.")["Location"] == f"{page}/together/"
    seen = page_of(group)
    assert [words in seen for words in ("Chunks help", "Week two is long.", "Cleo Far", "I fell asleep", "50 min")] == [True, True, True, False, False]
    sent(browser, f"{page}/study/over/")
    assert (Entry.objects.get().person_id, "Chunks help" in page_of(group)) == (others[0].person_id, True)


def test_who_told_no_name_is_told_what_colleagues_read_and_where_to_mend_it(group):
    nameless = joined(group, "", 1)
    assert [("so they read “A teacher”" in page, 'href="/me/name/"' in page) for page in (page_of(nameless), page_of(group))] == [(True, True), (False, False)]


def test_before_the_log_begins_the_page_says_that_it_can_be_taken_with_colleagues(ann):
    step = actions.plan(by=ann, title=TITLE)
    seen = [sign_in(Client(), ann).get(f"/practice/{step.code}/study/").content.decode()]
    actions.begin_study(by=ann, step=step, week_minutes=60)
    seen.append(sign_in(Client(), ann).get(f"/practice/{step.code}/study/").content.decode())
    assert [("you can also take it with colleagues" in page, "/together/" in page) for page in seen] == [(True, False), (False, True)]


def test_who_joins_later_reads_what_is_told_from_then_on(group):
    with on(1):
        actions.tell_group(by=group.person, member=group, body="before")
    ben = joined(group, "Ben Far", 5)
    with on(6):
        after = actions.tell_group(by=group.person, member=group, body="after")
    assert [told(group.person), told(ben.person)] == [["before", "after"], ["after"]]
    assert [reader.account for reader in who_can_see(after)] == [group.person, ben.person]
    assert [reader.account for reader in who_can_see(StudyNote.objects.order_by("made_at").first())] == [group.person]


def test_one_pauses_and_leaves_without_a_trace_to_others(group):
    """S1-17: no one is told; the course, its log and its entry stay."""
    ben, cleo = joined(group, "Ben Far", 1), joined(group, "Cleo Far", 1)
    with on(2):
        actions.check_in_together(by=ben.person, study=ben.study, on_on=date(2026, 11, 4), minutes=50, line="Mine", tell=True)
    before = page_of(cleo)
    for how in ("pause", "less"):
        sent(sign_in(Client(), ben.person), f"/practice/{ben.study.step.code}/study/{how}/")
    assert (page_of(cleo).count("Ben Far"), "Mine" in before) == (before.count("Ben Far"), True)
    assert sent(sign_in(Client(), ben.person), f"/practice/{ben.study.step.code}/together/leave/")["Location"] == f"/practice/{ben.study.step.code}/study/"
    assert [words in page_of(cleo) for words in ("Ben Far", "Mine", "left")] == [False, False, False]
    step = PlanStep.objects.get(person=ben.person)
    assert (step.ended_as, Entry.objects.get(person=ben.person).minutes, Study.objects.filter(step=step).count(), Notice.objects.count()) == ("", 50, 1, 0)
    assert (told(ben.person), told(cleo.person)) == ([], [])


def test_who_rests_for_fourteen_days_is_asked_once_and_alone(group):
    """S1-18: one kind note with its ways on, in a group too; the others learn nothing."""
    ben = joined(group, "Ben Far", 0)
    with on(10):
        actions.check_in(by=group.person, study=group.study, on_on=date(2026, 11, 12), minutes=20)
    for days in (14, 15, 20):
        with on(days):
            actions.ask_rested(by=None)
    assert list(Notice.objects.values_list("person", "kind", "href")) == [(ben.person_id, "rested", f"/practice/{ben.study.step.code}/study/")]
    page = page_of(ben, "study/")
    assert all(f"/study/{how}/" in page for how in ("pause", "less", "over")) and "Leave it" in page


def test_the_link_leads_in_and_nothing_else_does(group, ben):
    browser, door = sign_in(Client(), ben), f"/practice/together/join/{group.door}/"
    shown = browser.get(door).content.decode()
    assert [words in shown for words in (TITLE, "Ann Example", "asks you into")] == [True] * 3
    assert 'value="60"' not in shown, "what the one who asks has time for is theirs"
    home = sent(browser, door, week_minutes="20")["Location"]
    assert (browser.get(door)["Location"], Study.objects.get(person=ben).week_minutes) == (home, 20)
    assert sent(browser, door, week_minutes="40")["Location"] == home
    assert StudyMember.objects.filter(person=ben).count() == 1
    assert sign_in(Client(), make_account("Cleo Far")).get("/practice/together/join/zzzzzzzzzzzz/").status_code == 404
    actions.leave_group(by=group.person, member=group)
    assert sign_in(Client(), make_account("Dan Far")).get(door).status_code == 404
    assert "Ben Example" in browser.get(home).content.decode()


def test_the_link_shows_the_course_as_it_was_called_when_the_group_began(group, ben):
    actions.change(by=group.person, step=group.study.step, version=1, title="My private words", minutes=None, planned_on=None, note="")
    shown = sign_in(Client(), ben).get(f"/practice/together/join/{group.door}/").content.decode()
    assert [words in shown for words in (TITLE, "https://course.example/", "My private words")] == [True, True, False]
    theirs = actions.join_group(by=ben, member=StudyMember.objects.get(pk=group.pk), week_minutes=30)
    assert (theirs.study.step.title, theirs.title, theirs.link) == (TITLE, TITLE, "https://course.example/")


def test_a_tab_left_open_tells_nobody_and_begins_no_other_group(as_ann, group):
    actions.leave_group(by=group.person, member=group)
    late = sent(as_ann, f"/practice/{group.study.step.code}/together/", body="Week three & four.")
    page = late.content.decode()
    assert (late.status_code, StudyMember.objects.count(), "Week three &amp; four.</textarea>" in page) == (422, 0, True)
    assert "You are in no study group for this." in page and "Begin a study group" in page


def test_somebody_else_reads_and_changes_nothing(group, ben):
    with on(1):
        note = actions.tell_group(by=group.person, member=group, body="ours")
    assert [visible_to(viewer, model).count() for model in (StudyMember, StudyNote) for viewer in (Viewer(ben, SELF), Viewer(group.person, ORG), Viewer())] == [0] * 6
    member = joined(group, "Cleo Far", 2)
    for account, path in ((ben, f"{group.study.step.code}/together/"), (member.person, f"together/notes/{note.code}/take-back/"),
                          (ben, f"{group.study.step.code}/together/leave/")):
        assert sent(sign_in(Client(), account), f"/practice/{path}", body="x").status_code == 404
    actions.untell_group(by=member.person, note=note)
    actions.leave_group(by=member.person, member=group)
    with pytest.raises(StudyMember.DoesNotExist):
        actions.tell_group(by=ben, member=group, body="x")
    assert (StudyNote.objects.count(), StudyMember.objects.count()) == (1, 2)
    assert sent(sign_in(Client(), group.person), f"/practice/together/notes/{note.code}/take-back/").status_code == 302
    assert StudyNote.objects.count() == 0


def test_a_group_holds_twelve_and_one_course_is_in_one_group(group, ben):
    for number in range(11):
        joined(group, f"Person {number}", 1)
    with pytest.raises(Refusal):
        actions.join_group(by=ben, member=group, week_minutes=30)
    other = actions.begin_study(by=ben, step=actions.plan(by=ben, title=TITLE, about_kind="offer", about_id=group.study.step.about_id), week_minutes=30)
    actions.begin_group(by=ben, study=other)
    StudyMember.objects.filter(group=group.group).exclude(pk=group.pk).delete()
    with pytest.raises(Refusal):
        actions.join_group(by=ben, member=group, week_minutes=30)
    assert Study.objects.get(person=ben).member.group != group.group


def test_a_step_without_a_log_leads_to_the_log_first(as_ann, ann):
    step = actions.plan(by=ann, title="A course")
    assert sent(as_ann, f"/practice/{step.code}/together/", begin="1")["Location"] == f"/practice/{step.code}/study/"
    actions.begin_study(by=ann, step=step, week_minutes=30)
    assert "Take it with colleagues" in as_ann.get(f"/practice/{step.code}/study/").content.decode()
    assert sent(as_ann, f"/practice/{step.code}/together/", begin="1")["Location"] == f"/practice/{step.code}/together/"
    assert StudyMember.objects.count() == 1


def test_the_page_takes_as_many_statements_for_many_notes_as_for_two(as_ann, group):
    counts = []
    for count in (2, 40):
        for number in range(count):
            actions.tell_group(by=group.person, member=group, body=f"note {number}")
        if count == 40:
            joined(group, "Ben Far", 1)
        as_ann.get(f"/practice/{group.study.step.code}/together/")
        with CaptureQueriesContext(connection) as asked:
            assert as_ann.get(f"/practice/{group.study.step.code}/together/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8, counts


def test_who_goes_for_good_is_gone_from_the_group_and_the_others_stay(group):
    ben = joined(group, "Ben Far", 1)
    with on(2):
        actions.tell_group(by=group.person, member=group, body="ann's")
        actions.tell_group(by=ben.person, member=ben, body="ben's")
    group.person.delete()
    assert (told(ben.person), queries.together(Viewer(ben.person, SELF), ben.study.step).members) == (["ben's"], [ben])

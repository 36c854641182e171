from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.notices.queries import inbox
from staffroom.practice import actions, queries
from staffroom.practice.models import FollowUp, Telling
from staffroom.record import actions as record
from staffroom.schedule import SWEEPS
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
TITLE = "Sort tickets at the door"


def tried(account, about=None, title=TITLE):
    """Somebody has done a step that came from an offer; the questions about it."""
    step = actions.plan(by=account, title=title, about_kind="offer", about_id=about or uuid4(), minutes=6)
    actions.end(by=account, step=step, ended_as="done")
    return list(FollowUp.objects.filter(person=account, from_id=step.pk).order_by("after_days"))


def turn():
    """What the clock and the worker do."""
    next(sweep for sweep in SWEEPS if sweep.name == "practice.asked").run()
    while outbox.run_due():
        pass


def test_a_step_from_an_offer_that_was_done_is_asked_about_after_three_and_six_weeks(ann):
    type(ann).objects.filter(pk=ann.pk).update(zone="Asia/Phnom_Penh")
    ann.refresh_from_db()
    today, zone = clock.today_in(ann.zone), ZoneInfo(ann.zone)
    asked = tried(ann)
    assert [(row.title, row.after_days, row.due_at.astimezone(zone)) for row in asked] == [
        (TITLE, days, datetime(*(today + timedelta(days=days)).timetuple()[:3], 7, tzinfo=zone)) for days in (21, 42)]


def test_a_step_that_was_let_go_or_came_from_nowhere_is_not_asked_about(ann):
    actions.end(by=ann, step=actions.plan(by=ann, title="One", about_kind="offer", about_id=uuid4()), ended_as="let_go")
    actions.end(by=ann, step=actions.plan(by=ann, title="Call Mr Osei"), ended_as="done")
    assert FollowUp.objects.count() == 0


def test_a_step_that_is_opened_again_is_asked_about_once_from_its_second_end(ann, time_machine):
    step = actions.plan(by=ann, title=TITLE, about_kind="offer", about_id=uuid4())
    actions.end(by=ann, step=step, ended_as="done")
    actions.reopen(by=ann, step=step)
    assert FollowUp.objects.count() == 0
    time_machine.move_to(clock.now() + timedelta(days=5))
    actions.end(by=ann, step=step, ended_as="done")
    assert [row.due_at.date() - clock.now().date() for row in FollowUp.objects.order_by("due_at")] == [timedelta(days=21), timedelta(days=42)]


def test_a_try_that_is_noted_without_a_step_is_asked_about_and_one_that_was_not_done_is_not(ann):
    day = clock.today_in(ann.zone)
    entry = record.note(by=ann, title="Wait time", kind="tried", minutes=5, on_on=day)
    record.note(by=ann, title="Not done", kind="tried", minutes=5, on_on=day, outcome="not_done")
    record.note(by=ann, title="A book", kind="read", minutes=5, on_on=day)
    assert set(FollowUp.objects.values_list("from_id", "about_id")) == {(entry.pk, None)}
    record.let_go(by=ann, entry=entry)
    assert FollowUp.objects.count() == 0


def test_an_entry_of_a_step_is_asked_about_once_and_one_that_says_not_done_lets_the_step_go(ann):
    day = clock.today_in(ann.zone)
    done, not_done = (actions.plan(by=ann, title=TITLE, about_kind="offer", about_id=uuid4()) for _n in range(2))
    record.note(by=ann, title="Tried it", kind="tried", minutes=5, on_on=day, from_kind="step", from_id=done.pk)
    record.note(by=ann, title="Did not", kind="tried", minutes=5, on_on=day, from_kind="step", from_id=not_done.pk, outcome="not_done")
    not_done.refresh_from_db()
    assert not_done.ended_as == "let_go"
    assert list(FollowUp.objects.order_by("due_at").values_list("from_id", flat=True)) == [done.pk, done.pk]


def test_a_person_is_told_once_a_day_without_a_word_of_what_it_is_about(ann, settings, time_machine):
    settings.MAIL_WORKS = True
    type(ann).objects.filter(pk=ann.pk).update(zone="America/Denver")
    ann.refresh_from_db()
    notices.prefer(by=ann, by_mail=True, quiet_from=17, quiet_to=7)
    tried(ann)
    tried(ann, title="Wait time")
    turn()
    assert not Notice.objects.exists()
    time_machine.move_to(FollowUp.objects.earliest("due_at").due_at + timedelta(minutes=1))
    turn()
    turn()
    told, = inbox(Viewer(ann, SELF))
    letter, = mail.outbox
    assert (told.href, Notice.objects.get().name) == ("/practice/asked/", "")
    assert not any(word in text for word in ("ickets", "Wait") for text in (told.words, letter.subject, letter.body))


def test_a_mail_about_it_waits_until_quiet_hours_are_over(ann, settings, time_machine):
    settings.MAIL_WORKS = True
    type(ann).objects.filter(pk=ann.pk).update(zone="America/Denver")
    ann.refresh_from_db()
    notices.prefer(by=ann, by_mail=True, quiet_from=17, quiet_to=7)
    asked = tried(ann)
    evening = datetime(*asked[0].due_at.timetuple()[:3], 20, tzinfo=ZoneInfo("America/Denver"))
    time_machine.move_to(evening)
    turn()
    assert (Notice.objects.count(), len(mail.outbox)) == (1, 0)
    time_machine.move_to(evening + timedelta(hours=11, minutes=1))
    turn()
    assert len(mail.outbox) == 1


def test_what_was_answered_or_set_aside_before_is_not_asked(ann, time_machine):
    first, second = tried(ann)
    actions.answer(by=ann, follow_up=first, easier="yes")
    actions.set_aside(by=ann, follow_up=second)
    time_machine.move_to(second.due_at + timedelta(hours=1))
    turn()
    assert not Notice.objects.exists()
    assert queries.due(Viewer(ann, SELF)) is None


def test_a_question_that_nobody_answers_goes_by_itself_after_three_weeks(ann, time_machine):
    first, second = tried(ann)
    time_machine.move_to(second.due_at - timedelta(hours=1))
    assert queries.due(Viewer(ann, SELF)) == first
    time_machine.move_to(second.due_at + timedelta(hours=1))
    assert queries.due(Viewer(ann, SELF)) == second
    time_machine.move_to(second.due_at + timedelta(days=22))
    turn()
    assert (queries.due(Viewer(ann, SELF)), Notice.objects.count()) == (None, 0)


def test_one_tap_leads_to_a_page_that_keeps_it_and_opening_that_page_keeps_nothing(as_ann, ann, time_machine):
    row = tried(ann)[0]
    time_machine.move_to(row.due_at + timedelta(hours=1))
    sign_in(as_ann, ann)
    today = as_ann.get("/today/").content.decode()
    tap = f"/practice/asked/{row.code}/?easier=somewhat"
    assert tap in today and TITLE in today
    page = as_ann.get(tap).content.decode()
    assert 'value="somewhat" required id="id_easier_1" checked' in page or 'value="somewhat"' in page.split("checked")[0][-120:]
    row.refresh_from_db()
    assert row.answered_at is None
    assert as_ann.post(f"/practice/asked/{row.code}/", {"op_id": op_id(), "easier": "somewhat", "still": "kept", "pupils": "They ask more"}).status_code == 302
    row.refresh_from_db()
    assert (row.easier, row.still, row.pupils) == ("somewhat", "kept", "They ask more")
    assert "They ask more" in as_ann.get(f"/practice/asked/{row.code}/").content.decode()
    assert tap not in as_ann.get("/today/").content.decode()


def test_an_answer_that_says_nothing_is_asked_for_kindly_and_its_words_stay(as_ann, ann):
    row = tried(ann)[0]
    answer = as_ann.post(f"/practice/asked/{row.code}/", {"op_id": op_id(), "pupils": "They ask more"})
    assert answer.status_code == 422
    assert "They ask more" in answer.content.decode()
    assert as_ann.post(f"/practice/asked/{row.code}/", {"op_id": op_id(), "easier": "very"}).status_code == 422


def test_whoever_did_not_do_it_does_not_still_do_it(ann):
    held = actions.answer(by=ann, follow_up=tried(ann)[0], easier="not_done", still="kept")
    assert held.still == ""


def test_answering_puts_nothing_up(ann):
    actions.answer(by=ann, follow_up=tried(ann)[0], easier="yes", still="kept", pupils="They ask more")
    assert not Telling.objects.exists()


def test_what_is_put_up_is_first_shown_then_told_without_a_name_and_taken_back(as_ann, ann):
    row = tried(ann)[0]
    actions.answer(by=ann, follow_up=row, easier="yes", still="kept", pupils="They ask more")
    page = as_ann.get(f"/practice/asked/{row.code}/tell/").content.decode()
    assert "Made my job easier: Yes. I kept it" in page and "They ask more" not in page
    as_ann.post(f"/practice/asked/{row.code}/tell/", {"op_id": op_id()})
    telling = Telling.objects.get()
    assert (telling.about_id, telling.easier, telling.still, telling.is_named) == (row.about_id, "yes", "kept", False)
    as_ann.post(f"/practice/asked/{row.code}/take-back/", {"op_id": op_id()})
    assert not Telling.objects.exists()
    assert FollowUp.objects.get(pk=row.pk).easier == "yes"


def test_a_teacher_tells_of_one_thing_once_and_a_later_telling_takes_its_place(ann):
    first, second = tried(ann)
    for row, still in ((first, "kept"), (second, "let_go")):
        actions.answer(by=ann, follow_up=row, easier="somewhat", still=still)
        actions.tell(by=ann, follow_up=row)
    assert list(Telling.objects.values_list("still", "after_days")) == [("let_go", 42)]


def test_nothing_is_put_up_without_an_answer_or_without_a_thing_it_is_about(ann, as_ann):
    unanswered = tried(ann)[0]
    record.note(by=ann, title="Wait time", kind="tried", minutes=5, on_on=clock.today_in(ann.zone))
    private = FollowUp.objects.filter(about_id=None)[0]
    actions.answer(by=ann, follow_up=private, easier="yes")
    for row in (unanswered, private):
        with pytest.raises(Refusal):
            actions.tell(by=ann, follow_up=row)
        assert as_ann.post(f"/practice/asked/{row.code}/tell/", {"op_id": op_id()}).status_code == 404


def test_questions_and_answers_are_their_owners_alone(ann):
    row = tried(ann)[0]
    actions.answer(by=ann, follow_up=row, easier="yes")
    ben, school = sign_in(Client(), make_account("Ben")), sign_in(Client(), ann, "org")
    for path in ("", "tell/", "take-back/", "no/"):
        assert ben.post(f"/practice/asked/{row.code}/{path}", {"op_id": op_id(), "easier": "no"}).status_code == 404
        assert school.post(f"/practice/asked/{row.code}/{path}", {"op_id": op_id(), "easier": "no"}).status_code == 403
    assert queries.asked(Viewer(ann, ORG)) == queries.Asked([], 0, [])


def test_the_page_of_questions_takes_the_same_statements_for_two_and_two_hundred(as_ann, ann, django_assert_max_num_queries, time_machine):
    for count in (1, 60):
        for number in range(count):
            tried(ann, title=f"Try {count} {number}")
        time_machine.move_to(clock.now() + timedelta(days=22))
        sign_in(as_ann, ann)
        with django_assert_max_num_queries(8):
            assert as_ann.get("/practice/asked/").status_code == 200

"""Changing an entry, its sittings, letting it go and bringing it back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.record import actions, signals
from staffroom.record.models import Draft, Entry, Removal, Sitting
from staffroom.sharing.models import Copy

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 12)


def words(**more):
    return {"title": "Watched Tomás sort at the door", "kind": "visit", "minutes": "45", "on_on": "2026-11-12", "time_kind": "own", **more}


def test_a_change_is_kept_and_counted(as_ann, visit, post):
    answer = post(as_ann, f"/record/{visit.code}/edit/", base="1", **words(note="four piles"))
    visit = Entry.objects.get()
    assert (answer["Location"], visit.note, visit.version, visit.facts_version) == (f"/record/{visit.code}/", "four piles", 2, 1)


def test_a_changed_fact_is_counted_apart_from_a_changed_note(as_ann, visit, post):
    post(as_ann, f"/record/{visit.code}/edit/", base="1", **words(minutes="1 h"))
    visit = Entry.objects.get()
    assert (visit.minutes, visit.facts_version, Sitting.objects.get().minutes) == (60, 2, 60)


@pytest.fixture
def conflict(as_ann, ann, visit, post):
    """Ann's form was opened at version 1; meanwhile her phone has changed the entry."""
    actions.change(by=ann, entry=visit, base=1, title="From the phone", kind="visit", note="Ask Luz where the goggles go.")
    answer = post(as_ann, f"/record/{visit.code}/edit/", base="1", **words(title="From the desk", note="Try Monday, period 2 only."))
    return visit, answer["Location"]


def test_two_changes_at_once_are_shown_side_by_side_and_nothing_is_written_over(as_ann, conflict):
    visit, address = conflict
    page = as_ann.get(address).content.decode()
    assert address.startswith(f"/record/{visit.code}/two/?draft=")
    assert "Ask Luz where the goggles go." in page and "Try Monday, period 2 only." in page
    visit.refresh_from_db()
    assert (visit.title, visit.version) == ("From the phone", 2)


@pytest.mark.parametrize("keep,title,note", [
    ("mine", "From the desk", "Try Monday, period 2 only."), ("theirs", "From the phone", "Ask Luz where the goggles go."),
    ("both", "From the phone / From the desk", "Ask Luz where the goggles go.\n\nTry Monday, period 2 only.")])
def test_one_may_keep_this_or_that_or_both(as_ann, conflict, post, keep, title, note):
    visit, address = conflict
    answer = post(as_ann, f"/record/{visit.code}/two/", draft=address.split("draft=")[1], keep=keep)
    visit.refresh_from_db()
    assert (answer["Location"], visit.title, visit.note) == (f"/record/{visit.code}/", title, note)
    assert Draft.objects.filter(gone=None).count() == 0


def test_both_that_are_too_long_for_one_line_come_back_in_the_form_and_can_be_kept_shorter(as_ann, ann, visit, post):
    actions.change(by=ann, entry=visit, base=1, title="Phone " * 30, kind="visit")
    address = post(as_ann, f"/record/{visit.code}/edit/", base="1", **words(title="Desk " * 30))["Location"]
    home = post(as_ann, f"/record/{visit.code}/two/", draft=address.split("draft=")[1], keep="both")["Location"]
    page = as_ann.get(home).content.decode()
    assert "Phone Phone" in page and "Desk Desk" in page and 'name="base" value="2"' in page
    visit.refresh_from_db()
    assert (visit.title.strip(), visit.version) == (("Phone " * 30).strip(), 2)


def test_what_was_not_kept_can_come_back(as_ann, conflict, post):
    visit, address = conflict
    post(as_ann, f"/record/{visit.code}/two/", draft=address.split("draft=")[1], keep="theirs")
    assert Draft.objects.exclude(gone=None).get().read()["note"] == ["Try Monday, period 2 only."]


def test_sittings_add_up_and_the_last_day_is_the_entrys(as_ann, visit, post):
    post(as_ann, f"/record/{visit.code}/sittings/", minutes="1:15", on_on="2026-11-19")
    visit.refresh_from_db()
    assert (visit.minutes, visit.on_on, visit.facts_version) == (120, date(2026, 11, 19), 2)
    second = visit.sittings.last()
    post(as_ann, f"/record/{visit.code}/sittings/{second.code}/let-go/")
    visit.refresh_from_db()
    assert (visit.minutes, visit.on_on) == (45, DAY)


def test_an_entry_keeps_its_only_sitting(as_ann, visit, post):
    post(as_ann, f"/record/{visit.code}/sittings/{visit.sittings.get().code}/let-go/")
    assert Sitting.objects.count() == 1


def test_minutes_of_several_sittings_are_left_alone_by_a_change(as_ann, ann, visit, post):
    actions.add_sitting(by=ann, entry=visit, on_on=DAY, minutes=30)
    post(as_ann, f"/record/{visit.code}/edit/", base="2", **words(minutes="5"))
    assert Entry.objects.get().minutes == 75


@pytest.mark.parametrize("minutes", [0, 1441, -5])
def test_the_database_itself_refuses_impossible_minutes(ann, visit, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(entry=visit).update(minutes=minutes)
    with pytest.raises(Refusal):
        actions.add_sitting(by=ann, entry=visit, on_on=DAY, minutes=minutes)


def test_what_is_let_go_is_gone_at_once_and_comes_back_whole(as_ann, visit, post):
    assert post(as_ann, f"/record/{visit.code}/let-go/")["Location"] == "/record/let-go/"
    assert "Tomás" not in as_ann.get("/record/").content.decode()
    assert "Tomás" in as_ann.get("/record/let-go/").content.decode()
    post(as_ann, f"/record/let-go/entry/{visit.code}/")
    assert "Tomás" in as_ann.get("/record/").content.decode()
    assert Removal.objects.count() == 0


def test_what_was_let_go_cannot_be_changed(ann, visit):
    actions.let_go(by=ann, entry=visit)
    with pytest.raises(Refusal):
        actions.change(by=ann, entry=visit, base=1, title="x", kind="read")


def test_letting_go_twice_is_letting_go_once(ann, visit):
    heard = []
    signals.let_go.connect(lambda entry, **_: heard.append(entry.pk), weak=False, dispatch_uid="test")
    for _ in range(2):
        actions.let_go(by=ann, entry=visit)
    signals.let_go.disconnect(dispatch_uid="test")
    assert (heard, Removal.objects.count()) == ([visit.pk], 1)


def test_after_fourteen_days_it_is_destroyed_with_the_copies_of_it(ann, ben, visit, time_machine):
    today = clock.now().date()
    Copy.objects.create(person=ann, reader=ben, kind="record.Entry", about=visit.pk, title="t", body="b", until_on=today + timedelta(days=300))
    actions.let_go(by=ann, entry=visit)
    time_machine.move_to(clock.now() + timedelta(days=13, hours=23))
    actions.sweep_removals(by=None)
    assert Entry.objects.count() == 1
    time_machine.move_to(clock.now() + timedelta(hours=2))
    with pytest.raises(Refusal):
        actions.bring_back(by=ann, thing=visit)
    actions.sweep_removals(by=None)
    assert [model.objects.count() for model in (Entry, Sitting, Removal, Copy)] == [0, 0, 0, 0]


def test_nobody_else_can_change_let_go_or_add_to_it(ben, visit):
    for act in (lambda: actions.change(by=ben, entry=visit, base=1, title="x", kind="read"), lambda: actions.let_go(by=ben, entry=visit),
                lambda: actions.add_sitting(by=ben, entry=visit, on_on=DAY, minutes=5)):
        with pytest.raises(Entry.DoesNotExist):
            act()


def test_another_teacher_gets_the_same_answer_as_for_nothing(as_ben, visit, post):
    for path in ("", "edit/", "two/", "ask/", "pieces/?key=abcdefgh"):
        there, nowhere = as_ben.get(f"/record/{visit.code}/{path}"), as_ben.get(f"/record/zzzzzzzzzzzz/{path}")
        assert (there.status_code, there.content) == (404, nowhere.content)
    for path in ("edit/", "let-go/", "sittings/", "proof/", "ask/"):
        assert post(as_ben, f"/record/{visit.code}/{path}").status_code == 404

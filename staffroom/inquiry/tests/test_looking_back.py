"""Looking back on a try: private, handed to named colleagues, who say something of one kind; nobody else learns of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.inquiry import actions
from staffroom.inquiry.models import Reflection, Response
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.models import AuditLine
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.notices.models import Notice
from staffroom.practice import actions as practice
from staffroom.practice.models import PlanStep
from staffroom.record import actions as record
from staffroom.record.models import Entry
from staffroom.sharing import actions as sharing
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import visible_to, who_can_see
from staffroom.sharing.viewers import ORG, SELF, Viewer

pytestmark = pytest.mark.django_db
HAPPENED, CAME = "They waited, then all spoke at once.", "It is how I was taught."


@pytest.fixture
def ann(db):
    return make_account("Ann Example")


@pytest.fixture
def rosa(db):
    return make_account("Rosa Reader")


@pytest.fixture
def entry(ann):
    return record.note(by=ann, title="Wait three seconds", kind="tried", minutes=20, on_on=date(2026, 3, 2), note="Kofi said nothing", outcome="did_not")


@pytest.fixture
def reflection(ann, entry):
    return actions.look_back(by=ann, entry=entry, answers={"happened": HAPPENED, "came": CAME})


@pytest.fixture
def copy(ann, rosa, reflection):
    return sharing.hand(by=ann, thing=reflection, reader=rosa, until_on=clock.today_in(ann.zone) + timedelta(days=30))


def page(person, path):
    answer = sign_in(Client(), person).get(path)
    return answer.status_code, answer.content.decode()


def sent(person, path, **fields):
    return sign_in(Client(), person).post(path, {"op_id": op_id(), **fields})


def test_from_the_try_to_what_a_colleague_asks(ann, rosa, entry):
    """S1-25: four prompts, each optional; S4-16: an answer has a kind, and none of them is a mark."""
    _status, beside = page(ann, f"/record/{entry.code}/")
    assert f'href="/practice/reflections/{entry.code}/"' in beside
    here = f"/practice/reflections/{entry.code}/"
    assert page(ann, here)[0] == 200
    assert sent(ann, here, base="0").status_code == 422 and not Reflection.objects.exists()
    assert sent(ann, here, base="0", happened=HAPPENED, came=CAME).status_code == 302
    held = Reflection.objects.get(entry=entry)
    assert (held.happened, held.meant, held.came, held.otherwise) == (HAPPENED, "", CAME, "")
    handing = page(ann, f"/shared/hand/reflection/{held.code}/")[1]
    assert HAPPENED in handing and "Kofi" not in handing
    until = (clock.today_in(ann.zone) + timedelta(days=9)).isoformat()
    copy = sharing.hand(by=ann, thing=held, reader=rosa, until_on=date.fromisoformat(until))
    status, theirs = page(rosa, f"/shared/{copy.code}/")
    assert status == 200 and CAME in theirs and "Did not" in theirs and "Kofi" not in theirs and "What was behind it?" not in theirs
    wrong = sent(rosa, f"/practice/responses/{copy.code}/", text="Who spoke first?")
    assert wrong.status_code == 422 and "Who spoke first?" in wrong.content.decode()
    assert sent(rosa, f"/practice/responses/{copy.code}/", kind="question", text="Who spoke first?").status_code == 302
    mine = page(ann, here)[1]
    assert "Who spoke first?" in mine and "Rosa Reader" in mine and "A question" in mine
    told = Notice.objects.get(person=ann, kind="responded")
    assert told.href == here and told.name == "Rosa Reader" and "Who spoke" not in str(vars(told))
    assert "Who spoke first?" in page(rosa, f"/shared/{copy.code}/")[1] and "Who spoke first?" in page(ann, f"/shared/{copy.code}/")[1]


def test_nobody_reads_it_but_its_owner_and_nobody_what_was_said_but_the_two(ann, rosa, reflection, copy):
    said = actions.respond(by=rosa, copy=copy, kind="warm", text="You waited.")
    other = make_account("Otto Other")
    for viewer in (Viewer(rosa, SELF), Viewer(other, SELF), Viewer(ann, ORG), Viewer()):
        assert not visible_to(viewer, Reflection).exists()
    assert [visible_to(Viewer(person, SELF), Response).count() for person in (ann, rosa, other)] == [1, 1, 0]
    assert not visible_to(Viewer(ann, ORG), Response).exists() and not visible_to(Viewer(rosa, ORG), Response).exists()
    assert {reader.account for reader in who_can_see(said)} == {ann, rosa} and {reader.account for reader in who_can_see(reflection)} == {ann, rosa}
    for path in (f"/practice/reflections/{reflection.entry.code}/", f"/shared/{copy.code}/", f"/shared/hand/reflection/{reflection.code}/"):
        assert page(other, path)[0] == 404
    assert sent(other, f"/practice/responses/{copy.code}/", kind="warm", text="Me too").status_code == 404
    assert sent(other, f"/practice/responses/{said.code}/take-back/").status_code == 404
    assert sent(rosa, f"/practice/reflections/{reflection.entry.code}/forget/").status_code == 404
    assert HAPPENED not in str(list(AuditLine.objects.values()))


def test_whoever_handed_it_over_says_nothing_to_it_and_no_other_copy_takes_an_answer(ann, rosa, entry, copy):
    with pytest.raises(Refusal):
        actions.respond(by=ann, copy=copy, kind="warm", text="Well done, me")
    plain = sharing.hand(by=ann, thing=entry, reader=rosa, until_on=copy.until_on)
    with pytest.raises(Refusal):
        actions.respond(by=rosa, copy=plain, kind="warm", text="Fine")
    assert "respond" not in page(rosa, f"/shared/{plain.code}/")[1]


@pytest.mark.parametrize("how", ["taken_back", "lapsed"])
def test_when_the_copy_ends_its_holder_reads_and_says_nothing_more_and_its_owner_keeps_what_was_said(ann, rosa, reflection, copy, how):
    said = actions.respond(by=rosa, copy=copy, kind="cool", text="Three seconds are short.")
    if how == "taken_back":
        sharing.take_back(by=ann, copy=copy)
    else:
        Copy.objects.filter(pk=copy.pk).update(until_on=clock.today_in(ann.zone) - timedelta(days=1))
    with pytest.raises(Refusal):
        actions.respond(by=rosa, copy=copy, kind="warm", text="Still here")
    assert not visible_to(Viewer(rosa, SELF), Response).exists() and sent(rosa, f"/practice/responses/{said.code}/take-back/").status_code == 404
    assert "Three seconds are short." in page(ann, f"/practice/reflections/{reflection.entry.code}/")[1]
    assert [reader.account for reader in who_can_see(Response.objects.get())] == [ann]


def test_either_of_the_two_takes_what_was_said_away(ann, rosa, reflection, copy):
    for person in (rosa, ann):
        said = actions.respond(by=rosa, copy=copy, kind="tried", text="It took me a week.")
        assert sent(person, f"/practice/responses/{said.code}/take-back/").status_code == 302 and not Response.objects.exists()
    said = actions.respond(by=rosa, copy=copy, kind="tried", text="It took me a week.")
    actions.unsay(by=make_account("Otto Other"), response=said)
    assert Response.objects.exists()


def test_twelve_things_are_enough_and_the_same_form_counts_once(rosa, copy):
    form = {"op_id": op_id(), "kind": "warm", "text": "You waited."}
    browser = sign_in(Client(), rosa)
    assert [browser.post(f"/practice/responses/{copy.code}/", form).status_code for _ in range(2)] == [302, 302] and Response.objects.count() == 1
    for number in range(11):
        actions.respond(by=rosa, copy=copy, kind="question", text=f"And {number}?")
    answer = sent(rosa, f"/practice/responses/{copy.code}/", kind="warm", text="One more thing")
    assert answer.status_code == 422 and "One more thing" in answer.content.decode() and Response.objects.count() == 12


def test_a_change_elsewhere_loses_nothing(ann, entry, reflection):
    here = f"/practice/reflections/{entry.code}/"
    assert 'name="base" value="1"' in page(ann, here)[1]
    assert sent(ann, here, base="1", happened="From the phone").status_code == 302
    answer = sent(ann, here, base="1", happened="From the desk")
    words = answer.content.decode()
    assert answer.status_code == 409 and "From the phone" in words and "From the desk" in words and 'name="base" value="2"' in words
    assert sent(ann, here, base="2", happened="Both").status_code == 302
    held = Reflection.objects.get()
    assert (held.happened, held.came, held.version) == ("Both", "", 3)
    with pytest.raises(actions.Changed):
        actions.look_back(by=ann, entry=entry, answers={"happened": "As if there were none"})


def test_what_is_to_be_otherwise_becomes_the_next_step_about_the_same_thing(ann):
    """S1-12: the loop closes: from what did not work to the next round, typed once."""
    step = practice.plan(by=ann, title="Wait three seconds", about_kind="offer", about_id=uuid4(), link="/find/x/")
    tried = record.note(by=ann, title="Three seconds", kind="tried", minutes=10, on_on=date(2026, 3, 2), outcome="did_not", from_kind="step", from_id=step.pk)
    here = f"/practice/reflections/{tried.code}/"
    actions.look_back(by=ann, entry=tried, answers={"happened": HAPPENED})
    assert "Plan the next round" not in page(ann, here)[1]
    with pytest.raises(Refusal):
        actions.next_round(by=ann, reflection=Reflection.objects.get())
    actions.look_back(by=ann, entry=tried, answers={"otherwise": f"Hold a\nclip. {'And wait. ' * 40}"}, version=1)
    assert "Plan the next round" in page(ann, here)[1]
    answer = sent(ann, f"{here}next/")
    made = PlanStep.objects.exclude(pk=step.pk).get()
    assert answer["Location"] == f"/practice/{made.code}/" and made.title.startswith("Hold a clip. And wait.") and len(made.title) <= 200
    assert (made.about_id, made.link) == (step.about_id, "/find/x/") and "Three seconds" in made.why
    assert sent(make_account("Otto Other"), f"{here}next/").status_code == 404 and PlanStep.objects.count() == 2


def test_a_copy_stays_as_it_was_and_the_answers_can_be_forgotten(ann, rosa, entry, reflection, copy):
    actions.look_back(by=ann, entry=entry, answers={"happened": "Another story"}, version=1)
    assert HAPPENED in page(rosa, f"/shared/{copy.code}/")[1]
    assert sent(ann, f"/practice/reflections/{entry.code}/forget/").status_code == 302 and not Reflection.objects.exists()
    assert HAPPENED in page(rosa, f"/shared/{copy.code}/")[1] and Entry.objects.filter(pk=entry.pk, gone=None).exists()
    made = actions.respond(by=rosa, copy=copy, kind="question", text="Still?")
    assert Notice.objects.get(key=f"responded:{made.code}").href == f"/shared/{copy.code}/" and "Still?" in page(ann, f"/shared/{copy.code}/")[1]


def test_of_an_entry_that_was_let_go_nothing_is_shown_or_handed_over_and_it_comes_back_with_it(ann, entry, reflection):
    record.let_go(by=ann, entry=entry)
    assert page(ann, f"/practice/reflections/{entry.code}/")[0] == 404 == page(ann, f"/shared/hand/reflection/{reflection.code}/")[0]
    assert sent(ann, f"/practice/reflections/{entry.code}/", base="1", happened="x").status_code == 404
    record.bring_back(by=ann, thing=Entry.objects.get(pk=entry.pk))
    assert HAPPENED in page(ann, f"/practice/reflections/{entry.code}/")[1]


def test_words_that_were_begun_are_kept_as_they_are_typed(ann, entry):
    here, browser = f"/practice/reflections/{entry.code}/", sign_in(Client(), ann)
    kept = browser.post(f"/record/drafts/inquiry.reflection:{entry.code}/", {"happened": "Half a sent", "version": "0", "tab": "t1"}, HTTP_ACCEPT="application/json")
    assert kept.status_code == 200 and "Half a sent" in page(ann, f"{here}?draft=1")[1]
    assert "We kept what you were writing." in page(ann, here)[1]

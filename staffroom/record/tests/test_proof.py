"""Asking somebody to confirm or accept: what they get, what they can say, what it does."""

from datetime import date, timedelta

import pytest

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, sign_in
from staffroom.notices.models import Notice
from staffroom.orgs.models import Membership, Organisation
from staffroom.record import actions, queries
from staffroom.record.models import Ask, Rung
from staffroom.sharing.actions import take_back
from staffroom.sharing.rules import can, material, visible_to, who_can_see

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(ann, ben):
    body = Organisation.objects.create(kind="school", name="Alder School")
    for person in (ann, ben):
        Membership.objects.create(person=person, organisation=body, role="teacher", from_on=date(2020, 1, 1))
    return body


@pytest.fixture
def head(school):
    """Dana, who holds an office in the school."""
    dana = make_account("Dana Head")
    Membership.objects.create(person=dana, organisation=school, role="principal", from_on=date(2020, 1, 1))
    return dana


def soon(days=30):
    return clock.now().date() + timedelta(days=days)


@pytest.fixture
def asked(ann, ben, visit, school):
    return actions.ask_confirmation(by=ann, entry=visit, reader=ben, until_on=soon())


def test_a_colleague_gets_the_facts_and_never_the_note(asked, ben, as_ben):
    page = as_ben.get(f"/record/asked/{asked.code}/").content.decode()
    assert "Watched Tomás sort at the door" in page and "45 min on 12 November 2026" in page and "three piles" not in page
    assert Notice.objects.get(person=ben).href == f"/record/asked/{asked.code}/"


def test_yes_confirms_the_entry_in_their_name(asked, visit, ben, ann, as_ben, post):
    post(as_ben, f"/record/asked/{asked.code}/", answer="yes")
    rung = Rung.objects.get(step="confirmed")
    assert (rung.entry_id, rung.by_id, rung.in_name, rung.minutes, rung.person_id) == (visit.pk, ben.pk, "Ben Example", 45, ann.pk)
    assert Notice.objects.get(person=ann).kind == "confirmed"


def test_no_changes_nothing_but_the_answer(asked, as_ben, post):
    post(as_ben, f"/record/asked/{asked.code}/", answer="no")
    assert (Ask.objects.get().answer, Rung.objects.filter(step="confirmed").count()) == ("no", 0)


def test_one_answers_once(asked, ben):
    actions.confirm(by=ben, ask=asked)
    for act in (actions.confirm, actions.decline):
        with pytest.raises(Refusal):
            act(by=ben, ask=asked)


def test_only_the_person_who_was_asked_answers(asked, ann, school):
    for other in (ann, make_account("Eve")):
        with pytest.raises(Ask.DoesNotExist):
            actions.confirm(by=other, ask=asked)


def test_what_was_taken_back_or_is_over_cannot_be_read_or_answered(asked, ann, ben, as_ben, time_machine):
    take_back(by=ann, copy=asked.copy)
    assert as_ben.get(f"/record/asked/{asked.code}/").status_code == 404
    with pytest.raises(Refusal):
        actions.confirm(by=ben, ask=asked)


def test_after_its_date_a_copy_is_shut(asked, ben, as_ben, time_machine):
    time_machine.move_to(clock.now() + timedelta(days=32))
    sign_in(as_ben, ben)
    assert as_ben.get(f"/record/asked/{asked.code}/").status_code == 404
    with pytest.raises(Refusal):
        actions.confirm(by=ben, ask=asked)


def test_confirming_says_for_what_when_the_entry_has_changed_since(asked, ann, ben, visit, eyes):
    actions.change(by=ann, entry=visit, base=1, title=visit.title, kind="visit", minutes=600, on_on=visit.on_on)
    actions.confirm(by=ben, ask=asked)
    visit.refresh_from_db()
    assert Rung.objects.get(step="confirmed").minutes == 45
    assert queries.shown(eyes(ann), visit).stale == ("confirmed",)
    again = actions.ask_confirmation(by=ann, entry=visit, reader=ben, until_on=soon())
    actions.confirm(by=ben, ask=again)
    assert (Rung.objects.get(step="confirmed").minutes, queries.shown(eyes(ann), visit).stale) == (600, ())


def test_an_office_accepts_for_its_body_and_nobody_without_one(ann, ben, visit, head, school):
    with pytest.raises(Refusal):
        actions.ask_confirmation(by=ann, entry=visit, reader=ben, until_on=soon(), body=school)
    ask = actions.ask_confirmation(by=ann, entry=visit, reader=head, until_on=soon(), body=school)
    with pytest.raises(Refusal):
        actions.confirm(by=head, ask=ask)
    actions.accept(by=head, ask=ask)
    rung = Rung.objects.get(step="accepted")
    assert (rung.in_name, rung.by_id) == ("Alder School (Dana Head)", head.pk)


def test_an_office_that_has_ended_accepts_nothing_and_reads_nothing(ann, visit, head, school, eyes):
    ask = actions.ask_confirmation(by=ann, entry=visit, reader=head, until_on=soon(), body=school)
    assert can(eyes(head), "answer", ask)
    Membership.objects.filter(person=head).update(to_on=clock.now().date() - timedelta(days=1))
    assert not can(eyes(head), "read", ask) and not visible_to(eyes(head), Ask).exists()
    with pytest.raises(Refusal):
        actions.accept(by=head, ask=ask)


def test_a_session_by_the_employer_answers_for_the_body_and_never_as_a_colleague(asked, ann, ben, visit, head, school, client):
    sign_in(client, ben, "org")
    assert client.get(f"/record/asked/{asked.code}/").status_code == 404
    assert client.get("/record/asked/").status_code == 200
    assert "Tomás" not in client.get("/record/asked/").content.decode()


def test_holding_an_office_opens_no_entry(visit, head, school, client):
    sign_in(client, head)
    for path in ("", "edit/", "ask/", "proof/x/"):
        assert client.get(f"/record/{visit.code}/{path}").status_code == 404
    assert "Tomás" not in client.get("/record/").content.decode() + client.get("/record/asked/").content.decode()


def test_who_can_see_names_everybody_who_holds_a_copy(asked, visit, ann, ben, eyes):
    assert [reader.account for reader in who_can_see(visit)] == [ann, ben]
    assert (material(eyes(ann), visit), material(eyes(ben), asked)) == ("handed", "handed")
    take_back(by=ann, copy=asked.copy)
    assert material(eyes(ann), visit) == "notebook"


def test_the_form_offers_colleagues_and_offices_by_name(as_ann, visit, head, school, ben, post):
    choices = as_ann.get(f"/record/{visit.code}/ask/").context["form"].fields["reader"].choices
    assert sorted(str(words) for _key, words in choices) == [
        "Ben Example, to confirm it", "Dana Head, to accept it for Alder School", "Dana Head, to confirm it"]
    post(as_ann, f"/record/{visit.code}/ask/", reader=f"{head.code}@{school.code}", until_on=soon().isoformat())
    assert Ask.objects.get().body_id == school.pk


def test_somebody_who_is_not_offered_cannot_be_asked(as_ann, visit, school, post):
    stranger = make_account("Stranger")
    for reader in (stranger.code, "zzzzzzzzzzzz"):
        answer = post(as_ann, f"/record/{visit.code}/ask/", reader=reader, until_on=soon().isoformat())
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"reader"})
    assert Ask.objects.count() == 0


@pytest.mark.parametrize("days", [-1, 400])
def test_a_copy_lasts_a_year_at_most(ann, ben, visit, school, days):
    with pytest.raises(Refusal):
        actions.ask_confirmation(by=ann, entry=visit, reader=ben, until_on=soon(days))


def test_nobody_is_asked_twice_at_once_and_nobody_confirms_themselves(asked, ann, ben, visit):
    for reader in (ann, ben):
        with pytest.raises(Refusal):
            actions.ask_confirmation(by=ann, entry=visit, reader=reader, until_on=soon())

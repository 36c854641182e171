import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.growth import actions, queries
from staffroom.growth.models import Sentence
from staffroom.growth.queries import reasons, shelf
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in
from staffroom.people.models import Account, Profile
from staffroom.practice import actions as practice
from staffroom.practice.models import FollowUp, PlanStep
from staffroom.practice.savable import Thing
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import ORG, SELF, Viewer
from tests import laid

pytestmark = pytest.mark.django_db
WORDS = "Half the class nods and I do not know who got it"


@pytest.fixture
def commons(db):
    laid.laid(laid.commons)


@pytest.fixture
def said(ann):
    return actions.say(by=ann, text=WORDS, mood="bothering", minutes=15)


def offers(viewer, sentence):
    return [one.offer for one in queries.suggestions(viewer, sentence)]


def test_a_sentence_is_its_teachers_alone(ann, ben, said):
    assert [visible_to(viewer, Sentence).count() for viewer in (Viewer(ann, SELF), Viewer(ann, ORG), Viewer(ben, SELF), Viewer())] == [1, 0, 0, 0]


def test_suggestions_are_at_most_three_each_with_reasons_and_a_sum_that_adds_up(commons, ann, said):
    three = queries.suggestions(Viewer(ann, SELF), said)
    assert 1 <= len(three) <= 3
    assert all(one.reasons and one.points == sum(points for _name, points in one.sums) for one in three)
    assert three[0].offer.key == "one-question-at-the-end"
    assert three[0].reasons[:4] == ("It is for “half the class nods and who got it”, which is close to what you said: 97 of 100.",
                                    "It is about “Knowing who got it”.", "You said “nods”, “who got it”.", "You named something that it is for.")


@pytest.mark.parametrize(("text", "heading"), [("Half the class nods and I never know who got it.", "Worth your minutes"),
                                               ("Can I assess effort in PE without it being just my feeling?", "Perhaps near it"),
                                               ("Qwertzu.", "We have nothing that fits")])
def test_the_page_says_how_clearly_its_answers_speak_of_the_sentence(commons, as_ann, ann, text, heading):
    page = as_ann.get(f"/practice/start/{actions.say(by=ann, text=text, mood='bothering', minutes=15).code}/").content.decode()
    assert f'<h2 id="suggestions">{heading}</h2>' in page
    assert ("speaks clearly" in page, 'href="/find/needs/new/"' in page) == (heading == "Perhaps near it", heading != "Worth your minutes")


def test_the_same_sentence_gets_the_same_suggestions(commons, ann, said):
    viewer = Viewer(ann, SELF)
    assert offers(viewer, said) == offers(viewer, said)


def test_what_stands_in_the_plan_or_was_set_aside_does_not_come_again(commons, as_ann, ann, said):
    viewer = Viewer(ann, SELF)
    first, second, *_rest = offers(viewer, said)
    as_ann.post(f"/practice/start/{said.code}/{first.code}/plan/", {"op_id": op_id()})
    as_ann.post(f"/practice/start/{said.code}/{second.code}/aside/", {"op_id": op_id()})
    said.refresh_from_db()
    assert not {first, second} & set(offers(viewer, said))
    step = PlanStep.objects.get(person=ann)
    assert (step.title, step.about_id, step.minutes) == (first.title, first.pk, first.minutes)
    assert WORDS in step.why


def put_in_the_plan(person, offer):
    return practice.plan(by=person, title=offer.title, about_kind="offer", about_id=offer.pk)


@pytest.mark.parametrize("what_became", ["it waits", "done", "let_go", "dropped"])
def test_nothing_that_i_planned_did_let_go_or_dropped_is_suggested_again(commons, ann, ben, said, what_became):
    before = offers(Viewer(ann, SELF), said)
    if what_became == "dropped":
        thing = Thing(title=before[0].title, about_kind="offer", about_id=before[0].pk)
        saved = practice.save(by=ann, thing=thing, asked_for="some_day")
        assert offers(Viewer(ann, SELF), said) == before, "what waits to be gone back to may come"
        practice.drop_saved(by=ann, saved=saved)
    else:
        step = put_in_the_plan(ann, before[0])
        if what_became != "it waits":
            practice.end(by=ann, step=step, ended_as=what_became)
    after = offers(Viewer(ann, SELF), said)
    assert after and before[0] not in after
    theirs = actions.say(by=ben, text=WORDS, mood="bothering", minutes=15)
    assert offers(Viewer(ben, SELF), theirs) == before


def test_one_sentence_never_changes_the_suggestions_of_somebody_else(commons, ann, ben, said):
    mine = actions.say(by=ben, text=WORDS, mood="bothering", minutes=15)
    before = offers(Viewer(ben, SELF), mine)
    for offer in offers(Viewer(ann, SELF), said):
        actions.set_aside(by=ann, sentence=said, offer_code=offer.code)
    assert offers(Viewer(ben, SELF), mine) == before


def test_words_that_nothing_speaks_of_get_an_honest_answer(commons, as_ann, ann):
    odd = actions.say(by=ann, text="xylophone zeppelin", mood="curious", minutes=6)
    page = as_ann.get(f"/practice/start/{odd.code}/").content.decode()
    assert "We have nothing that fits" in page and "Your sentence is kept" in page


def test_where_nothing_speaks_of_it_what_teachers_bring_most_often_is_one_tap_away(commons, as_ann, ann):
    odd = actions.say(by=ann, text="xylophone zeppelin", mood="bothering", minutes=6)
    page = as_ann.get(f"/practice/start/{odd.code}/").content.decode()
    ways = dict(re.findall(r'<a href="(/find/\?minutes=6&amp;theme=[\w-]+)">([^<]+)</a>', page))
    assert len(ways) >= 12 and any(words.startswith("Marking and planning eat my evenings (") for words in ways.values())
    for address, words in list(ways.items())[:2]:
        found = as_ann.get(unescape(address)).content.decode()
        assert re.search(rf">{re.search(r'[(]([0-9]+)[)]', words)[1]} ", found), (address, words)
    clear = actions.say(by=ann, text="Half the class nods and I never know who got it.", mood="bothering", minutes=15)
    assert "Is it near one of these?" not in as_ann.get(f"/practice/start/{clear.code}/").content.decode()
    harm = actions.say(by=ann, text="she showed me the cuts on her arms", mood="bothering", minutes=15)
    assert "Is it near one of these?" not in as_ann.get(f"/practice/start/{harm.code}/").content.decode()


def test_a_taken_down_offer_is_not_suggested(commons, ann, said):
    viewer = Viewer(ann, SELF)
    first = offers(viewer, said)[0]
    Offer.objects.filter(pk=first.pk).update(taken_down_at="2026-01-01T00:00Z")
    assert first not in offers(viewer, said)


def test_suggestions_take_few_statements(commons, as_ann, said, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(shelf_memory, "SURE", 600.0)  # once a second one more asks whether an offer changed
    as_ann.get(f"/practice/start/{said.code}/")
    with django_assert_max_num_queries(8):
        as_ann.get(f"/practice/start/{said.code}/")


def test_two_hundred_set_aside_are_enough(ann, said):
    said.set_aside = " ".join(f"code{n}" for n in range(200))
    said.save()
    with pytest.raises(Refusal):
        actions.set_aside(by=ann, sentence=said, offer_code="more")


def test_a_sentence_is_said_in_a_form_that_keeps_words_when_it_cannot(as_ann, ann):
    assert as_ann.post("/practice/start/", {"op_id": op_id(), "mood": "curious", "text": "", "minutes": "15"}).status_code == 422
    assert as_ann.post("/practice/start/", {"op_id": op_id(), "mood": "furious", "text": "x", "minutes": "15"}).status_code == 422
    done = as_ann.post("/practice/start/", {"op_id": op_id(), "mood": "curious", "text": WORDS, "minutes": "6"})
    assert done.status_code == 302
    held = Sentence.objects.get(person=ann)
    assert (held.text, held.mood, held.minutes) == (WORDS, "curious", 6)


def test_a_double_click_says_it_once(as_ann, ann):
    body = {"op_id": op_id(), "mood": "curious", "text": WORDS, "minutes": "6"}
    assert as_ann.post("/practice/start/", body)["Location"] == as_ann.post("/practice/start/", body)["Location"]
    assert Sentence.objects.filter(person=ann).count() == 1


def test_the_same_operation_id_in_the_hand_of_another_is_another_operation(as_ann, ann, ben):
    body = {"op_id": op_id(), "mood": "curious", "text": WORDS, "minutes": "6"}
    mine, theirs = (browser.post("/practice/start/", body) for browser in (as_ann, sign_in(Client(), ben)))
    assert [Sentence.objects.filter(person=person).count() for person in (ann, ben)] == [1, 1]
    assert mine["Location"] != theirs["Location"]


def test_the_same_form_with_other_words_is_refused_and_changes_nothing(as_ann, ann):
    body = {"op_id": op_id(), "mood": "curious", "text": WORDS, "minutes": "6"}
    as_ann.post("/practice/start/", body)
    assert as_ann.post("/practice/start/", body | {"text": "other"}).status_code == 409
    assert [row.text for row in Sentence.objects.filter(person=ann)] == [WORDS]


def test_other_minutes_change_what_is_shown_and_nothing_that_is_kept(commons, as_ann, said):
    assert 'aria-current="true">90' in as_ann.get(f"/practice/start/{said.code}/?minutes=90").content.decode()
    for odd in ("9000", "-6", "x", "９０"):
        assert 'aria-current="true">15' in as_ann.get(f"/practice/start/{said.code}/", {"minutes": odd}).content.decode()
    assert Sentence.objects.get().minutes == 15


def test_a_sentence_can_be_forgotten(as_ann, said):
    as_ann.post(f"/practice/start/{said.code}/forget/", {"op_id": op_id()})
    assert not Sentence.objects.exists()


def test_a_stranger_and_a_school_session_get_nothing(commons, ann, said):
    ben = sign_in(Client(), make_account("Ben"))
    assert ben.get(f"/practice/start/{said.code}/").status_code == 404
    school = sign_in(Client(), ann, "org").get(f"/practice/start/{said.code}/")
    assert school.status_code == 403 and WORDS not in school.content.decode()


def test_a_phrase_of_which_one_word_is_left_speaks_for_nothing_unless_it_is_meant_so():
    assert list(shelf.telling(["two grades in one room", "phones, phones, phones", "times tables will not stick", ""])) == [
        frozenset({"phon"}), frozenset({"tabl", "stick"})]


def test_a_minute_is_one_minute(commons, ann):
    said = actions.say(by=ann, text="Half the class nods and I do not know who got it.", mood="bothering", minutes=15)
    every = [reason for one in queries.suggestions(Viewer(ann, SELF), said) for reason in one.reasons]
    assert "1 minute fits into your 15." in every and not [reason for reason in every if reason.startswith("1 minutes")]


def test_words_that_mean_one_thing_together_are_given_back_as_they_were_written():
    said = reasons.as_said("Half the class nods and I do not know who got it.")
    assert said["whogotit"] == "who got it"
    assert said["nods"] == "nods"


def tell_of(offer, kept, told):
    for number in range(told):
        person = make_account(f"Teller {number}")
        practice.ask_later(by=person, title=offer.title, about_kind="offer", about_id=offer.pk, from_id=uuid4())
        row = FollowUp.objects.filter(person=person)[0]
        practice.answer(by=person, follow_up=row, easier="yes", still="kept" if number < kept else "let_go")
        practice.tell(by=person, follow_up=row, is_named=False)


def of(offer, viewer, sentence):
    return next(one for one in queries.suggestions(viewer, sentence) if one.offer == offer)


def test_what_teachers_published_of_an_offer_moves_it_and_is_said_in_words(commons, as_ann, ann, said):
    viewer = Viewer(ann, SELF)
    first = queries.suggestions(viewer, said)[0]
    tell_of(first.offer, 3, 4)
    assert of(first.offer, viewer, said) == first
    tell_of(first.offer, 3, 4)
    now = of(first.offer, viewer, said)
    assert now.points == first.points + 44
    assert dict(now.sums)["what teachers told"] == 44
    assert "6 of 8 teachers who told of it kept it." in now.reasons
    assert "6 of 8 teachers who told of it kept it." in as_ann.get(f"/practice/start/{said.code}/").content.decode()


def test_what_teachers_of_the_same_subject_published_is_what_counts_for_me(commons, ann, said):
    first = queries.suggestions(Viewer(ann, SELF), said)[0]
    Profile.objects.create(person=ann, subjects=["science", "any-subject"])
    tell_of(first.offer, 1, 5)
    for person in Account.objects.filter(name__startswith="Teller"):
        Profile.objects.create(person=person, subjects=["any-subject"], seen={"subjects": Profile.Seen.ANYONE})
    assert "1 of 5 teachers who told of it kept it." in of(first.offer, Viewer(ann, SELF), said).reasons
    Profile.objects.exclude(person=ann).update(subjects=["science"])
    assert "1 of 5 teachers of your subjects or ages who told of it kept it." in of(first.offer, Viewer(ann, SELF), said).reasons


def test_what_was_planned_saved_or_answered_in_private_moves_nothing(commons, ann, said):
    before = queries.suggestions(Viewer(ann, SELF), said)
    for number in range(6):
        person = make_account(f"Quiet {number}")
        practice.plan(by=person, title="x", about_kind="offer", about_id=before[0].offer.pk)
        practice.ask_later(by=person, title="x", about_kind="offer", about_id=before[0].offer.pk, from_id=uuid4())
        practice.answer(by=person, follow_up=FollowUp.objects.filter(person=person)[0], easier="yes", still="kept")
    assert queries.suggestions(Viewer(ann, SELF), said) == before


@pytest.mark.parametrize("words", ["I can teach physics with experiments.", "Number talks. My class argues about maths.", "zeppelin"])
def test_who_is_good_at_something_is_offered_to_lead_to_mentor_or_to_inquire(commons, as_ann, ann, words):
    said = actions.say(by=ann, text=words, mood="good_at", minutes=15)
    three = queries.suggestions(Viewer(ann, SELF), said)
    roles = [queries.LEADS[one.offer.key] for one in three if one.offer.key in queries.LEADS]
    assert len(roles) >= 2 and len(set(roles)) == len(roles)
    assert {one.offer.level for one in three} <= {"anyone", "practised", "expert"}
    page = as_ann.get(f"/practice/start/{said.code}/").content.decode()
    assert page.count("You are good at it: here you would") == len(roles)


def test_who_struggles_with_the_same_is_not_told_to_lead(commons, ann):
    said = actions.say(by=ann, text="Number talks. My class argues about maths.", mood="bothering", minutes=15)
    assert "what you are good at" not in [name for one in queries.suggestions(Viewer(ann, SELF), said) for name, _points in one.sums]

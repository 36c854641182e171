"""Reviews by the rubric: public, by name, two make an offer reviewed, and they grow old."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from staffroom.catalogue import actions, rubric
from staffroom.catalogue.described import untitled
from staffroom.catalogue.models import Offer, Review
from staffroom.catalogue.queries import reviews
from staffroom.catalogue.rubric import Outcome, Said
from staffroom.kit.acts import Refusal
from staffroom.kit.testing import make_account, op_id, sign_in

pytestmark = pytest.mark.django_db
ALL = {name: ["yes", ""] for name in rubric.QUESTIONS}
FORM = dict.fromkeys(rubric.QUESTIONS, "yes") | {"tied": "no"}


def test_two_teachers_make_it_reviewed_and_the_label_says_when_and_when_next(ann, ben, shelf):
    offer = shelf(title="Asking")
    said = [reviews.state(offer)]
    for person in (ann, ben):
        actions.review(by=person, offer=offer, answers=ALL)
        offer.refresh_from_db()
        said.append(reviews.state(offer, offer.reviewed_on or date(2026, 1, 1)))
    today, due = offer.reviewed_on, offer.review_due_on
    assert due == rubric.years_later(today)
    assert said[:2] == ["Not yet", "By one teacher; a second is needed"]
    assert re.fullmatch(r"By two teachers, \d+ \w+ \d{4}; due again \d+ \w+ \d{4}", said[2])
    assert said[2] in Client().get(f"/find/{offer.code}/").content.decode()


def test_the_rubric_is_visible_to_anyone_and_names_to_people_who_are_signed_in(as_ann, ann, shelf):
    offer = shelf(title="Asking")
    body = FORM | {"op_id": op_id(), "privacy": "no", "privacy_why": "It sells <addresses>.", "accessibility": "unseen", "changes": "Say who pays."}
    assert as_ann.post(f"/find/{offer.code}/reviews/mine/", body)["Location"] == f"/find/{offer.code}/reviews/"
    page = Client().get(f"/find/{offer.code}/reviews/").content.decode()
    assert re.findall(r'<td data-h="Found">(.*?)</td>', page) == [
        "yes", "yes", "yes", "yes", "not looked at", "no: <bdi>It sells &lt;addresses&gt;.</bdi>"]
    assert "Say who pays." in page and "A teacher" in page and str(ann) not in page
    assert str(ann) in as_ann.get(f"/find/{offer.code}/reviews/").content.decode()


def test_there_is_no_star_and_no_average_anywhere(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    for person in (ann, ben):
        actions.review(by=person, offer=offer, answers=ALL | {"privacy": ["no", "No."]}, changes="That." if person == ben else "")
    for path in (f"/find/{offer.code}/", f"/find/{offer.code}/reviews/"):
        text = re.sub(r"<[^>]*>", " ", as_ann.get(path).content.decode())
        assert not re.search(r"★|☆|⭐|\d\s*/\s*[56]\b|\d\s*%|[0-9.]+ of 6", text)
    assert reviews.state(Offer.objects.get()).startswith("Changes wanted, ")


def test_who_made_it_or_put_it_up_does_not_review_it(as_ann, ann, ben, shelf):
    mine = actions.add_link(by=ann, link=untitled(url="https://mine.example/", kind="article"))
    made = shelf(title="By me", maker="ann EXAMPLE")
    for offer in (mine, made):
        with pytest.raises(Refusal, match="does not review"):
            actions.review(by=ann, offer=offer, answers=ALL)
        assert as_ann.post(f"/find/{offer.code}/reviews/mine/", FORM | {"op_id": op_id()}).status_code == 404
        actions.review(by=ben, offer=offer, answers=ALL)


def test_a_conflict_is_shown_and_does_not_count_as_one_of_the_two(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    assert as_ann.post(f"/find/{offer.code}/reviews/mine/", FORM | {"op_id": op_id(), "tied": "yes"}).status_code == 422
    as_ann.post(f"/find/{offer.code}/reviews/mine/", FORM | {"op_id": op_id(), "tied": "yes", "conflict": "My sister works there"})
    actions.review(by=ben, offer=offer, answers=ALL)
    assert Offer.objects.get().review == "begun"
    assert "My sister works there" in Client().get(f"/find/{offer.code}/reviews/").content.decode()


def test_a_later_review_of_mine_takes_the_place_of_the_earlier(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    actions.review(by=ann, offer=offer, answers=ALL | {"evidence": ["partly", "One study."]})
    form = as_ann.get(f"/find/{offer.code}/reviews/mine/").context["form"]
    assert (form.initial["evidence"], form.initial["evidence_why"], form.initial["tied"]) == ("partly", "One study.", "no")
    actions.review(by=ann, offer=offer, answers=ALL)
    assert (Offer.objects.get().review, Review.objects.filter(until_at=None).count(), Review.objects.count()) == ("begun", 1, 2)


def test_taken_back_by_its_author_alone_and_the_offer_says_what_is_left(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    rows = [actions.review(by=person, offer=offer, answers=ALL) for person in (ann, ben)]
    assert as_ann.post(f"/find/reviews/{rows[1].code}/take-back/", {"op_id": op_id()}).status_code == 404
    assert as_ann.post(f"/find/reviews/{rows[0].code}/take-back/", {"op_id": op_id()}).status_code == 302
    held = Offer.objects.get()
    assert (held.review, held.reviewed_on, held.review_due_on) == ("begun", None, None)


@pytest.mark.parametrize("changes", [{"privacy": "no"}, {"privacy": "partly"}, {"tied": ""}, {"accuracy": "great"},
                                     dict.fromkeys(list(rubric.QUESTIONS)[:4], "unseen")])  # fmt: skip
def test_an_empty_or_unreasoned_review_is_not_put_up_and_nothing_typed_is_lost(as_ann, shelf, changes):
    offer = shelf(title="Asking")
    answer = as_ann.post(f"/find/{offer.code}/reviews/mine/", FORM | {"op_id": op_id(), "changes": "Typed words"} | changes)
    assert answer.status_code == 422 and 'value="Typed words"' in answer.content.decode()
    assert Review.objects.count() == 0


def test_asking_says_so_and_is_over_with_the_first_review(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    as_ann.post(f"/find/{offer.code}/reviews/ask/", {"op_id": op_id()})
    assert "Asked for, nobody has yet" in Client().get(f"/find/{offer.code}/").content.decode()
    actions.review(by=ben, offer=offer, answers=ALL)
    as_ann.post(f"/find/{offer.code}/reviews/ask/", {"op_id": op_id()})
    assert Offer.objects.get().review == "begun"


DAY = date(2026, 3, 3)


@pytest.mark.parametrize(("said", "outcome"), [
    ([], Outcome()), ([Said(DAY)], Outcome("begun")), ([Said(DAY, has_conflict=True)], Outcome()),
    ([Said(DAY), Said(date(2025, 1, 9))], Outcome("reviewed", DAY, date(2027, 1, 9))),
    ([Said(DAY), Said(date(2025, 1, 9), wants_changes=True)], Outcome("changes", DAY, date(2027, 1, 9))),
    ([Said(DAY), Said(date(2026, 2, 1)), Said(date(2020, 1, 1), wants_changes=True)], Outcome("reviewed", DAY, date(2028, 2, 1))),
    ([Said(date(2028, 2, 29)), Said(date(2028, 2, 29))], Outcome("reviewed", date(2028, 2, 29), date(2030, 2, 28)))])  # fmt: skip
def test_what_reviews_come_to(said, outcome):
    assert rubric.outcome(said) == outcome


def test_it_grows_old_on_its_day_and_not_before():
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=182), DAY + timedelta(days=183)]
    assert [rubric.aged("reviewed", DAY, day) for day in days] == ["reviewed", "due", "due", "lapsed"]
    assert [rubric.aged("begun", None, DAY), rubric.aged("changes", DAY, DAY)] == ["begun", "due"]


def test_a_review_stays_without_the_name_of_who_has_left(as_ann, ann, ben, shelf):
    offer = shelf(title="Asking")
    for person in (ann, ben):
        actions.review(by=person, offer=offer, answers=ALL)
    ben.delete()
    assert Offer.objects.get().review == "reviewed"
    page = as_ann.get(f"/find/{offer.code}/reviews/").content.decode()
    assert "Somebody who has left" in page and "Ben Example" not in page


def test_an_employers_session_reviews_nothing_and_the_page_costs_the_same_with_many(ann, shelf, django_assert_max_num_queries):
    offer = shelf(title="Asking")
    by_body = sign_in(Client(), make_account("By body"), "org")
    assert by_body.post(f"/find/{offer.code}/reviews/mine/", FORM | {"op_id": op_id()}).status_code == 403
    for number in range(6):
        actions.review(by=make_account(f"Teacher {number}"), offer=offer, answers=ALL)
        with django_assert_max_num_queries(3):
            Client().get(f"/find/{offer.code}/reviews/")

"""Several people at one offer in one moment, on PostgreSQL: SQLite lets one writer in at a time and hides what these look for."""

import pytest
from django.db import connection

from staffroom.catalogue import actions, rubric
from staffroom.catalogue.models import Correction, Offer, Review, Source
from staffroom.catalogue.queries import corrections
from staffroom.kit.testing import make_account
from staffroom.practice.tests.test_races import at_once

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs DATABASE_URL of a PostgreSQL server"),
]
ROUNDS = 15


def told(by, offer, **facts) -> tuple:
    was = corrections.facts_of(offer)
    return actions.correct, {"by": by, "offer": offer, "was": was, "now": was | facts, "how": "page", "link": "https://a.example/"}


def an_offer() -> Offer:
    return Offer.objects.create(source=Source.objects.create(kind="file", name="A list"), kind="course", title="Asking", minutes=90)


def test_of_two_who_say_otherwise_one_is_put_up_and_the_other_is_shown_it(transactional_db):
    assert connection.vendor == "postgresql"
    for _round in range(ROUNDS):
        offer, ann, ben = an_offer(), make_account("Ann"), make_account("Ben")
        wrong = at_once(told(ann, offer, minutes=45), told(ben, offer, minutes=50))
        assert [type(error) for error in wrong] == [actions.Changed]
        row = Correction.objects.get(offer=offer)
        offer.refresh_from_db()
        assert row.facts["minutes"] == [90, offer.minutes]


def test_two_who_say_different_things_are_both_heard(transactional_db):
    for _round in range(ROUNDS):
        offer = an_offer()
        assert at_once(told(make_account("Ann"), offer, minutes=45), told(make_account("Ben"), offer, maker="A school")) == []
        offer.refresh_from_db()
        assert (offer.minutes, offer.maker, offer.corrected) == (45, "A school", ["maker", "minutes", "minutes_from"])


def test_taken_back_by_three_in_one_moment_is_taken_back_once(transactional_db):
    for _round in range(ROUNDS):
        offer = an_offer()
        act, given = told(make_account("Ann"), offer, minutes=45)
        row = act(**given)
        assert at_once(*((actions.undo_correction, {"by": make_account(f"Number {n}"), "correction": row}) for n in range(3))) == []
        offer.refresh_from_db()
        assert (offer.minutes, Correction.objects.filter(offer=offer).count()) == (90, 2)


def test_a_list_that_comes_in_meanwhile_writes_over_nothing_that_a_person_set_right(transactional_db):
    for number in range(ROUNDS):
        ann, ben = make_account("Ann"), make_account("Ben")
        data = f"title,url,maker,licence\nAsking,https://a.example/{number},A school,\n"
        actions.apply_import(by=ben, run=actions.draft_import(by=ben, name="l.csv", data=data.encode()))
        offer = Offer.objects.get(url=f"https://a.example/{number}")
        run = actions.draft_import(by=ben, name="l.csv", data=data.replace("school,", "school,CC0 1.0").encode())
        assert at_once(told(ann, offer, minutes=45, level="expert"), (actions.apply_import, {"by": ben, "run": run})) == []
        offer.refresh_from_db()
        assert (offer.minutes, offer.level, offer.licence) == (45, "expert", "CC0 1.0")


def test_three_reviews_in_one_moment_are_counted_once_each(transactional_db):
    answers = {name: ["yes", ""] for name in rubric.QUESTIONS}
    for _round in range(ROUNDS):
        offer, ann = an_offer(), make_account("Ann")
        given = {"offer": offer, "answers": answers}
        assert at_once((actions.review, {"by": ann} | given), (actions.review, {"by": ann} | given), (actions.review, {"by": make_account("Ben")} | given)) == []
        offer.refresh_from_db()
        assert (offer.review, Review.objects.filter(offer=offer, until_at=None).count()) == ("reviewed", 2)

import re
from uuid import uuid4

import pytest
from django.test import Client

from staffroom.catalogue import rates
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import fresh
from staffroom.kit.testing import make_account
from staffroom.people.models import Account, Profile
from staffroom.people.queries import demo_mark
from staffroom.practice import actions as practice
from staffroom.practice.models import FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(db):
    source = Source.objects.create(kind="commons", name="the commons")
    return Offer.objects.create(source=source, kind="course", title="Talk in class", key="talk")


def told(offer, *answers, is_demo=False, is_named=False, name="Teacher"):
    """So many teachers tried the offer and told it; an answer is (easier, still)."""
    for number, (easier, still) in enumerate(answers):
        person = make_account(f"{name} {number}", is_demo=is_demo)
        practice.ask_later(by=person, title=offer.title, about_kind="offer", about_id=offer.pk, from_id=uuid4())
        row = FollowUp.objects.filter(person=person)[0]
        practice.answer(by=person, follow_up=row, easier=easier, still=still)
        practice.tell(by=person, follow_up=row, is_named=is_named)


def became(client, offer) -> str:
    """What the facts label says became of it, as one line of text."""
    page = client.get(f"/find/{offer.code}/").content.decode()
    block = page.partition("What became of it</h3>")[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", block).split())


def test_nobody_told_is_said_so(client, offer):
    assert became(client, offer) == "Nobody here has told yet."


def test_below_five_it_is_too_few_to_say(client, offer):
    told(offer, *[("yes", "kept")] * 4, ("not_done", ""))
    assert became(client, offer) == "Fewer than five told what became of it: too few to say."


def test_from_five_on_each_end_has_its_number_and_strokes(client, offer):
    told(offer, ("yes", "kept"), ("yes", "kept"), ("somewhat", "changed"), ("no", "let_go"), ("yes", ""), ("too_early", ""), ("not_done", ""))
    assert became(client, offer) == (
        "6 teachers told that they tried it. One stroke is one teacher. Kept it 2 Changed it 1 Let it go 1 Not said 2 "
        "Made my job easier: 3 yes, 1 somewhat, 1 no (5 answered)")


def test_easier_is_left_out_while_fewer_than_five_answered_it(client, offer):
    told(offer, *[("too_early", "kept")] * 5, ("yes", "kept"))
    assert "easier" not in became(client, offer)


def test_an_answer_that_was_not_put_up_is_counted_nowhere(client, offer):
    told(offer, *[("yes", "kept")] * 5)
    person = make_account("Quiet")
    practice.ask_later(by=person, title=offer.title, about_kind="offer", about_id=offer.pk, from_id=uuid4())
    practice.answer(by=person, follow_up=FollowUp.objects.get(person=person, after_days=21), easier="no", still="let_go")
    assert rates.rates_of(rates.with_rates(Offer.objects).get()) == rates.Rates(tried=5, kept=5, yes=5)


def test_people_of_the_demo_world_count_only_where_the_instance_is_theirs(offer):
    told(offer, *[("yes", "kept")] * 6, is_demo=True)
    told(offer, ("no", "let_go"), name="Real")
    assert rates.rates_of(rates.with_rates(Offer.objects).get()) == rates.Rates(tried=1, let_go=1, no=1)
    demo_mark().write_text("mark\n")
    try:
        assert rates.rates_of(rates.with_rates(Offer.objects).get()) == rates.Rates(tried=7, kept=6, let_go=1, yes=6, no=1)
    finally:
        demo_mark().unlink()


def test_a_page_that_was_kept_is_another_one_after_a_telling_and_after_taking_it_back(client, offer, monkeypatch):
    monkeypatch.setattr(fresh, "SURE", -1)
    told(offer, *[("yes", "kept")] * 5)
    assert became(client, offer).startswith("5 teachers")
    told(offer, ("no", "let_go"), name="Another")
    assert became(client, offer).startswith("6 teachers")
    last = FollowUp.objects.filter(easier="no").get()
    practice.take_back(by=last.person, about_kind="offer", about_id=offer.pk)
    assert became(client, offer).startswith("5 teachers")


def test_a_name_stands_there_only_if_chosen_and_only_for_people_who_are_signed_in(as_ann, offer):
    told(offer, ("yes", "kept"), is_named=True, name="Named")
    told(offer, ("no", "let_go"), name="Nameless")
    assert "Named 0" in as_ann.get(f"/find/{offer.code}/").content.decode()
    assert "Nameless" not in as_ann.get(f"/find/{offer.code}/").content.decode()
    assert "Named 0" not in Client().get(f"/find/{offer.code}/").content.decode()


def test_the_figures_cost_no_statement_of_their_own(client, offer, django_assert_num_queries):
    fresh.forget()
    client.get(f"/find/{offer.code}/")
    told(offer, *[("yes", "kept")] * 12)
    fresh.forget()
    with django_assert_num_queries(4):  # three, and the topics, of which there are none that could be kept
        client.get(f"/find/{offer.code}/")


def teaches(name, subjects, seen):
    """Teachers of this name say what they teach, for these readers."""
    for person in Account.objects.filter(name__startswith=name):
        Profile.objects.create(person=person, subjects=subjects, seen={"subjects": seen})


def test_what_was_kept_is_of_those_who_told_what_became_of_it_changed_or_not(offer):
    told(offer, ("yes", "kept"), ("no", "changed"), ("yes", "kept"), ("no", "let_go"), ("yes", ""), ("too_early", ""), ("not_done", ""))
    assert rates.kept_of([offer.pk]) == {}
    told(offer, ("no", "let_go"), name="Fifth")
    assert rates.kept_of([offer.pk]) == {offer.pk: rates.Told(3, 5)}
    assert rates.kept_of([]) == {}


def test_five_who_teach_the_same_count_alone_where_the_others_are_none_or_five(offer):
    told(offer, *[("yes", "kept")] * 4, ("no", "let_go"), name="Science")
    teaches("Science", ["science", "drama"], Profile.Seen.ANYONE)
    assert rates.kept_of([offer.pk], subjects=["science"]) == {offer.pk: rates.Told(4, 5, alike=True)}
    told(offer, *[("no", "let_go")] * 4, name="Other")
    assert rates.kept_of([offer.pk], subjects=["science"]) == {offer.pk: rates.Told(4, 9)}
    told(offer, ("no", "let_go"), name="One more")
    assert rates.kept_of([offer.pk], subjects=["science"], stages=["early"]) == {offer.pk: rates.Told(4, 5, alike=True)}
    assert rates.kept_of([offer.pk], subjects=["sci"]) == rates.kept_of([offer.pk]) == {offer.pk: rates.Told(4, 10)}


@pytest.mark.parametrize("seen", [Profile.Seen.ME, Profile.Seen.BODIES, Profile.Seen.SIGNED_IN])
def test_what_somebody_teaches_counts_only_where_anyone_may_know_it(offer, seen):
    told(offer, *[("yes", "kept")] * 5, name="Science")
    teaches("Science", ["science"], seen)
    assert rates.kept_of([offer.pk], subjects=["science"]) == {offer.pk: rates.Told(5, 5)}


def test_what_became_of_many_offers_takes_two_statements_and_one_where_nobody_told_enough(offer, django_assert_num_queries):
    others = [Offer.objects.create(source=offer.source, kind="course", title=f"Other {number}") for number in range(3)]
    for one in others:
        told(one, *[("yes", "kept")] * 5, name=one.title)
    with django_assert_num_queries(1):
        assert rates.kept_of([offer.pk], subjects=["science"]) == {}
    with django_assert_num_queries(2):
        found = rates.kept_of([offer.pk, *(one.pk for one in others)], subjects=["science"], stages=["early", "primary"])
    assert found == {one.pk: rates.Told(5, 5) for one in others}

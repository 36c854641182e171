import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffroom.catalogue.models import Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(shelf):
    return [shelf(title="Exit tickets", minutes=10, cost="free", maker="Oak School"), shelf(title="Cold call", minutes=10, cost="paid", level="expert"),
            shelf(title="Raffle", kind="video")]


def address(*offers):
    return "/find/compare/?" + "&".join(f"offer={offer.code}" for offer in offers)


def test_facts_stand_side_by_side_and_those_that_differ_are_marked(client, three):
    lines = {line.name: line for line in client.get(address(*three[:2])).context["lines"]}
    assert lines["Cost"].said == (("Exit tickets", "Free"), ("Cold call", "Paid")) and lines["Cost"].differs
    assert lines["Made by"].said == (("Exit tickets", "Oak School"), ("Cold call", None)) and lines["Made by"].differs
    assert not lines["Time"].differs and not lines["Kind"].differs and not lines["Licence"].differs


def test_four_are_the_most_and_what_is_not_there_is_left_out(client, shelf, three):
    more = [shelf(title=f"Another {n}") for n in range(3)]
    Offer.objects.filter(pk=three[0].pk).update(taken_down_at="2026-01-01T00:00Z")
    answer = client.get(address(*three, *more) + "&offer=zzzzzzzzzzzz")
    assert answer.context["compared"] == [three[1], three[2], *more[:2]]
    assert "Add another" not in answer.content.decode()


def test_another_is_found_by_its_words_and_added_by_a_link(client, three):
    page = client.get(address(three[0]) + "&q=cold").content.decode()
    assert f'href="/find/compare/?offer={three[0].code}&amp;offer={three[1].code}"' in page
    assert "No other offer has these words." in client.get(address(three[0]) + "&q=exit").content.decode()


def test_an_empty_page_says_how_to_begin_and_what_to_ask(client, db):
    page = client.get("/find/compare/").content.decode()
    assert "Up to four side by side." in page and "What to ask of an offer" in page


def test_it_costs_few_statements_and_says_what_is_not_known(as_ann, three):
    with CaptureQueriesContext(connection) as used:
        page = as_ann.get(address(*three)).content.decode()
    assert len(used) <= 8
    assert "not known" in page and page.count("<mark>differs</mark>") == 5

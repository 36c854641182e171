"""Offers in the order of what teachers kept: from published answers, of five or more, and of nothing else."""

import pytest

from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf as remembered
from staffroom.catalogue.tests.test_rates import told

pytestmark = pytest.mark.django_db
KEPT, CHANGED, LET_GO = ("yes", "kept"), ("yes", "changed"), ("yes", "let_go")


@pytest.fixture
def four(shelf):
    """Tickets A to D, D the newest: most of A and all of B were kept, of C too few told, of D nobody."""
    for letter in "ABCD":
        shelf(title=f"Ticket {letter}", url=f"https://a.example/{letter}", minutes=5)
    held = {letter: Offer.objects.get(title=f"Ticket {letter}") for letter in "ABCD"}
    told(held["A"], *[KEPT] * 5, CHANGED, LET_GO, name="a")
    told(held["B"], *[KEPT] * 5, name="b")
    told(held["C"], *[KEPT] * 4, ("yes", ""), ("not_done", ""), name="c")
    return held


def order(client, query: str) -> str:
    return "".join(row.offer.title[-1] for row in client.get(f"/find/?{query}").context["rows"])


@pytest.mark.parametrize("query", ["order=kept", "order=kept&q=ticket", "order=kept&minutes=6"])
def test_the_most_kept_come_first_and_too_few_say_nothing(client, four, query):
    assert order(client, query) == "BADC"


def test_a_shelf_too_large_to_be_held_has_the_same_order(client, four, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_HELD", 2)
    remembered.forget()
    assert order(client, "order=kept") == "BADC"


def test_people_of_the_demo_world_count_for_nothing_outside_it(client, four):
    told(four["D"], *[KEPT] * 9, is_demo=True, name="d")
    assert order(client, "order=kept") == "BADC"


def test_where_nobody_told_the_order_is_the_usual_and_the_page_says_how_it_is(client, shelf):
    for letter in "AB":
        shelf(title=f"Ticket {letter}", url=f"https://a.example/{letter}")
    assert order(client, "order=kept") == "BA"
    page = client.get("/find/?order=kept").content.decode()
    assert "Most often kept first, where five or more told; then the others." in page
    assert '<a href="/find/?order=kept" aria-current="true">most kept</a>' in page

"""Find by place, by where something counts, by when, and by whether somebody comes back to it."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from staffroom.catalogue import actions
from staffroom.catalogue.models import Offer, Where
from staffroom.catalogue.queries import finding, saved
from staffroom.catalogue.queries import shelf as memory
from staffroom.catalogue.wanted import Wanted, counts
from staffroom.catalogue.where import parts, places
from staffroom.kit.testing import make_account
from staffroom.sharing.viewers import NOBODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(shelf):
    """Five offers: in places, online, nowhere that is known."""
    shelf(title="A talk in Austin", kind="event", place="Austin, Texas", starts_on=date(2027, 3, 1), online=False)
    shelf(title="A talk in Dallas", kind="event", place="Dallas,  TEXAS", online=True, starts_on=date(2027, 4, 1))
    shelf(title="A course from home", kind="course", online=True, counts_where="Texas, 1 hour; Ohio", follow_up=True)
    shelf(title="A book", kind="book", counts_where="ohio", follow_up=False)
    shelf(title="Something", kind="community")


def titles(**chosen) -> list[str]:
    return sorted(offer.title for offer in finding.found(NOBODY, Wanted(chosen=chosen)).offers)


def choices(name: str, wanted: Wanted | None = None) -> list[tuple[str, int]]:
    one = next(one for one in finding.found(NOBODY, wanted or Wanted()).filters if one.name == name)
    return [(choice.value, choice.count) for choice in one.choices]


def test_what_a_fact_in_words_names_is_its_places_and_no_amounts():
    assert parts("Texas, 1 hour; Ohio / texas") == ["Texas", "Ohio"]
    assert parts("Washington , 98101, TBA, unknown") == ["Washington"]
    assert parts("東京・大阪") == ["東京・大阪"]
    assert parts("x" * 61) == []
    assert len(parts(",".join("abcdefghij"))) == 6
    assert (places("Online, Lisbon", True), places("Lisbon", True), places("", True), places("Lisbon", False), places("", False)) == (
        ["online", "Lisbon"], ["online", "Lisbon"], ["online"], ["Lisbon"], [])


@pytest.mark.parametrize("most_held", [5_000, 2])
def test_offers_are_found_by_place_and_by_where_they_count_with_counts(placed, monkeypatch, most_held):
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    assert choices("place") == [("online", 2), ("Texas", 2), ("Austin", 1), ("Dallas", 1)]
    assert choices("counts") == [("Ohio", 2), ("Texas", 1)]
    assert titles(place=("Texas",)) == ["A talk in Austin", "A talk in Dallas"]
    assert titles(place=("online", "Austin")) == ["A course from home", "A talk in Austin", "A talk in Dallas"]
    assert titles(counts=("Ohio",)) == ["A book", "A course from home"]
    assert choices("counts", Wanted(chosen={"place": ("online",)})) == [("Ohio", 1), ("Texas", 1)]


def test_places_that_as_many_name_stand_in_the_order_of_names():
    said = finding.values_of("place", {"Zamora": 1, "Ñuble": 1, "Ávila": 1, "Nuevo León": 1, "Oaxaca": 2})
    assert [name for name, _words in said] == ["Oaxaca", "Ávila", "Nuevo León", "Ñuble", "Zamora"]


@pytest.mark.parametrize("most_held", [5_000, 2])
def test_offers_are_found_by_when_and_by_whether_somebody_comes_back(placed, monkeypatch, most_held):
    monkeypatch.setattr(memory, "MOST_HELD", most_held)
    assert choices("pace") == [("any", 1), ("dated", 2), ("unknown", 2)]
    assert (titles(pace=("any",)), titles(pace=("dated",))) == (["A book"], ["A talk in Austin", "A talk in Dallas"])
    assert choices("follow_up") == [("yes", 1), ("no", 1), ("unknown", 3)]
    assert titles(follow_up=("yes",), pace=("unknown",)) == ["A course from home"]


@pytest.mark.parametrize("wanted", [
    Wanted(), Wanted(chosen={"place": ("Texas",)}), Wanted(chosen={"counts": ("Ohio",), "pace": ("any",)}),
    Wanted(chosen={"follow_up": ("yes", "unknown"), "place": ("online",)})])
def test_a_large_shelf_counts_places_as_a_small_one_does(placed, wanted):
    fitting, told = counts(memory.lights(Offer.objects.all()).values(), wanted)
    assert memory.gathered(Offer.objects.all()).bits().counts(wanted) == (len(fitting), told)


def test_a_place_that_nobody_names_is_left_out_of_an_address(placed):
    assert saved.read("?place=Atlantis&counts=Ohio&place=Texas").chosen == {"place": ("Texas",), "counts": ("Ohio",)}
    assert saved.in_words(saved.read("?place=online&counts=Ohio&pace=dated")) == "on days of its own, online, Ohio"


def test_a_chosen_place_stays_in_its_list_when_nothing_fits(placed):
    assert ("Austin", 0) in choices("place", Wanted(chosen={"place": ("Austin",), "kind": ("book",)}))


def test_places_follow_the_facts_and_keep_their_first_spelling(placed):
    ann = make_account("Ann Example")
    offer = Offer.objects.get(title="A book")
    actions.correct(by=ann, offer=offer, was={"counts_where": "ohio"}, now={"counts_where": "TEXAS, 2 hours"}, how="eyes")
    memory.forget()
    assert choices("counts") == [("Texas", 2), ("Ohio", 1)]
    assert sorted(Where.objects.filter(offer=offer).values_list("by", "words")) == [("counts", "Texas")]


def test_a_search_by_place_is_kept_and_tells(placed):
    ann = make_account("Ann Example")
    row = actions.save_search(by=ann, asked=saved.read("?place=Texas&follow_up=yes").address())
    assert row.asked == "?follow_up=yes&place=Texas"


def test_offers_that_hung_before_have_their_places_after_the_change_of_tables(placed):
    before = sorted(Where.objects.values_list("offer", "by", "words"))
    Where.objects.all().delete()
    import_module("staffroom.catalogue.migrations.0009_places_that_offers_name").fill(apps, None)
    assert sorted(Where.objects.values_list("offer", "by", "words")) == before

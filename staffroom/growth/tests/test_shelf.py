"""What a process remembers of the shelf for suggestions: offers alone, and never an old one for long."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from staffroom.catalogue import actions as catalogue
from staffroom.catalogue.described import described
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import shelf as shelf_memory
from staffroom.growth import actions, queries
from staffroom.growth.queries import shelf
from staffroom.kit import clock
from staffroom.sharing.viewers import SELF, Viewer
from tests import laid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commons(db, monkeypatch):
    laid.laid(laid.commons)
    monkeypatch.setattr(shelf_memory, "SURE", 0.0)  # a process asks once a second whether an offer changed; these tests do not wait


def keys(person, text, mood="bothering"):
    said = actions.say(by=person, text=text, mood=mood, minutes=15)
    return [one.offer.key for one in queries.suggestions(Viewer(person, SELF), said)]


def change(key, **facts):
    """As another process does it."""
    Offer.objects.filter(key=key).update(changed_at=clock.now(), **facts)


def test_an_offer_that_another_process_changed_is_weighed_by_its_new_words_and_one_taken_down_is_gone(ann):
    asked = "What does a good exit ticket look like?"
    assert keys(ann, asked) == ["one-question-at-the-end", "my-favorite-no-exit", "exit-ticket-bins"]
    change("exit-ticket-bins", title="Zeppelins", summary="")
    assert [row.title for row in shelf.whole().rows if "zeppelin" in row.words] == ["Zeppelins"]
    change("my-favorite-no-exit", taken_down_at=clock.now())
    assert "my-favorite-no-exit" not in keys(ann, asked)
    assert len(shelf.whole().rows) == shelf.hanging().count()


def test_words_are_cut_again_for_the_offer_that_changed_alone(ann, monkeypatch):
    shelf.whole()
    cut = []
    monkeypatch.setattr(shelf, "content", lambda text: cut.append(text) or frozenset({"nois"}))
    change("lesson-study", title="Noisy xylophones", summary="Loud.")
    assert "nois" in next(row.words for row in shelf.whole().rows if row.title == "Noisy xylophones")
    assert cut == ["Noisy xylophones Loud."]


def test_nothing_of_a_sentence_is_remembered_and_none_makes_another_cheaper(ann, ben, django_assert_num_queries):
    shelf.whole()
    assert keys(ann, "Half the class nods over zeppelins and I do not know who got it")
    assert "zeppelin" not in repr(shelf._known) and "zeppelin" not in repr(getattr(cache, "_cache", ""))
    before = shelf._known["shelf"]
    said = [actions.say(by=ben, text=text, mood="bothering", minutes=15) for text in (
        "Half the class nods over zeppelins and I do not know who got it", "Phones are out under the desks all lesson")]
    for sentence in said:
        with django_assert_num_queries(5):
            assert queries.suggestions(Viewer(ben, SELF), sentence)
    assert shelf._known["shelf"] is before


@pytest.mark.parametrize(("text", "mood"), [("Half the class nods and I do not know who got it", "bothering"), ("What does a good exit ticket look like?", "curious"),
                                            ("I can teach physics with experiments", "good_at")])
def test_a_shelf_too_large_to_be_held_answers_with_the_same(ann, monkeypatch, text, mood):
    held = keys(ann, text, mood)
    monkeypatch.setattr(shelf_memory, "MOST_HELD", 10)
    shelf_memory.forget()
    assert keys(ann, text, mood) == held


def test_of_a_large_shelf_the_commons_and_the_newest_are_held_and_older_ones_are_found_by_their_words(ann, monkeypatch):
    asked = "Half the class nods over zeppelins in physics and I do not know who got it"
    old = described(title=asked, kind="article", url="https://a.example/z", topics={("theme", "checking")}, published_at=clock.now() - timedelta(days=900))
    catalogue.add_link(by=ann, link=old)
    assert asked in [row.title for row in shelf.whole().rows]
    monkeypatch.setattr(shelf_memory, "MOST_HELD", 10)
    shelf_memory.forget()
    assert len(shelf.whole().rows) == shelf.hanging().count() - 1
    assert asked not in [row.title for row in shelf.whole().rows]
    assert asked in [row.title for row in shelf.beyond(asked)]

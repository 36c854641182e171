"""Words that nobody wrote, and what stands nearest. Runs on both engines."""

import pytest

from staffroom.kit import search, spelling
from staffroom.kit.ids import uuid7
from staffroom.kit.models import SearchWord

pytestmark = pytest.mark.django_db
WORDS = ("differentiation in mixed classes", "classroom talk", "exit tickets", "believe in feedback", "Élèves et école", "a studying habit", "phonics", "читання вголос")


@pytest.fixture
def words(db):
    search.put("thing", [(uuid7(), title, "") for title in WORDS])
    spelling.count_words(by=None)


@pytest.mark.parametrize(("typed", "meant"), [
    ("diferentiation", "differentiation"), ("differentation", "differentiation"), ("differnetiation", "differentiation"), ("clasroom", "classroom"),
    ("exti", "exit"), ("tickest", "tickets"), ("beleive", "believe"), ("feedbakc", "feedback"), ("fonics", ""), ("eleve", ""), ("élève", ""),
    ("читаня", "читання"), ("studing", "studying"), ("zebra", ""), ("exi", ""), ("2026", ""), ("classroom", ""), ("ticket", "")])
def test_a_word_that_nobody_wrote_is_taken_for_its_neighbour(words, typed, meant):
    _query, better = search.corrected(search.parse(typed))
    assert better == ({search.words_of(typed)[0]: meant} if meant else {})


def test_the_question_is_put_anew_with_what_was_meant(words):
    query, better = search.corrected(search.parse("diferentiation in clasroom mixed"))
    assert better == {"diferentiation": "differentiation", "clasroom": "classroom"}
    assert [term.stems for term in query.terms] == ["differenti", "classroom", "mix"]


def test_a_rare_misspelling_in_a_document_gives_way_to_a_far_more_common_word(words):
    search.put("thing", [(uuid7(), f"Exit ticket {n}", "") for n in range(30)])
    search.put("thing", [(uuid7(), "Exti ticket", "")])
    spelling.count_words(by=None)
    assert search.corrected(search.parse("exti"))[1] == {"exti": "exit"}
    assert search.corrected(search.parse("exit"))[1] == {}


def test_words_are_counted_out_of_a_bounded_sample(words, monkeypatch):
    search.put("thing", [(uuid7(), "Marking", "") for _n in range(100)])
    spelling.count_words(by=None)
    held = dict(SearchWord.objects.values_list("word", "documents_count"))
    assert (held["mark"], held["exit"], held[spelling.ALL]) == (100, 1, 108)
    monkeypatch.setattr(spelling, "SAMPLE", 20)
    spelling.count_words(by=None)
    assert 80 <= SearchWord.objects.get(word="mark").documents_count <= 120
    assert spelling.count_words(by=None) == 0


def test_the_distance_is_that_of_letters():
    pairs = {("exit", "exit"): 0, ("exti", "exit"): 1, ("exi", "exit"): 1, ("exits", "exit"): 1, ("exat", "exit"): 1, ("eeixt", "exit"): 2,
             ("diferentation", "differentiation"): 2}
    assert {pair: spelling.distance(*pair, 2) for pair in pairs} == pairs
    assert spelling.distance("abcdef", "ghijkl", 2) > 2

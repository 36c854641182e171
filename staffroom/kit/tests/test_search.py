"""Both engines answer the same: this file runs on SQLite and on PostgreSQL."""

import unicodedata

import pytest

from staffroom.kit import search
from staffroom.kit.ids import uuid7

pytestmark = pytest.mark.django_db

TEXTS = {
    "exit": ("Exit tickets you can sort", "One question at the door; sort the cards into three piles."),
    "cold": ("Cold call without the cold", "Ask, wait, then choose. Checking for understanding."),
    "tickets": ("Raffle night", "Sell tickets for the exit of the school year."),
    "cafe": ("Une pause café", "Élèves en difficulté; où est l'école, la bibliothèque?"),
    "strasse": ("Die Straße lesen", "Großes Plakat im Gang."),
    "ligature": ("ﬁnding the ﬂow", "Full width ＡＢＣ."),
    "turkish": ("İstanbul'da ders", "ışık ve ses."),
    "hangul": ("한국어 수업", "학생들과 함께."),
    "hindi": ("हिन्दी कक्षा", "बच्चों के साथ पढ़ना।"),
    "mark": ("Marking less", "They marked; she marks. Won't take all evening, e.g. Sunday."),
    "quote": ("It's 2-for-1", "c++ & r2d2; x=1.5 user@example.org /path/to"),
}
QUERIES = {
    "exit tickets": {"exit", "tickets"},
    "ticket": {"exit", "tickets"},
    '"exit tickets"': {"exit"},
    "“exit tickets”": {"exit"},
    "EXIT": {"exit", "tickets"},
    "marks": {"mark"},
    "wont": {"mark"},
    "won't": {"mark"},
    "won’t": {"mark"},
    '"checking for understanding"': {"cold"},
    '"checking of understanding"': set(),
    "cafe": {"cafe"},
    "café": {"cafe"},
    unicodedata.normalize("NFD", "café"): {"cafe"},
    "CAFÉ": {"cafe"},
    "eleves": {"cafe"},
    "école": {"cafe"},
    "l’école": {"cafe"},
    "strasse": {"strasse"},
    "STRASSE": {"strasse"},
    "straße": {"strasse"},
    "grosses": {"strasse"},
    "finding": {"ligature"},
    "abc": {"ligature"},
    "istanbul": {"turkish"},
    "İSTANBUL": {"turkish"},
    "isik": {"turkish"},
    "IŞIK": {"turkish"},
    "한국어": {"hangul"},
    unicodedata.normalize("NFD", "한국어"): {"hangul"},
    "हिन्दी": {"hindi"},
    "what when": set(),
    "zebra": set(),
    "r2d2": {"quote"},
    "2": {"quote"},
    "c++": {"quote"},
    "-exit": {"exit", "tickets"},
    "exit OR": {"exit", "tickets"},
    "exit AND NOT tickets": {"exit", "tickets"},
    "title:exit": set(),
    'exit "': {"exit", "tickets"},
    "exit*": {"exit", "tickets"},
    "'; drop table": set(),
    "(": set(),
    "": set(),
    '""': set(),
    "exit:*": {"exit", "tickets"},
    "& | !": set(),
    "<->": set(),
    "school year": {"tickets"},
    "the school": {"tickets"},
    "user@example.org": {"quote"},
    "1.5": {"quote"},
}


@pytest.fixture
def refs(db):
    refs = {name: uuid7() for name in TEXTS}
    search.put("thing", [(refs[name], title, body) for name, (title, body) in TEXTS.items()])
    search.put("other", [(uuid7(), "Exit tickets of another kind", "exit")])
    return refs


def names(refs, text, **options):
    back = {ref: name for name, ref in refs.items()}
    return [back[ref] for ref, _score in search.find("thing", search.parse(text), **options)]


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_finds_the_same_on_every_engine(refs, text):
    assert set(names(refs, text)) == QUERIES[text]


def test_a_word_in_the_title_comes_first(refs):
    assert names(refs, "exit")[0] == "exit"


def test_any_word_is_enough_when_asked_and_phrases_still_must(refs):
    assert set(names(refs, "exit zebra")) == set()
    assert set(names(refs, "exit zebra", any_term=True)) == {"exit", "tickets"}
    assert set(names(refs, '"exit tickets" zebra', any_term=True)) == set()


def test_the_last_word_may_be_unfinished(refs):
    back = {ref: name for name, ref in refs.items()}

    def found(text):
        return {back[ref] for ref, _score in search.find("thing", search.parse(text, prefix_last=True))}

    assert found("tick") == {"exit", "tickets"}
    assert found("exit tick") == {"exit", "tickets"}
    assert found("tick ") == set()
    assert found("ti") == set()
    assert found("bibl") == {"cafe"}


def test_a_document_put_again_is_replaced_and_one_dropped_is_gone(refs):
    search.put("thing", [(refs["exit"], "Zebra crossing", "stripes")])
    assert names(refs, "zebra") == ["exit"]
    assert names(refs, "exit tickets") == ["tickets"]
    search.drop("thing", [refs["exit"]])
    assert names(refs, "zebra") == []


def test_the_limit_holds_and_the_score_falls(refs):
    scored = search.find("thing", search.parse("exit"), limit=1)
    assert len(scored) == 1
    scores = [score for _ref, score in search.find("thing", search.parse("exit"))]
    assert scores == sorted(scores, reverse=True)


def test_a_flood_of_words_is_cut(refs):
    query = search.parse(" ".join(f"word{n}" for n in range(5000)))
    assert len(query.terms) == search.MOST_TERMS
    assert search.find("thing", query, any_term=True) == []


def test_words_are_the_same_however_they_were_typed():
    for text in ("café", "Straße", "ﬁ", "İ", "한국어", "e.g. won't"):
        assert search.words_of(text) == search.words_of(unicodedata.normalize("NFD", text)) == search.words_of(" ".join(search.words_of(text)))

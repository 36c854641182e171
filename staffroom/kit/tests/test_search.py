"""Both engines answer the same: this file runs on SQLite and on PostgreSQL."""

import re
import unicodedata

import pytest
from django.db import connection

from staffroom.kit import questions, search, spelling
from staffroom.kit.ids import uuid7
from staffroom.kit.searchers import ENGINES

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
    "han": ("學習指導法", "教育部。合作學習"),
    "thai": ("การสอนเด็กเล็ก", "นักเรียนทุกคนอ่านออก"),
    "khmer": ("ការបង្រៀនកុមារ", "សាលារៀន"),
    "kana": ("ひらがなを読む", "カタカナも、読書"),
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
    "title:exit": {"exit"},
    "title:question": set(),
    'title:"exit tickets"': {"exit"},
    "by:northfield": {"cold"},
    "by:cold": set(),
    "title: exit": set(),
    "學習": {"han"},
    "習": {"han"},
    "法": {"han"},
    "學習方法": set(),
    "教育": {"han"},
    "เด็ก": {"thai"},
    "นักเรียน": {"thai"},
    "เดก": set(),
    "កុមារ": {"khmer"},
    "ひらがな": {"kana"},
    "がなを": {"kana"},
    "カタカナ": {"kana"},
    "ﾋﾗｶﾞﾅ": set(),
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
    search.put("thing", [(refs[name], title, body, "Northfield College" if name == "cold" else "") for name, (title, body) in TEXTS.items()])
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
    assert len(query.terms) == questions.MOST_TERMS
    assert search.find("thing", query, any_term=True) == []


def test_words_are_the_same_however_they_were_typed():
    for text in ("café", "Straße", "ﬁ", "İ", "한국어", "e.g. won't"):
        assert search.words_of(text) == search.words_of(unicodedata.normalize("NFD", text)) == search.words_of(" ".join(search.words_of(text)))


ORDERED = {
    "both": ("Exit ticket ideas", "x"),
    "side": ("Sorting an exit ticket", "x"),
    "apart": ("Exit with a ticket", "x"),
    "one": ("Exit games", "a ticket for each"),
    "maker": ("Exit poll", "x", "Ticket House"),
    "about": ("Leaving calmly", "exit", "", "ticket"),
    "word": ("Raffle", "A ticket for the fair"),
}


@pytest.fixture
def ordered(db):
    refs = {name: uuid7() for name in ORDERED}
    search.put("thing", [(refs[name], *texts) for name, texts in ORDERED.items()])
    spelling.count_words(by=None)
    return refs


def test_the_order_is_the_same_on_every_engine(ordered):
    """Side by side in the title, then in the title, then rare words in the title; among equals the newest first."""
    assert names(ordered, "exit ticket") == ["side", "both", "apart", "maker", "one", "about"]
    assert names(ordered, "ticket exit") == ["apart", "side", "both", "maker", "one", "about"]
    assert names(ordered, "exit ticket", any_term=True) == ["side", "both", "apart", "maker", "one", "about", "word"]


def test_points_are_whole_numbers_that_the_page_can_explain(ordered):
    """Seven documents: six have "ticket" and five "exit", eight and nine points; times four in a title, two in a summary or by a maker, one beside."""
    back = {ref: name for name, ref in ordered.items()}
    points = {back[ref]: score for ref, score in search.find("thing", search.parse("exit ticket"))}
    exit_, ticket = spelling.weight(6, 7), spelling.weight(7, 7)
    assert points == {"side": 6 * (exit_ + ticket), "both": 6 * (exit_ + ticket), "apart": 4 * (exit_ + ticket), "maker": 4 * exit_ + 2 * ticket,
                      "one": 4 * exit_ + 2 * ticket, "about": 2 * exit_ + ticket}


def test_a_rare_word_weighs_more():
    assert [spelling.weight(held, 1000) for held in (999, 499, 99, 9, 0)] == [8, 16, 35, 61, 88]


def test_the_tiers_of_candidates_end_early_and_keep_the_best(db, monkeypatch):
    """The set is bounded; what is best is in it, however many newer documents have the words somewhere."""
    from staffroom.kit import searchers
    monkeypatch.setattr(searchers, "TIER", 20)
    best = uuid7()
    search.put("thing", [(best, "Exit ticket", "x"), *((uuid7(), "Paper", f"exit ticket {n}") for n in range(60))])
    spelling.count_words(by=None)
    found = search.find("thing", search.parse("exit ticket"), limit=10)
    assert (found[0][0], len(found)) == (best, 10)
    assert search.find("thing", search.parse("exit ticket"), any_term=True, limit=10)[0][0] == best


@pytest.mark.parametrize("any_term", [False, True])
def test_a_search_for_one_kind_reads_no_documents_of_the_many_others(db, any_term):
    search.put("many", [(uuid7(), f"Exit tickets {n}", "by the door") for n in range(5)])
    search.put("thing", [(uuid7(), "Exit tickets", "by the door")])
    spelling.count_words(by=None)
    assert (spelling.are_few("thing"), spelling.are_few("many")) == (True, False)
    query = search.parse('exit tickets "by the door"', prefix_last=True)
    assert [len(search.find(kind, query, any_term=any_term)) for kind in ("thing", "many")] == [1, 5]
    _statement, values = ENGINES[connection.vendor].candidates("thing", query, any_term, 100, {}, few=True)
    asked = [value for value in values if isinstance(value, str) and value != "thing"]
    assert asked and all("zkthing" in words for words in asked)


def test_where_all_that_can_match_fits_it_is_asked_for_at_once_and_otherwise_what_stands_in_titles_first(db):
    search.put("thing", [(uuid7(), f"Exit tickets {n}", "by the door") for n in range(60)])
    spelling.count_words(by=None)

    def asks(text: str, most: int) -> int:
        weighed = search.weigh(search.parse(text, prefix_last=True))
        _statement, values = ENGINES[connection.vendor].candidates("thing", weighed.query, False, most, weighed.documents, tier=1)
        return sum(value == "thing" for value in values)

    assert [asks("exit tickets", 200), asks("exit tickets", 100), asks("exit", 200)] == [1, 5, 2], "of a word that is not ended nobody knows how many have it"
    query = search.parse("exit tickets", prefix_last=True)
    assert search.find("thing", query, limit=200) == search.find("thing", query, limit=60)


def plan(text: str, any_term: bool) -> str:
    """How the database goes about a search."""
    weighed = search.weigh(search.parse(text, prefix_last=True))
    statement, values = ENGINES[connection.vendor].candidates("thing", weighed.query, any_term, 100, weighed.documents)
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + statement, values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_every_search_is_answered_by_the_index(refs):
    """However many documents there are, none is read that the index did not name."""
    search.put("thing", [(uuid7(), f"Paper {n} of box{n % 700}", f"A line about shelf{n % 900}.") for n in range(6_000)])
    spelling.count_words(by=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for text in ("exit", "exit tickets", '"exit tickets"', "title:exit", "by:northfield", "習", "學習", "exit tick ", "box7 shelf7", "shelf"):
        for any_term in (False, True):
            told = plan(text, any_term)
            if connection.vendor == "sqlite":
                assert "SCAN kit_searchdoc" not in told and "SCAN d" not in told, (text, told)
                assert re.findall(r"SCAN f VIRTUAL TABLE INDEX \d+:(\w*)", told) and "SEARCH d USING INTEGER PRIMARY KEY" in told, (text, told)
                assert "" not in re.findall(r"SCAN f VIRTUAL TABLE INDEX \d+:(\w*)", told), (text, told)
            else:
                assert "Seq Scan" not in told and "Bitmap Index Scan on kit_searchdoc_vec" in told, (text, told)

"""What was judged stays as good as it was, and the page that shows it holds every sentence."""

import pytest

from tests.suggestions import asking, judged

LEAST_FIRST = {"kept": 17, "seen": 28, "later": 19}
LEAST_CLEAR = {"kept": 15, "seen": 26, "later": 14}
FRESH = {"kept apart": (7, 1), "looked at": (10, 1), "found": (0, 2)}  # clear: of use at least, beside the point at most
MOST_BESIDE = 8
LEAST_RIGHT, MOST_WRONG = 83, 22


@pytest.mark.django_db
def test_no_fewer_suggestions_are_right_than_were_and_no_more_are_beside_the_point():
    rows, answered = asking.sentences(), [[one.key for one in three] for three in asking.answers(asking.sentences())]
    counted, offers = judged.figures(rows, answered), judged.shown(rows, answered)
    assert {half: counted[half, judged.FIRST] >= least for half, least in LEAST_FIRST.items()} == dict.fromkeys(LEAST_FIRST, True), counted
    assert sum(counted[half, judged.BESIDE] + counted[half, judged.OPEN] for half in judged.HALVES) <= MOST_BESIDE
    assert sum(offers[half, True] for half in judged.HALVES) >= LEAST_RIGHT
    assert sum(offers[half, False] for half in judged.HALVES) <= MOST_WRONG


@pytest.mark.django_db
def test_what_is_shown_as_clear_is_mostly_of_use():
    clear = judged.clearly(asking.sentences(), asking.answers(asking.sentences()))
    for half in judged.HALVES:
        assert clear[half, True, True] >= LEAST_CLEAR[half] and clear[half, True, False] <= 5, clear


@pytest.mark.django_db
def test_fresh_sentences_get_no_fewer_clear_answers_of_use_and_no_more_that_are_not():
    rows = asking.fresh()
    counted = judged.firsts(rows, [([one.key for one in three], bool(three) and three[0].is_clear) for three in asking.answers(rows)])
    for half, (least, most) in FRESH.items():
        clear = {worth: counted[half, "clear", worth] for worth in ("", *judged.WORTH)}
        assert clear["of use"] >= least and clear["beside the point"] + clear[""] <= most, (half, clear)


def test_each_fresh_sentence_is_published_and_twenty_were_kept_apart():
    rows, page = asking.fresh(), judged.PAGE.read_text()
    assert {half: sum(row["half"] == half for row in rows) for half in judged.SETS} == dict.fromkeys(judged.SETS, 20)
    assert [row["said"] for row in rows if f"**{row['said']}**" not in page] == []


def test_there_are_three_times_thirty_kept_apart_and_each_is_published():
    rows, page = asking.sentences(), judged.PAGE.read_text()
    assert [sum(row["half"] == half for row in rows) for half in judged.HALVES] == [30, 30, 30]
    assert [row["said"] for row in rows if f"**{row['said']}**" not in page] == []


def test_verdicts_are_told_from_the_keys():
    row = {"right": ["a"], "beside": ["b"]}
    assert [judged.verdict_on(row, keys) for keys in ([], ["a", "b"], ["b", "a"], ["b"], ["b", "new"])] == [
        judged.NOTHING, judged.FIRST, judged.OTHER, judged.BESIDE, judged.OPEN]

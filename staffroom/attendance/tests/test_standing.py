"""How one stands, by what was done and when: each way is tried."""

from datetime import UTC, datetime, timedelta

import pytest

from staffroom.attendance.standing import Did, stand
from staffroom.events.policy import NotAQuiz, Policy, read_quiz, window, written_quiz

STARTS = datetime(2026, 3, 2, 18, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=60)
ALL = Policy(percent=80, words=3, needed=2, right=70, tries=2, told=True, days=7)
DONE = Did(minutes=48, words=frozenset({0, 2}), best=70, tries=1, told=True)


def how(did: Did, policy: Policy = ALL, after: timedelta = timedelta(hours=1)):
    found = stand(policy, did, STARTS, ENDS, 60, ENDS + after)
    return found.there, found.state, "".join(one.state[0] for one in found.items)


@pytest.mark.parametrize(("did", "policy", "after", "is_so"), [
    (DONE, ALL, timedelta(hours=1), ("present", "eligible", "mmmm")),
    (DONE, ALL, timedelta(days=400), ("present", "eligible", "mmmm")),
    (DONE, ALL, timedelta(minutes=-5), ("registered", "registered", "mmmm")),
    (Did(minutes=47, words=DONE.words, best=70, tries=1, told=True), ALL, timedelta(hours=1), ("partial", "pending", "ommm")),
    (Did(minutes=47, words=DONE.words, best=70, tries=1, told=True), ALL, timedelta(days=7), ("partial", "lapsed", "gmmm")),
    (Did(said=60), Policy(percent=10), timedelta(hours=1), ("partial", "pending", "o")),
    (Did(), ALL, timedelta(hours=1), ("absent", "lapsed", "ogoo")),
    (Did(minutes=60, words=frozenset({1})), ALL, timedelta(hours=1), ("present", "lapsed", "mgoo")),
    (Did(minutes=60, stands_for_words=True, best=69, tries=1, told=True), ALL, timedelta(hours=1), ("present", "pending", "mmom")),
    (Did(minutes=60, stands_for_words=True, best=69, tries=2, told=True), ALL, timedelta(hours=1), ("present", "lapsed", "mmgm")),
    (Did(minutes=60, stands_for_words=True, best=100, tries=2), ALL, timedelta(days=8), ("present", "lapsed", "mmmg")),
    (Did(), Policy(percent=80, words=2, needed=1, right=70, tries=3, recording=True), timedelta(hours=1), ("absent", "pending", "ooo")),
    (Did(), Policy(percent=80, words=2, needed=1, right=70, tries=3, recording=True), timedelta(days=14), ("absent", "lapsed", "ggg")),
    (Did(minutes=1), Policy(told=True), timedelta(hours=1), ("present", "pending", "mo")),
])
def test_it_follows_from_what_was_done_and_when(did, policy, after, is_so):
    assert how(did, policy, after) == is_so


def test_code_words_hold_for_their_part_and_ten_minutes_and_are_lost_when_too_few_are_ahead():
    assert [tuple(int((at - STARTS).total_seconds() // 60) for at in window(number, 3, STARTS, ENDS)) for number in range(3)] == [
        (0, 30), (20, 50), (40, 70)]
    states = [stand(ALL, Did(words=frozenset({0})), STARTS, ENDS, 60, STARTS + timedelta(minutes=minutes)).item("words").state for minutes in (15, 55, 71)]
    assert states == ["open", "open", "gone"]
    assert stand(ALL, Did(), STARTS, ENDS, 60, STARTS + timedelta(minutes=51)).item("words").state == "gone"


def test_enough_is_rounded_up():
    assert [Policy(percent=percent).minutes_of(every) for percent, every in ((80, 100), (80, 99), (1, 10), (100, 7), (0, 60))] == [80, 80, 1, 7, 0]


def test_a_quiz_is_read_as_people_write_it_and_written_so_that_it_is_read_the_same():
    text = "What waits?\n- the easy word\n* the hard word\n\nWho is first?\n*whoever is new\n– the host"
    assert read_quiz(text) == [{"ask": "What waits?", "choices": ["the easy word", "the hard word"], "right": 1},
                               {"ask": "Who is first?", "choices": ["whoever is new", "the host"], "right": 0}]
    assert read_quiz(written_quiz(read_quiz(text))) == read_quiz(text) and read_quiz(" \n") == []


@pytest.mark.parametrize(("text", "number", "why"), [
    ("- yes\n* no", 1, "lost"), ("Why?\n* so", 1, "choices"), ("Why?\n- so\n- so not", 1, "right"), ("A?\n* a\n- b\nWhy?\n* so\n* so not", 2, "right"),
    ("A" * 301 + "\n* a\n- b", 1, "long"), ("Q?\n* a\n- b\n" * 21, 21, "many"), ("Q?\n* a" + "\n- b" * 6, 1, "choices")])
def test_a_quiz_that_cannot_be_read_says_where_and_why(text, number, why):
    with pytest.raises(NotAQuiz) as wrong:
        read_quiz(text)
    assert (wrong.value.number, wrong.value.why) == (number, why)


@pytest.mark.parametrize(("policy", "wrong"), [
    (Policy(), ""), (ALL, ""), (Policy(words=2, needed=1), "percent"), (Policy(percent=50, words=1, needed=2), "needed"),
    (Policy(percent=50, recording=True), "recording"), (Policy(percent=101), "percent"), (Policy(right=70, tries=0), "tries"),
    (Policy(told=True, days=0), "days")])
def test_what_cannot_be_asked_for_is_named(policy, wrong):
    assert policy.problem == wrong

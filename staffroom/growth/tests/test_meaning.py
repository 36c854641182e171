"""What a text means: the table is what its hashes say, and what is close is close."""

import hashlib
import random

from staffroom.growth import meaning
from staffroom.growth.meaning import SIZE, UNIT, Sayings, vector

LOUD = "My class is so loud that I cannot hear myself"


def close(one: str, *others: str) -> list[int]:
    found = dict(Sayings(range(len(others)), others, [vector(other) for other in others]).close_to(vector(one)))
    return [found.get(number, 0) for number in range(len(others))]


def test_the_table_is_what_its_hashes_say_and_as_large_as_it_must_be():
    lines = [line.split() for line in (meaning.FOLDER / "sha256sums").read_text().splitlines()]
    assert {name: hashlib.sha256((meaning.FOLDER / name).read_bytes()).hexdigest() for _sum, name in lines} == {name: told for told, name in lines}
    words = (meaning.FOLDER / "words.txt").read_text().split()
    assert len(words) == len(set(words)) and (meaning.FOLDER / "vectors.bin").stat().st_size == SIZE * len(words) <= 1_000_000


def test_what_means_the_same_in_other_words_is_closer_than_what_does_not():
    same, other = close(LOUD, "too much noise in the room", "parents write to me at night")
    assert same >= 40 > 20 > other


def test_the_same_words_are_as_close_as_can_be_and_in_any_order():
    again, turned = close(LOUD, LOUD, "Myself hear cannot I that loud so is class my")
    assert again == turned >= 98


def test_a_text_of_which_no_word_is_known_means_nothing_and_is_close_to_nothing():
    assert vector("") == vector("Zzyzx 12 !") == ()
    assert Sayings([0], [""], [vector(LOUD)]).close_to(()) == Sayings((), (), ()).close_to(vector(LOUD)) == []


def test_an_unknown_word_is_looked_up_without_its_ending():
    words = meaning._table()[0]
    assert "shouters" not in words and vector("shouters") == vector("shout")


def test_all_at_once_is_what_each_alone_would_be():
    dice = random.Random(15)
    for many in range(1, 20):
        said, *vectors = [tuple(dice.choice((1, -1)) * (UNIT if column == dice.randrange(SIZE) else dice.randint(0, 9)) for column in range(SIZE)) for _row in range(many + 1)]
        above = dice.randint(0, 100)
        alone = [sum(a * b for a, b in zip(one, said, strict=True)) * 100 // (UNIT * UNIT) for one in vectors]
        found = Sayings(range(many), [""] * many, vectors).close_to(said, above)
        assert found == [(number, close) for number, close in enumerate(alone) if close > above]

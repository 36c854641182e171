"""Packs carry examples that were computed by hand; every value of every rule has one that it would break."""

import copy
import json
from collections.abc import Iterator
from datetime import date

import pytest

from staffroom.credit import counting
from staffroom.credit.counting import packs, vocabulary
from staffroom.credit.tests.examples import wrong

pytestmark = pytest.mark.either
PACKS = [pytest.param(pack, id=pack.id) for pack in counting.shipped()]


def data_of(pack) -> dict:
    return json.loads((packs.FOLDER / f"{pack.id}.json").read_text("utf-8"))


@pytest.mark.parametrize("pack", PACKS)
def test_the_worked_examples_come_out_as_they_were_computed_by_hand(pack):
    assert len(pack.examples) >= 10
    assert len({example["id"] for example in pack.examples}) == len(pack.examples)
    assert {example["id"]: found for example in pack.examples if (found := wrong(pack, example))} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_every_example_and_every_rule_that_answers_has_a_sentence_that_was_read(pack):
    assert [example["id"] for example in pack.examples if not pack.sources[example["source"]].sentence] == []
    assert [rule.id for rule in pack.rules if rule.known and not (rule.source.sentence and rule.source.url and rule.source.read_on)] == []
    assert pack.reviewed_by == ""  # until a person with the right to says so
    assert date.fromisoformat(pack.reviewed_on) <= pack.effective_to


@pytest.mark.parametrize("pack", PACKS)
def test_changing_any_value_of_a_rule_breaks_an_example(pack):
    data, unnoticed = data_of(pack), []
    for what, changed in changes(data):
        try:
            other = packs.read(changed)
        except packs.BadPack:
            continue
        if not any(wrong(other, example) for example in other.examples):
            unnoticed.append(what)
    assert unnoticed == []


def changes(data: dict) -> Iterator[tuple[str, dict]]:
    """The pack with one value of one rule changed, for every value there is, and with one rule taken out."""
    for number, rule in enumerate(data["rules"]):
        if rule["does"] == "told":
            continue
        if not (rule["does"] == "required" and "minutes" not in rule):
            without = copy.deepcopy(data)
            del without["rules"][number]
            yield f"{rule['id']} is gone", without
        for path, value in leaves(rule, ()):
            changed = copy.deepcopy(data)
            place = changed["rules"][number]
            for step in path[:-1]:
                place = place[step]
            if value is None:
                del place[path[-1]]
            else:
                place[path[-1]] = value
            yield f"{rule['id']}: {path} becomes {value!r}", changed


def leaves(value, path) -> Iterator[tuple[tuple, object]]:
    """(where, another value) for each value; None takes it out."""
    if isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int):
        yield from ((path, value - 1), (path, value + 1))
    elif isinstance(value, str):
        yield from ((path, other) for other in others(path[-1] if isinstance(path[-1], str) else path[-2], value))
    elif isinstance(value, list):
        yield from ((*path, number) and ((*path, number), None) for number in range(len(value)))
    elif isinstance(value, dict):
        for name, each in value.items():
            if path or name not in {"id", "does", "source", "title"}:
                if path:
                    yield (*path, name), None
                yield from leaves(each, (*path, name))


def others(name: str, value: str) -> list[str]:
    if name in {"from", "to"}:
        day = date(2023, *map(int, value.split("-")))
        return [date.fromordinal(day.toordinal() + by).strftime("%m-%d") for by in (-1, 1)]
    return {"mode": [each for each in ("floor", "nearest") if each != value], "per": [each for each in ("cycle", "year") if each != value],
            "topic": ["other"], "kind": ["practice"]}.get(name, [])


@pytest.mark.parametrize("pack", PACKS)
def test_outside_its_dates_a_pack_says_nothing(pack):
    record = counting.read(pack.examples[0]["record"])
    for day in (date(1990, 1, 1), date.fromordinal(pack.effective_from.toordinal() - 1), date.fromordinal(pack.effective_to.toordinal() + 1)):
        answer = counting.explain(pack, record, day)
        assert (answer.required, answer.counted) == (None, None)
        assert {rule.verdict for rule in answer.rules} == {"unknown"}
        assert {entry.minutes for entry in answer.entries} == {None}
        assert all("ask your office" in said.text() for entry in answer.entries for said in entry.reasons)
        assert answer.short == ()
    for day in (pack.effective_from, pack.effective_to):
        assert counting.explain(pack, record, day).counted is not None


@pytest.mark.parametrize("pack", PACKS)
def test_a_rule_that_was_not_read_at_its_source_never_answers(pack):
    answers = [(example["id"], rule.id) for example in pack.examples for rule in counting.explain(
        pack, counting.read(example["record"]), date.fromisoformat(example["as_of"])).rules
        if rule.rule is not None and not rule.rule.known and rule.verdict != "unknown"]
    assert answers == []


def test_a_pack_with_a_word_that_is_not_known_is_refused():
    data = data_of(counting.load("texas"))
    data["rules"][1]["counted"].append("seance")
    with pytest.raises(packs.BadPack):
        packs.read(data)


def test_every_word_has_its_english_and_its_spanish():
    assert {(name, word) for name, words in vocabulary.ALL.items() for word, told in words.items() if set(told) != {"en", "es"} or "" in told.values()} == set()

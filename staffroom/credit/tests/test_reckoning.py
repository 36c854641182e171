"""What the reckoning does with time, with what is not known, and with what comes twice."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from string import Formatter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffroom.credit import counting
from staffroom.credit.counting import packs, vocabulary, words
from staffroom.credit.counting.record import Entry, Licence, Record

pytestmark = pytest.mark.either
DAY = date(2026, 11, 30)
LICENCE = {"from": "2024-07-01", "to": "2029-06-30", "certificates": ["teacher"]}
ENTRY = {"id": "a", "kind": "workshop", "started_at": "2025-03-01T09:00:00-05:00", "ended_at": "2025-03-01T11:00:00-05:00",
         "provider": {"kind": "school_district", "approved": True}, "preapproved_on": "2025-02-01", "evidence": ["form"]}


def explained(pack: str, *entries: dict, licence: dict = LICENCE, as_of: date = DAY) -> counting.Explained:
    rows = [{**ENTRY, "id": number, **entry} for number, entry in enumerate(entries)]
    return counting.explain(counting.load(pack), counting.read({"licence": licence, "entries": rows}), as_of)


def minutes(answer: counting.Explained) -> list:
    return [entry.minutes for entry in answer.entries]


def verdict(answer: counting.Explained, name: str) -> str:
    return next(rule.verdict for rule in answer.rules if rule.id == name)


def test_two_hours_across_the_autumn_change_are_two_hours():
    """TI-02: 00:30 summer time to 01:30 winter time is an hour on the wall, and two that passed."""
    autumn = {"started_at": "2025-11-02T00:30:00-04:00", "ended_at": "2025-11-02T01:30:00-05:00"}
    assert minutes(explained("illinois", autumn, autumn | {"started_at": "2025-11-09T00:30:00-05:00", "ended_at": "2025-11-09T01:30:00-05:00"})) == [120, 60]


def test_two_hours_on_the_wall_across_the_spring_gap_are_one_hour_even_where_two_were_logged():
    answer = explained("illinois", {"started_at": "2025-03-09T01:00:00-06:00", "ended_at": "2025-03-09T03:00:00-05:00", "minutes": 120})
    assert minutes(answer) == [60]
    assert [said.text() for said in answer.entries[0].reasons] == [
        "Counts 1 h.", "2 h were noted, but only 1 h passed between its beginning and its end."]


def test_the_day_is_that_of_the_entry_and_not_of_greenwich():
    last = {"started_at": "2029-06-30T22:00:00-05:00", "ended_at": "2029-06-30T23:00:00-05:00"}
    after = {"started_at": "2029-07-01T00:00:00+00:00", "ended_at": "2029-07-01T01:00:00+00:00"}
    across = {"started_at": "2029-06-30T23:30:00-05:00", "ended_at": "2029-07-01T00:30:00-05:00"}
    answer = explained("illinois", last, after, across)
    assert minutes(answer) == [60, 0, 0]
    assert answer.entries[2].reasons[0].text().startswith("Not known: it runs from 30 June 2029 to 1 July 2029")


def test_what_overlaps_counts_once_and_says_why():
    same = explained("illinois", {}, {})
    assert minutes(same) == [120, 0]
    assert same.entries[1].reasons[0].text() == "2 h of it were counted already: something else of yours was at the same time."
    assert verdict(same, "once") == "fail"
    partly = explained("illinois", {}, {"started_at": "2025-03-01T10:00:00-05:00", "ended_at": "2025-03-01T12:00:00-05:00"})
    assert minutes(partly) == [120, 60]
    beside = explained("illinois", {}, {"started_at": "2025-03-01T11:00:00-05:00", "ended_at": "2025-03-01T12:00:00-05:00"})
    assert (minutes(beside), verdict(beside, "once")) == ([120, 60], "pass")


def test_a_long_thing_with_few_minutes_leaves_room_for_what_lies_in_it():
    year = {"started_at": "2024-09-01T08:00:00-05:00", "ended_at": "2025-05-30T15:00:00-05:00", "minutes": 600}
    assert minutes(explained("illinois", year, {})) == [600, 120]


def test_an_activity_that_does_not_count_takes_no_time_from_another():
    answer = explained("illinois", {"kind": "staff_meeting"}, {})
    assert minutes(answer) == [0, 120]


def test_what_is_not_known_of_the_provider_waits():
    answer = explained("illinois", {"provider": {"kind": "nonprofit"}})
    assert (minutes(answer), verdict(answer, "provider")) == ([0], "unknown")
    assert answer.entries[0].reasons[0].text("es") == (
        "Todavía no cuenta: no se sabe si quien lo dio está aprobado. Si lo está, pueden contar hasta 2 h.")


def test_evidence_is_a_word_or_an_object_that_has_one():
    record = counting.read({"licence": LICENCE, "entries": [ENTRY | {"evidence": ["plan", {"kind": "completion", "url": "https://x.example/"}, {"url": "https://y.example/"}]}]})
    assert record.entries[0].evidence == ("plan", "completion", "https://y.example/")


def test_leading_can_count_double_or_half():
    """No pack that is shipped does so: nothing that was read says it. The sort of rule is there for an office that has it."""
    rule = packs.Rule("leading", "leading", {"en": "Leading"}, packs.Source("", "", True, "", ""), {"roles": ["presenter"], "times": [2, 1]})
    pack = counting.load("generic")
    for times, expected in (([2, 1], 240), ([1, 2], 60)):
        other = replace(pack, rules=(*pack.rules, replace(rule, holds={"roles": ["presenter"], "times": times})))
        record = counting.read({"licence": LICENCE, "entries": [{**ENTRY, "role": "presenter"}, {**ENTRY, "id": "b", "started_at": "2025-04-01T09:00:00Z",
                                                                                               "ended_at": "2025-04-01T11:00:00Z"}]})
        assert minutes(counting.explain(other, record, DAY)) == [expected, 120]


def test_both_languages_say_every_sentence_with_the_same_values():
    def fields(template):
        return [{name for _text, name, _spec, _conversion in Formatter().parse(each) if name} for each in ((template,) if isinstance(template, str) else template)]
    assert [key for key, told in words.SENTENCES.items() if set(told) != {"en", "es"} or fields(told["en"])[-1] - {"n"} != fields(told["es"])[-1] - {"n"}] == []


BAD = [
    ({"id": None}, "entries[0].id must be text or a whole number."),
    ({"id": True}, "entries[0].id must be text or a whole number."),
    ({"kind": None}, "entries[0].kind is missing."),
    ({"minutes": True}, "entries[0].minutes must be a whole number of minutes."),
    ({"minutes": 60.0}, "entries[0].minutes must be a whole number of minutes."),
    ({"minutes": float("nan")}, "entries[0].minutes must be a whole number of minutes."),
    ({"minutes": -1}, "entries[0].minutes must be from 1 to 100,000 minutes."),
    ({"minutes": 0}, "entries[0].minutes must be from 1 to 100,000 minutes."),
    ({"minutes": 100_001}, "entries[0].minutes must be from 1 to 100,000 minutes."),
    ({"meal_minutes": -1}, "entries[0].meal_minutes must be from 0 to 100,000 minutes."),
    ({"meal_minutes": 121}, "entries[0].meal_minutes is more than the minutes of the entry."),
    ({"started_at": "2025-03-01T09:00:00"}, "entries[0].started_at has no time zone: write one, like 2026-11-01T09:00:00-05:00."),
    ({"started_at": "2025-03-01"}, "entries[0].started_at must be a moment like 2026-11-01T09:00:00-05:00."),
    ({"started_at": 5}, "entries[0].started_at must be a moment like 2026-11-01T09:00:00-05:00."),
    ({"ended_at": "2025-03-01T09:00:00-05:00"}, "entries[0].ended_at is not after started_at."),
    ({"ended_at": "0001-01-01T00:00:00Z"}, "entries[0].ended_at must be in the years 1900 to 2199."),
    ({"started_at": None}, "entries[0].minutes is missing, and so are the times to reckon it from."),
    ({"preapproved_on": "2025-W09-6"}, "entries[0].preapproved_on must be a day like 2026-11-01."),
    ({"provider": "me"}, "entries[0].provider must be an object with kind and approved."),
    ({"provider": {"approved": 1}}, "entries[0].provider.approved must be true, false or null."),
    ({"topics": "stem"}, "entries[0].topics must be a list."),
    ({"evidence": [1]}, "entries[0].evidence[0] must be text, or an object with some in it."),
    ({"evidence": ["form", {"pages": 2}]}, "entries[0].evidence[1] must be text, or an object with some in it."),
    ({"title": "\ud800"}, "entries[0].title has characters that are not text."),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_a_record_that_cannot_be_counted_is_refused_with_the_field(change, sentence):
    with pytest.raises(counting.BadRecord) as problem:
        counting.read({"licence": LICENCE, "entries": [ENTRY | change]})
    assert problem.value.sentence == sentence


@pytest.mark.parametrize(("field", "row", "known"), [
    ("entries[0].kind", {"kind": "seance"}, vocabulary.KINDS), ("entries[0].role", {"role": "seance"}, vocabulary.ROLES),
    ("entries[0].provider.kind", {"provider": {"kind": "seance"}}, vocabulary.PROVIDERS), ("entries[0].topics[0]", {"topics": ["seance"]}, vocabulary.TOPICS)])
def test_a_word_that_is_not_known_is_named_with_those_that_are(field, row, known):
    with pytest.raises(counting.BadRecord) as problem:
        counting.read({"licence": LICENCE, "entries": [ENTRY | row]})
    assert problem.value.sentence == f"{field} does not know the word 'seance'; allowed are {', '.join(known)}."


@pytest.mark.parametrize(("data", "sentence"), [
    ([], "record must be an object with licence and entries."), ({"licence": LICENCE}, "entries is missing."),
    ({"entries": []}, "licence is missing."), ({"licence": {"from": "2025-01-01"}, "entries": []}, "licence.to is missing."),
    ({"licence": {"from": "2025-01-02", "to": "2025-01-01"}, "entries": []}, "licence.to is before licence.from."),
    ({"licence": LICENCE, "entries": [ENTRY, ENTRY]}, "entries[1].id stands at entries[0] already."),
    ({"licence": LICENCE, "entries": [None]}, "entries[0] must be an object."),
    ({"licence": LICENCE | {"certificates": ["wizard"]}, "entries": []},
     f"licence.certificates[0] does not know the word 'wizard'; allowed are {', '.join(vocabulary.CERTIFICATES)}."),
])
def test_a_record_without_its_parts_is_refused(data, sentence):
    with pytest.raises(counting.BadRecord) as problem:
        counting.read(data)
    assert problem.value.sentence == sentence


# ------------------------------------------------------------------------------------------------------- what always holds

START = datetime(2025, 1, 6, 8, tzinfo=UTC)


@st.composite
def entries(draw, kinds=tuple(vocabulary.KINDS), most=8) -> tuple[Entry, ...]:
    rows = []
    for number in range(draw(st.integers(0, most))):
        begin = START + timedelta(minutes=draw(st.integers(0, 60 * 24 * 3)))
        end = begin + timedelta(minutes=draw(st.integers(1, 400)))
        rows.append(Entry(
            id=number, kind=draw(st.sampled_from(kinds)), role=draw(st.sampled_from(tuple(vocabulary.ROLES))), started_at=begin, ended_at=end,
            first_on=begin.date(), last_on=end.date(), minutes=draw(st.none() | st.integers(1, 500)), meal_minutes=draw(st.integers(0, 1)),
            topics=draw(st.frozensets(st.sampled_from(tuple(vocabulary.TOPICS)), max_size=2)), provider=draw(st.none() | st.sampled_from(tuple(vocabulary.PROVIDERS))),
            approved=draw(st.sampled_from((True, True, True, False, None))), preapproved_on=draw(st.none() | st.just(date(2024, 12, 1)))))
    return tuple(rows)


def reckon(pack_id: str, rows) -> counting.Explained:
    return counting.explain(counting.load(pack_id), Record(Licence(date(2024, 7, 1), date(2029, 6, 30), frozenset({"teacher"})), tuple(rows)), DAY)


FEW = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("pack_id", [each for each in counting.IDS if each != "iacet"])
@FEW
@given(rows=entries(kinds=tuple(kind for kind in vocabulary.KINDS if kind != "growth_plan")))
def test_nothing_counts_more_than_was_logged(pack_id, rows):
    """IACET rounds to the nearest tenth of a unit, and a growth plan stands for whole hours: those two aside."""
    answer = reckon(pack_id, rows)
    assert all(0 <= judged.minutes <= entry.logged for judged, entry in zip(answer.entries, rows, strict=True))
    assert answer.counted == sum(judged.minutes for judged in answer.entries)


@FEW
@given(rows=entries(kinds=("workshop",)))
def test_rounding_to_the_nearest_adds_less_than_half_a_step(rows):
    assert all(judged.minutes <= entry.logged + 30 for judged, entry in zip(reckon("iacet", rows).entries, rows, strict=True))


@pytest.mark.parametrize("pack_id", counting.IDS)
@FEW
@given(rows=entries(), seed=st.integers(0, 9))
def test_the_order_of_entries_does_not_matter(pack_id, rows, seed):
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    one, two = reckon(pack_id, rows), reckon(pack_id, mixed)
    assert {each.id: (each.minutes, each.reasons) for each in one.entries} == {each.id: (each.minutes, each.reasons) for each in two.entries}
    assert (one.counted, one.rules) == (two.counted, two.rules)


@pytest.mark.parametrize("pack_id", ["washington", "illinois", "new-york", "scotland", "generic"])
@FEW
@given(rows=entries(most=7), more=entries(most=1))
def test_one_more_entry_never_lowers_the_count_where_no_part_is_capped(pack_id, rows, more):
    added = (*rows, *(replace(entry, id="more") for entry in more))
    assert reckon(pack_id, added).counted >= reckon(pack_id, rows).counted


@FEW
@given(rows=entries(kinds=("mentoring", "presenting", "reading", "recording", "workshop")), times=st.integers(1, 60))
def test_caps_hold(rows, times):
    many = [replace(entry, id=f"{entry.id}-{number}", started_at=entry.started_at + timedelta(days=7 * number), ended_at=entry.ended_at + timedelta(days=7 * number),
                    first_on=entry.first_on + timedelta(days=7 * number), last_on=entry.last_on + timedelta(days=7 * number)) for entry in rows for number in range(times)]
    answer = reckon("texas", many)
    by = {judged.id: judged.minutes for judged in answer.entries}
    def counted(chosen):
        return sum(by[entry.id] for entry in many if chosen(entry))
    assert counted(lambda entry: entry.kind in ("reading", "recording")) <= 1_800
    assert counted(lambda entry: entry.kind == "presenting" or entry.role == "presenter") <= 900
    assert counted(lambda entry: entry.kind == "mentoring" or entry.role == "mentor") <= 2_700

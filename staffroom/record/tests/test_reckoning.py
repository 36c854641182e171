"""Minutes, years and versions: the arithmetic without a database."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffroom.record import reckoning
from staffroom.record.reckoning import NotMinutes, Sat, by_year, merge, read_minutes, times_as_much, year_days, year_of


@given(st.integers(1, 1440))
def test_minutes_read_back_however_they_are_written(minutes):
    hours, rest = divmod(minutes, 60)
    for text in (f"{minutes}", f"{minutes} min", f"{hours}:{rest:02}", f"{hours} h {rest}", f"{hours}h{rest:02}min"):
        assert read_minutes(text) == minutes


@given(st.text(max_size=30))
def test_any_text_is_minutes_or_says_that_it_is_none(text):
    try:
        assert isinstance(read_minutes(text), int)
    except NotMinutes:
        pass


def test_a_fraction_of_an_hour_counts_if_it_is_whole_minutes_and_names_the_nearest_if_not():
    assert [read_minutes(text) for text in ("0,25 h", "1.75 h", "0.05h")] == [15, 105, 3]
    with pytest.raises(NotMinutes) as problem:
        read_minutes("1.33 h")
    assert problem.value.near == 80


@pytest.mark.parametrize("day,first_month,year", [
    (date(2027, 7, 31), 8, 2026), (date(2027, 8, 1), 8, 2027), (date(2028, 2, 29), 8, 2027), (date(2026, 12, 31), 1, 2026),
    (date(2026, 1, 31), 2, 2025)])
def test_a_day_belongs_to_the_year_that_began_before_it(day, first_month, year):
    assert year_of(day, first_month) == year
    first, last = year_days(year, first_month)
    assert first <= day <= last


@given(st.dates(date(1951, 1, 1), date(2199, 12, 31)), st.integers(1, 12))
def test_every_day_lies_in_exactly_one_year(day, first_month):
    held = [year for year in range(day.year - 2, day.year + 3) if year_days(year, first_month)[0] <= day <= year_days(year, first_month)[1]]
    assert held == [year_of(day, first_month)]


def test_own_and_given_chosen_and_required_add_up_by_year():
    rows = [Sat(date(2026, 9, 1), 90, "own", "chosen"), Sat(date(2027, 6, 1), 30, "contract", "required"),
            Sat(date(2027, 9, 1), 45, "release", "chosen")]
    assert by_year(rows, 8) == {2027: {"release": 45, "chosen": 45}, 2026: {"own": 90, "contract": 30, "chosen": 90, "required": 30}}
    assert list(by_year(rows, 8)) == [2027, 2026]


@pytest.mark.parametrize("own,other,said", [(120, 60, (2, 0)), (100, 30, (3, 3)), (0, 5, (0, 0)), (5, 0, None), (125, 100, (1, 3)),
                                            (1, 100_000, (0, 0))])
def test_how_many_times_as_much_is_said_in_tenths(own, other, said):
    assert times_as_much(own, other) == said


def test_both_versions_stand_one_after_the_other_and_no_word_is_lost():
    assert merge({"note": ["try monday"], "minutes": ["45"], "kind": ["visit"]}, {"note": ["ask luz"], "minutes": ["50"], "source": ["Luz"]}) == {
        "note": ["ask luz\n\ntry monday"], "minutes": ["45"], "kind": ["visit"], "source": ["Luz"]}
    assert merge({"note": ["one two three"]}, {"note": ["two three"]}) == {"note": ["one two three"]}
    assert merge({"note": [""]}, {"note": ["kept words"]}) == {"note": ["kept words"]}
    assert merge({"note": ["phonics"], "topics": ["settle"]}, {"note": ["fractions"], "topics": ["start", "end"]}) == {
        "note": ["fractions\n\nphonics"], "topics": ["settle"]}
    assert merge({"note": ["今日の授業"], "source": ["Luz"]}, {"note": ["明日の授業"], "source": ["Tomás"]}) == {
        "note": ["明日の授業\n\n今日の授業"], "source": ["Tomás / Luz"]}


def test_nothing_here_knows_django():
    assert "django" not in Path(reckoning.__file__).read_text().replace("No Django inside", "").lower()

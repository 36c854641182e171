"""Times by the clock on the wall: the two nights a year, midnight, and zones that change their rules."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.utils import translation

from staffroom.events import said, times
from staffroom.events.tests.conftest import NEW_YORK, at, span


def test_an_evening_has_its_minutes_and_its_day():
    held = span("2026-11-12", "18:00", "20:00")
    assert (held.starts_at, held.minutes, held.on) == (at("2026-11-12T23:00"), 120, date(2026, 11, 12))


def test_over_midnight_it_ends_on_the_next_day_and_counts_on_the_day_it_begins():
    held = span("2026-11-12", "22:30", "00:15")
    assert (held.ends_at, held.minutes, held.on) == (at("2026-11-13T05:15"), 105, date(2026, 11, 12))


def test_in_the_night_on_which_clocks_go_back_an_hour_more_passes():
    assert span("2026-10-31", "23:00", "03:00").minutes == 300
    assert span("2026-03-07", "23:00", "03:30").minutes == 210


def test_a_time_that_comes_twice_is_the_first_unless_the_second_is_meant():
    wall = datetime(2026, 11, 1, 1, 30)
    assert times.moments(wall, NEW_YORK) == [at("2026-11-01T05:30"), at("2026-11-01T06:30")]
    assert times.moment(wall, NEW_YORK) == at("2026-11-01T05:30")
    assert times.moment(wall, NEW_YORK, second=True) == at("2026-11-01T06:30")
    assert times.span(date(2026, 11, 1), time(1, 30), time(1, 45), NEW_YORK, second=True).minutes == 15


def test_a_time_that_is_skipped_is_none_and_says_what_the_clock_shows_instead():
    with pytest.raises(times.NoSuchTime) as skipped:
        times.moment(datetime(2026, 3, 8, 2, 30), NEW_YORK)
    assert skipped.value.until == datetime(2026, 3, 8, 3, 30)
    with pytest.raises(times.NoSuchTime):
        times.moment(datetime(2011, 12, 30, 12, 0), "Pacific/Apia")


def test_half_an_hour_back_on_lord_howe():
    assert [moment.minute for moment in times.moments(datetime(2026, 4, 5, 1, 45), "Australia/Lord_Howe")] == [45, 15]


@pytest.mark.parametrize(("kept", "moment"), [
    ("2026-11-01T01:30-05:00", "2026-11-01T06:30"), ("2026-11-01T01:30-04:00", "2026-11-01T05:30"),
    ("2026-11-12T18:00-04:00", "2026-11-12T23:00"), ("2026-03-08T02:30-05:00", "2026-03-08T07:30")])
def test_what_was_written_is_reckoned_again_by_the_rules_of_today(kept, moment):
    assert times.again(kept, NEW_YORK) == at(moment)


def test_a_week_later_is_the_same_time_on_the_wall_though_clocks_went_back_between():
    assert times.shifted(at("2026-10-27T22:00"), NEW_YORK, 7) == at("2026-11-03T23:00")


@time_machine.travel("2026-11-01T12:00Z", tick=False)
def test_the_zone_is_said_in_words_and_a_reader_elsewhere_reads_their_own_clock():
    held = span("2026-11-12", "18:00", "20:00")
    assert said.when(held) == said.When("Thursday 12 November, 18:00–20:00, Eastern Standard Time")
    assert said.when(held, "America/Toronto").here == ""
    assert said.when(held, "Europe/Madrid").here == "Friday 13 November, 0:00–2:00"
    assert said.when(span("2026-07-01", "18:00", "20:00")).there.endswith("Eastern Daylight Time")
    assert said.when(span("2026-11-12", "23:00", "00:30")).there == "Thursday 12 November, 23:00, to Friday 13 November, 0:30, Eastern Standard Time"
    with translation.override("es"):
        assert "hora estándar oriental" in said.when(held).there


def test_zones_whose_clocks_differ_only_at_the_end_differ():
    """In Arizona clocks stay as they are: at the beginning both show the same, at the end they do not."""
    held = span("2026-03-08", "01:00", "03:30", "America/Denver")
    assert said.when(held, "America/Phoenix").here != ""
    assert held.starts_at.tzinfo is UTC

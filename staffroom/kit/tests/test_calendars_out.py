"""A calendar that leaves says the same instant in every zone, and no words of a title break out of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from staffroom.kit.calendars import reading, zones
from staffroom.kit.calendars.writing import CANCEL, CANCELLED, Dated, calendar, folded

AT = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/")))
SOME = ["America/New_York", "America/Phoenix", "Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo",
        "America/Nuuk", "Asia/Jerusalem", "Pacific/Easter", "Pacific/Apia", "Asia/Tehran", "America/Caracas", "Europe/Moscow"]  # fmt: skip


def lines(things, **more):
    return calendar(things, **more).decode().replace("\r\n ", "").split("\r\n")


def wrong_in(zone, first, last):
    """Instants of which the rules that we write, and nothing else, say another time than zoneinfo does."""
    text = "\r\n".join(zones.vtimezone(zone, first, last)).replace(f"TZID:{zone}", "TZID:told").encode()
    part, = reading._parts(b"BEGIN:VCALENDAR\r\n" + text)[1]
    told, real = reading._Told(part, reading.Steps(10**9)), ZoneInfo(zone)
    turns = [change.at + timedelta(hours=hours) for change in zones.changes(real, first, last) for hours in (-8, 8)]  # one zone went back by seven hours
    return [at for at in (*turns, *(datetime(year, month, 15, tzinfo=UTC) for year in (first, last) for month in (1, 7)))
            if told.utcoffset((wall := at.astimezone(real)).replace(tzinfo=None)) != wall.utcoffset()]


@pytest.mark.parametrize(("first", "last"), [(2026, 2028), (1999, 2012), (2044, 2045)])
def test_the_rules_of_a_zone_say_what_its_clocks_do_now_then_and_later(first, last):
    assert {zone: found for zone in SOME if (found := wrong_in(zone, first, last))} == {}


@pytest.mark.long
def test_the_rules_of_every_zone_there_is_say_what_its_clocks_do():
    assert {zone: found for zone in ZONES for years in ((2026, 2029), (1985, 2012), (2040, 2044)) if (found := wrong_in(zone, *years))} == {}


def test_a_change_that_comes_back_is_one_rule_and_never_a_list_of_dates():
    for zone in ("America/Chicago", "America/Nuuk", "Asia/Jerusalem"):
        written = zones.vtimezone(zone, 2026, 2060)
        assert [line for line in written if line.startswith("RDATE")] == []
        assert sum(line.startswith("RRULE:FREQ=YEARLY") for line in written) == 2 == sum(line.startswith("DTSTART") for line in written)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" in zones.vtimezone("America/Chicago", 2026, 2026)


def test_a_time_that_the_clocks_show_twice_or_never_is_the_instant_that_was_meant():
    """TI-01."""
    chicago = ZoneInfo("America/Chicago")
    first, second = datetime(2026, 11, 1, 1, 30, tzinfo=chicago), datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=chicago)
    never = datetime(2026, 3, 8, 2, 30, tzinfo=chicago)
    starts = [line for line in lines([Dated("1", "A", at, AT, zone="America/Chicago") for at in (first, second, never.astimezone(UTC))]) if "DTSTART" in line]
    assert starts[-3:] == ["DTSTART:20261101T063000Z", "DTSTART:20261101T073000Z", "DTSTART;TZID=America/Chicago:20260308T033000"]


def test_a_day_is_whole_and_busy_for_nobody():
    assert lines([Dated("x@staffroom", "A", date(2026, 12, 31), AT, note="one\ntwo")]) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Staffroom//EN", "BEGIN:VEVENT", "UID:x@staffroom", "DTSTAMP:20260308T073000Z",
        "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:A", "TRANSP:TRANSPARENT", "DESCRIPTION:one\\ntwo", "END:VEVENT", "END:VCALENDAR", ""]


def test_what_is_called_off_says_so_with_a_later_number_and_names_nobody():
    found = lines([Dated("x", "A", AT, AT, AT, sequence=2, status=CANCELLED, zone="UTC", is_busy=True)], method=CANCEL, name="Mine", every_hours=6)
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2", "UID:x", "X-WR-CALNAME:Mine", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "DTSTART:20260308T073000Z"):
        assert line in found
    assert not any(line.startswith(("ORGANIZER", "ATTENDEE", "TRANSP")) for line in found)


def test_who_holds_something_public_is_named_where_the_caller_says_so():
    found = lines([Dated("x", "A", AT, AT, zone="UTC", held_by=('North "District"\r\nX:1', "mailto:a@b.example\r\nX:2"))])
    assert 'ORGANIZER;CN="North \'District\' X:1":mailto:a@b.exampleX:2' in found


@pytest.mark.parametrize("words", ["a\r\nEND:VEVENT", "a\nb", "a\rb", "a\u2028b", "a\x85b", "; , \\ \\n", "\x00\x07a\x7f", "漢" * 90, "a" * 300, "é" * 74, "👩🏽‍🏫" * 30, '"'])
def test_no_words_break_out_of_their_line_and_no_line_is_longer_than_75_octets(words):
    made = calendar([Dated(words, words, AT, AT, zone="UTC", note=words, place=words, url=f"https://a.example/{words}", language=words)], name=words)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert made.split(b"\r\n").count(b"END:VEVENT") == 1 and made.decode().replace("\r\n ", "").count("\r\n") == 16
    (_line, found), = reading.read(made, date(2026, 1, 1), date(2026, 12, 31))
    clean = "".join(letter for letter in words if letter in "\r\n" or (letter >= " " and letter != "\x7f"))
    for mark in ("\r\n", "\r", "\u2028", "\x85"):
        clean = clean.replace(mark, "\n")
    assert (found.title, found.note, found.place) == (clean, clean, clean)


def test_a_letter_is_never_cut():
    assert all(piece.encode().decode() for piece in folded("SUMMARY:" + "👩🏽‍🏫漢é" * 40).split("\r\n "))


def test_the_same_things_make_the_same_bytes():
    things = [Dated(str(n), "A", AT + timedelta(days=n), AT, zone=zone) for n, zone in enumerate(SOME)]
    assert calendar(things) == calendar(things)

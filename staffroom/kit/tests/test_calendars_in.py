"""Calendars that come in: what can be read is read to the minute, what cannot says why and where, and no file costs more than a moment."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from staffroom.kit.calendars import reading
from staffroom.kit.calendars.reading import Unreadable, read
from staffroom.kit.calendars.repeating import NotFollowed, Steps, days, rule_in
from staffroom.kit.calendars.writing import Dated, calendar

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "ical"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CHICAGO = ZoneInfo("America/Chicago")


def event(*said, uid="u@x", title="A"):
    return ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *said, "END:VEVENT"]


def found(*said, head=(), ends="\r\n", first=FIRST, last=LAST):
    return read(ends.join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *said, "END:VCALENDAR", ""]).encode(), first, last)


def short(rows):
    """Starts, in words, or why not."""
    return [why if isinstance(why, str) else f"{why.starts:%Y%m%d}" + (f"T{why.starts:%H%M%z}" if isinstance(why.starts, datetime) else "") for _line, why in rows]


TELLS = ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:20001029T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600",
         "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20000402T020000", "TZOFFSETFROM:-0600", "TZOFFSETTO:-0500",
         "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "END:DAYLIGHT", "END:VTIMEZONE"]
NINE = "DTSTART;TZID=America/Chicago:20260302T090000"
# Lines of one event -> the days or times that are read, or the reason. One hundred that programs really write, or somebody might.
ONE = {
    "DTSTART:20260512": ["20260512"], "DTSTART;VALUE=DATE:20260512": ["20260512"], "DTSTART;VALUE=DATE:20260512T000000": ["20260512T0000"],
    "DTSTART:20260512T090000Z": ["20260512T0900+0000"], "DTSTART:20260512T090000": ["20260512T0900"], NINE: ["20260302T0900-0600"],
    "DTSTART;TZID=\"America/Chicago\":20260512T090000": ["20260512T0900-0500"], "DTSTART;TZID=america/chicago:20260512T090000": ["20260512T0900-0500"],
    "DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20260512T090000": ["20260512T0900+0200"],
    "DTSTART;TZID=/citadel.org/20260101_1/America/Indiana/Knox:20260512T090000": ["20260512T0900-0500"],
    "DTSTART;TZID=Eastern Standard Time:20260512T090000": ["20260512T0900-0400"], "DTSTART;TZID=W. Europe Standard Time:20260112T090000": ["20260112T0900+0100"],
    "DTSTART;TZID=Ours:20260512T090000": ["20260512T0900-0500"], "DTSTART;TZID=Ours:20260112T090000": ["20260112T0900-0600"],
    "DTSTART;TZID=Ours:20260308T013000": ["20260308T0130-0600"], "DTSTART;TZID=Ours:20260308T033000": ["20260308T0330-0500"],
    "DTSTART;TZID=Ours:19700101T000000": ["19700101T0000-0500"], "DTSTART;TZID=Mars/Olympus:20260512T090000": ["20260512T0900"],
    "DTSTART;TZID=:20260512T090000": ["20260512T0900"], "DTSTART;TZID=../../etc/passwd:20260512T090000": ["20260512T0900"],
    "DTSTART;X-A=\"a:b;c\";TZID=America/Chicago:20260512T090000": ["20260512T0900-0500"], "dtstart;tzid=America/Chicago:20260512T090000": ["20260512T0900-0500"],
    "DTSTART ; TZID = America/Chicago :20260512T090000": ["20260512T0900-0500"], "DTSTART: 20260512 ": ["20260512"],
    "DTSTART;TZID=America/Chicago:20260308T023000": ["20260308T0230-0600"], "DTSTART;TZID=America/Chicago:20261101T013000": ["20261101T0130-0500"],
    "DTSTART:20260630T235960Z": ["20260630T2359+0000"], "DTSTART:19000101T000000Z": ["19000101T0000+0000"], "DTSTART:99991231": ["99991231"],
    "DTSTART;TZID=Asia/Tokyo:00010101T000000": ["day"], "DTSTART:20260230": ["day"], "DTSTART:2026-05-12": ["day"], "DTSTART:12/05/2026": ["day"],
    "DTSTART:20260512T250000Z": ["day"], "DTSTART:20260512T0900": ["day"], "DTSTART:20260512t090000z": ["day"], "DTSTART:": ["no day"], "DTSTART:soon": ["day"],
    "X-DTSTART:20260512": ["no day"], "DTSTART;VALUE=PERIOD:20260512T090000Z/PT1H": ["day"], "DTSTART:２０２６０５１２": ["day"], "DTSTART:20260512\nDTSTART:20260513": ["20260512"],
    "DTSTART:20260512\nDTEND:20260512": ["20260512"], "DTSTART:20260512\nDTEND:20260514": ["20260512"], "DTSTART:20260512\nDTEND:20260510": ["order"],
    "DTSTART:20260512T090000Z\nDTEND:20260512T080000Z": ["order"], "DTSTART:20260512T090000Z\nDTEND:20260512": ["end"],
    "DTSTART:20260512T090000Z\nDTEND:20260512T100000": ["end"], "DTSTART:20260512\nDTEND:never": ["end"], "DTSTART:20260512\nDURATION:P2D": ["20260512"],
    "DTSTART:20260512T090000Z\nDURATION:PT1H30M": ["20260512T0900+0000"], "DTSTART:20260512\nDURATION:-P3D": ["order"], "DTSTART:20260512\nDURATION:1h": ["end"],
    "DTSTART:20260512\nDURATION:P": ["end"], "DTSTART:99991231\nDURATION:P99999D": ["end"], "DTSTART:99991231T235959Z\nDURATION:PT9999999M": ["end"],
    "DTSTART;TZID=America/Chicago:20261101T003000\nDTEND;TZID=America/Chicago:20261101T013000": ["20261101T0030-0500"],
    # what repeats
    "DTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=3": ["20260105", "20260112", "20260119"], "DTSTART:20260105\nRRULE:FREQ=DAILY;UNTIL=20260107": ["20260105", "20260106", "20260107"],
    "DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260106T090000Z": ["20260105T0900+0000", "20260106T0900+0000"],
    "DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260106": ["20260105T0900+0000", "20260106T0900+0000"],
    "DTSTART;TZID=America/Chicago:20260105T190000\nRRULE:FREQ=DAILY;UNTIL=20260107T010000Z": ["20260105T1900-0600", "20260106T1900-0600"],
    NINE + "\nRRULE:FREQ=WEEKLY;COUNT=2": ["20260302T0900-0600", "20260309T0900-0500"],
    "DTSTART;TZID=America/Chicago:20260307T023000\nRRULE:FREQ=DAILY;COUNT=3": ["20260307T0230-0600", "20260308T0230-0600", "20260309T0230-0500"],
    "DTSTART;TZID=America/Chicago:20261031T013000\nRRULE:FREQ=DAILY;COUNT=3": ["20261031T0130-0500", "20261101T0130-0500", "20261102T0130-0600"],
    "DTSTART:20260131\nRRULE:FREQ=MONTHLY;COUNT=3": ["20260131", "20260331", "20260531"], "DTSTART:20240229\nRRULE:FREQ=YEARLY": ["none"],
    "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3": ["20260101", "20260130", "20260227"], "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2": ["20260101", "20260130"],
    "DTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260112": ["20260105", "20260119"], "DTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260105,20260112,20260119": ["none"],
    NINE + "\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20260309T140000Z": ["20260302T0900-0600"], NINE + "\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:": ["20260302T0900-0600", "20260309T0900-0500"],
    "DTSTART:20260105\nRDATE:20260110,20260120": ["20260105", "20260110", "20260120"], "DTSTART:20260105\nRDATE;VALUE=PERIOD:20260110T090000Z/PT1H": ["20260105", "20260110T0900+0000"],
    "DTSTART:20260105\nRDATE:": ["20260105"], "DTSTART:20260105\nRDATE:soon": ["rule"], "DTSTART:20260105\nRRULE:": ["rule"], "DTSTART:20260105\nRRULE:FREQ=OFTEN": ["rule"],
    "DTSTART:20260105\nRRULE:FREQ=SECONDLY": ["seldom"], "DTSTART:20260105\nRRULE:FREQ=DAILY;BYHOUR=9": ["seldom"], "DTSTART:20260105\nRRULE:RSCALE=CHINESE;FREQ=YEARLY": ["seldom"],
    "DTSTART:20260105\nRRULE:FREQ=DAILY;INTERVAL=0": ["rule"], "DTSTART:20260105\nRRULE:FREQ=DAILY;COUNT=-1": ["rule"], "DTSTART:20260105\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20260110": ["rule"],
    "DTSTART:20260105\nRRULE:FREQ=DAILY;UNTIL=never": ["rule"], "DTSTART:20260105\nRRULE:FREQ=WEEKLY;BYDAY=XX": ["rule"], "DTSTART:20260105\nRRULE:FREQ=WEEKLY;BYDAY=1MO": ["rule"],
    "DTSTART:20260105\nRRULE:FREQ=MONTHLY;BYMONTHDAY=0": ["rule"], "DTSTART:20260105\nRRULE:FREQ=DAILY;FREQ=WEEKLY": ["rule"], "DTSTART:20260105\nEXRULE:FREQ=DAILY\nRRULE:FREQ=DAILY": ["seldom"],
    "DTSTART:20260105\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30": ["20260105"], "DTSTART:17000101\nRRULE:FREQ=DAILY;COUNT=99999;BYMONTH=2;BYMONTHDAY=30": ["often"], "DTSTART:20200101\nRRULE:FREQ=DAILY;UNTIL=20201231": ["none"],
    "DTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=2;": ["20260105", "20260112"], "DTSTART:20260105\nrrule:freq=weekly;count=2": ["20260105", "20260112"],
    "DTSTART:20260105\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2": ["20260105", "20260131"], "DTSTART:20260105\nRRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=2": ["20260105", "20260119"],
    "DTSTART:20260105\nRRULE:FREQ=YEARLY;BYDAY=1MO": ["20260105"], "DTSTART:20260105\nRRULE:FREQ=YEARLY;COUNT=1;BYMONTH=1,2,3": ["20260105"],
}  # fmt: skip


@pytest.mark.parametrize("said", ONE, ids=range(len(ONE)))
def test_an_event_is_read_as_what_it_says_or_says_why_not(said):
    assert short(found(*TELLS, *event(*said.split("\n")))) == ONE[said]


def test_there_are_a_hundred_of_these():
    assert len(ONE) >= 100


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("how", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings_do_not_matter(ends, how):
    text = ends.join(["BEGIN:VCALENDAR", *event("DTSTART:20260512", "DESCRIPTION:caf", " é", title="Über"), "END:VCALENDAR"])
    (_line, one), = read(text.encode(how), FIRST, LAST)
    assert (one.title, one.note) == ("Über", "café")


def test_a_letter_that_was_cut_by_its_writer_is_whole():
    data = b"BEGIN:VEVENT\r\nDTSTART:20260512\r\nSUMMARY:caf\xc3\r\n \xa9\r\nEND:VEVENT\r\n"
    assert read(data, FIRST, LAST)[0][1].title == "café"


def test_words_lose_their_escapes_and_keep_their_lines():
    (_line, one), = found(*event("DTSTART:20260512", r"DESCRIPTION;LANGUAGE=es:a\, b\; c\\ d\ne\Nf", "LOCATION:Room: 5", r"URL:https://a.example/?q=a;b:c",
                                 "CLASS:PRIVATE", "STATUS:CANCELLED"))
    assert (one.note, one.place, one.url) == ("a, b; c\\ d\ne\nf", "Room: 5", "https://a.example/?q=a;b:c")
    assert (one.is_private, one.is_cancelled) == (True, True)


def test_ends_are_last_days_and_instants():
    def ends(*said):
        return found(*event(*said))[0][1].ends
    assert ends("DTSTART:20260512", "DTEND:20260514") == date(2026, 5, 13) == ends("DTSTART:20260512", "DURATION:P2D")
    assert ends("DTSTART:20260512", "DTEND:20260512") == date(2026, 5, 12)
    assert ends("DTSTART:20260512") is None
    # TI-02: over the gap two hours by the clock on the wall are one
    over = ends("DTSTART;TZID=America/Chicago:20260308T010000", "DURATION:PT1H")
    assert over.astimezone(UTC) == datetime(2026, 3, 8, 8, tzinfo=UTC) and (over.astimezone(CHICAGO).hour, over.astimezone(CHICAGO).minute) == (3, 0)


def test_each_row_has_the_line_on_which_it_begins_and_one_bad_row_takes_no_other_along():
    rows = found(*event("DTSTART:20260512"), *event("DTSTART:soon"), "BEGIN:VEVENT", "DTSTART:20260513", *event("DTSTART:20260514", uid="v"), "END:VEVENT",
                 "what is this", "END:VALARM", *event("DTSTART:20260515", uid="w"))
    assert [(line, word) for (line, _), word in zip(rows, short(rows), strict=True)] == [(3, "20260512"), (8, "day"), (13, "unclosed"), (15, "20260514"), (23, "20260515")]


def test_what_stands_in_an_alarm_is_not_the_events():
    rows = found(*event("DTSTART:20260512", "BEGIN:VALARM", "DTSTART:20260101", "SUMMARY:Ring", "END:VALARM", "LOCATION:Here"))
    assert (short(rows), rows[0][1].title, rows[0][1].place) == (["20260512"], "A", "Here")


def test_one_time_of_a_series_moves_is_called_off_or_stands_alone():
    weekly = event(NINE, "DTEND;TZID=America/Chicago:20260302T100000", "RRULE:FREQ=WEEKLY;COUNT=4")
    moved = event("RECURRENCE-ID;TZID=America/Chicago:20260309T090000", "DTSTART;TZID=America/Chicago:20260310T140000", title="Moved")
    off = event("RECURRENCE-ID:20260316T140000Z", "DTSTART;TZID=America/Chicago:20260316T090000", "STATUS:CANCELLED")
    rows = found(*weekly, *moved, *off)
    assert short(rows) == ["20260302T0900-0600", "20260323T0900-0500", "20260310T1400-0500", "20260316T0900-0500"]
    assert [(row.title, row.is_cancelled, row.repeats) for _line, row in rows] == [
        ("A", False, True), ("A", False, True), ("Moved", False, True), ("A", True, True)]
    assert rows[1][1].ends - rows[1][1].starts == timedelta(hours=1)
    assert short(found(*moved)) == ["20260310T1400-0500"]
    assert short(found(*weekly, *event("RECURRENCE-ID:soon", "DTSTART:20260401"))) == [*short(found(*weekly)), "day"]


def test_what_was_said_twice_holds_as_it_was_said_last():
    assert short(found(*event("DTSTART:20260512", "SEQUENCE:2"), *event("DTSTART:20260513", "SEQUENCE:10"))) == ["20260513"]
    assert short(found(*event("DTSTART:20260512"), *event("DTSTART:20260513"))) == ["20260512", "20260513"]


def test_a_calendar_that_calls_off_calls_off_everything_in_it():
    assert [row.is_cancelled for _line, row in found(*event("DTSTART:20260512"), head=["METHOD:CANCEL"])] == [True]


def test_a_floating_time_is_of_the_zone_of_its_calendar_where_that_has_one():
    times = [*event("DTSTART:20260512T090000", uid="1"), *event("DTSTART:20260513T020000Z", uid="2"), *event("DTSTART:20260512", uid="3")]
    assert short(found(*times, head=["X-WR-TIMEZONE:America/Chicago"])) == ["20260512T0900-0500", "20260512T2100-0500", "20260512"]


def test_a_rule_without_end_is_followed_for_a_dozen_times_within_the_days_that_are_asked_for():
    endless = event("DTSTART:19990101", "RRULE:FREQ=DAILY")
    assert short(found(*endless, first=date(2026, 3, 1))) == [f"202603{day:02}" for day in range(1, 13)]
    assert short(found(*endless, last=date(2026, 1, 3))) == ["20260101", "20260102", "20260103"]


def test_what_we_write_comes_in_as_it_was():
    at = datetime(2026, 3, 2, 9, tzinfo=CHICAGO)
    made = calendar([Dated("1@x", "A", at, at, at + timedelta(hours=1), "America/Chicago", "n", "p", "https://a.example/", rule="FREQ=WEEKLY;COUNT=3",
                           without=(at + timedelta(weeks=1),)), Dated("2@x", "B", date(2026, 5, 1), at, date(2026, 5, 3))])
    rows = [row for _line, row in read(made, FIRST, LAST)]
    assert [(row.starts, row.ends, row.zone) for row in rows] == [
        (at, at + timedelta(hours=1), "America/Chicago"), (at + timedelta(weeks=2), at + timedelta(weeks=2, hours=1), "America/Chicago"),
        (date(2026, 5, 1), date(2026, 5, 3), "")]


@pytest.mark.parametrize(("data", "code", "line"), [
    (b"", "shape", 0), (b"hello", "shape", 0), (b"<html>", "shape", 0), (b"BEGIN", "shape", 0), (b"BEGIN:VEVENT\nSUMMARY:\x00", "nul", 2),
    (b"BEGIN:X\n" * 30, "shape", 21), (b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_001, "rows", 20_001)])
def test_what_is_no_calendar_is_refused_with_its_line(data, code, line):
    with pytest.raises(Unreadable) as refused:
        read(data, FIRST, LAST)
    assert (refused.value.code, refused.value.line) == (code, line)


BOMBS = {
    "one long line": b"BEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:" + b"a" * 500_000 + b"\nEND:VEVENT",
    "colons and quotes": b"BEGIN:VEVENT\nDTSTART:20260101\nX-A" + b'":' * 100_000 + b"\nSUMMARY" + b';A="' * 50_000 + b":x\nEND:VEVENT",
    "a million folds": b"BEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:a" + b"\n a" * 50_000 + b"\nEND:VEVENT",
    "rules that never fit": b"BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY;COUNT=90000;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n" * 1_000,
    "rules without end": b"BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY\nEND:VEVENT\n" * 1_000,
    "a rule as long as a book": b"BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=DAILY;BYDAY=" + b"MO," * 300_000 + b"MO\nEND:VEVENT",
    "lists of days": b"BEGIN:VEVENT\nDTSTART:20260101\n" + (b"RDATE:" + b"20260102," * 2_000 + b"20260103\n") * 9 + b"END:VEVENT",
    "zones": b"".join(b"BEGIN:VTIMEZONE\nTZID:Z%d\n" % n + b"BEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=DAILY\nEND:STANDARD\n" * 40
                      + b"END:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=Z%d:20260101T000000\nEND:VEVENT\n" % n for n in range(50)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_is_followed_further_than_its_steps(name):
    """The work is bounded by counts, not by the clock: what a file asks for beyond them is said to be too often."""
    steps = Steps(5_000)
    try:
        assert len(read(BOMBS[name], FIRST, LAST, steps)) <= reading.MOST
    except Unreadable as problem:
        assert problem.code == "rows"
    assert steps.left >= -3_000  # each row may ask once more and hear no


def test_a_rule_that_cannot_be_is_no_rule_and_costs_no_more_than_its_steps():
    with pytest.raises(NotFollowed, match="often"):
        list(days(rule_in("FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30"), date(2026, 1, 1), FIRST, date.max, Steps(1_000)))


@pytest.mark.data
def test_every_real_calendar_is_read_or_says_why_not():
    if not REAL.exists():
        pytest.skip("the folder shared/data is not here")
    refused, others, words = {}, set(), []
    for path in sorted(REAL.rglob("*.ics")):
        data = path.read_bytes()
        if b"BEGIN:VCALENDAR" not in data and b"BEGIN:VEVENT" not in data:
            others.add(path.name)  # an alarm, a zone, a task by itself
        try:
            words += short(read(data, date(1990, 1, 1), date(2030, 12, 31)))
        except Unreadable as problem:
            refused[path.name] = problem.code
    assert refused == dict.fromkeys(others, "shape") | {"fuzz_testcase_0_char_in_component_name.ics": "nul"}
    why = sorted(word for word in words if not word[0].isdigit())
    assert {word: why.count(word) for word in why} == {"no day": 70, "rule": 5, "seldom": 4, "day": 3, "end": 1}
    assert len(words) - len(why) == 271

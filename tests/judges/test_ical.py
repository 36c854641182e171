"""What we write is read right by a reader that is not ours: ical.js, which believes the rules of the file alone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from staffroom.kit.calendars.writing import CANCEL, CANCELLED, Dated, calendar
from staffroom.kit.calendars.zones import changes, vtimezone
from tests import judges

# Every zone of the United States and their territories (zone.tab), and some whose clocks change otherwise, at another time of day, by half an hour, or by no rule.
US = ["America/New_York", "America/Detroit", "America/Kentucky/Louisville", "America/Kentucky/Monticello", "America/Indiana/Indianapolis", "America/Indiana/Vincennes", "America/Indiana/Winamac", "America/Indiana/Marengo", "America/Indiana/Petersburg", "America/Indiana/Vevay", "America/Chicago", "America/Indiana/Tell_City", "America/Indiana/Knox", "America/Menominee", "America/North_Dakota/Center", "America/North_Dakota/New_Salem", "America/North_Dakota/Beulah", "America/Denver", "America/Boise", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Sitka", "America/Metlakatla", "America/Yakutat", "America/Nome", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "America/St_Thomas", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago"]
OTHERS = ["Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "America/Nuuk", "America/Santiago", "Asia/Kathmandu"]
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def read(calendars, most=60):
    try:
        return judges.ical(calendars, most)
    except judges.Missing as missing:
        pytest.skip(str(missing))


def around(zone):
    """Every half hour for three hours on either side of each change of some years, and noon on some days where there is none."""
    found = [datetime(year, month, 15, 12, tzinfo=UTC) for year in (2026, 2033) for month in (1, 4, 7, 10)]
    for year in (2026, 2027, 2031):
        found += [change.at + timedelta(minutes=30 * step) for change in changes(ZoneInfo(zone), year, year) for step in range(-6, 7)]
    return found


def as_said(time):
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_every_zone_of_the_united_states_and_odd_ones_are_read_to_the_minute_over_both_clock_changes():
    zones = [*US, *OTHERS]
    calendars = [calendar([Dated(f"{n}@x", zone, at, STAMP, at + timedelta(minutes=45), zone) for n, at in enumerate(around(zone))]) for zone in zones]
    wrong = [(zone, at, event["times"]) for zone, events in zip(zones, read(calendars), strict=True) for at, event in zip(around(zone), events, strict=True)
             if event["times"] != [[as_said(at), as_said(at + timedelta(minutes=45))]]]
    assert wrong == []


def test_what_repeats_each_week_stays_at_nine_by_the_clock_of_its_zone_through_both_changes():
    zones = [*US, *OTHERS]
    starts = [datetime(2026, 1, 5, 9, tzinfo=ZoneInfo(zone)) for zone in zones]
    calendars = [calendar([Dated("w@x", zone, start, STAMP, start + timedelta(hours=1), zone, rule="FREQ=WEEKLY;COUNT=104")])
                 for zone, start in zip(zones, starts, strict=True)]
    for zone, start, (event,) in zip(zones, starts, read(calendars, 104), strict=True):
        right = [as_said(datetime.combine(start.date() + timedelta(weeks=n), start.time(), ZoneInfo(zone))) for n in range(104)]
        assert (zone, [time for time, _end in event["times"]]) == (zone, right)


def test_the_judge_finds_a_zone_that_is_told_as_a_list_of_dates():
    at = datetime(2026, 7, 1, 14, tzinfo=UTC)
    right = calendar([Dated("1@x", "A", at, STAMP, zone="America/Chicago")])
    rules = "\r\n".join(vtimezone("America/Chicago", 2026, 2026))
    listed = rules.replace("DTSTART:20070311T020000", "DTSTART:20060402T020000\r\nRDATE:20060402T020000,20070311T020000,20260308T020000").replace(
        "DTSTART:20071104T020000", "DTSTART:20061029T020000\r\nRDATE:20061029T020000,20071104T020000,20261101T020000")
    listed = "\r\n".join(line for line in listed.split("\r\n") if not line.startswith("RRULE"))
    (good,), (bad,) = read([right, right.replace(rules.encode(), listed.encode())])
    assert good["times"][0][0] == as_said(at) != bad["times"][0][0]


def test_words_numbers_states_and_exceptions_arrive_as_they_were_meant():
    zone = ZoneInfo("America/Chicago")
    start = datetime(2026, 3, 2, 9, tzinfo=zone)
    odd = 'Fractions; halves, "quarters" \\ 漢字 ' + "ü" * 90 + "\nsecond line"
    moved = start + timedelta(weeks=2)
    made = [Dated("s@x", odd, start, STAMP, start + timedelta(hours=1), "America/Chicago", odd, odd, "https://a.example/", 3, CANCELLED, "FREQ=WEEKLY;COUNT=4",
                  (start + timedelta(weeks=1),), language="es"),
            Dated("s@x", "Later", moved + timedelta(hours=3), STAMP, zone="America/Chicago", instead_of=moved)]
    series, once = read([calendar(made, method=CANCEL)])[0]
    assert (series["uid"], series["title"], series["note"], series["place"]) == ("s@x", odd, odd, odd)
    assert (series["sequence"], series["status"], series["method"], series["language"], series["zone"]) == (3, "CANCELLED", "CANCEL", "es", "America/Chicago")
    right = [as_said(datetime(2026, 3, day, hour, tzinfo=zone)) for day, hour in ((2, 9), (16, 12), (23, 9))]
    assert ([time for time, _end in series["times"]], once["times"][0][0]) == (right, right[1])

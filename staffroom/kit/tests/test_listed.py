"""Lists that leave can be read by other programs, whatever stands in them."""

from datetime import UTC, date, datetime

from staffroom.kit import feeds
from staffroom.kit.listed import DayOf, Mark, bookmarks, calendar, opml

ODD = 'Tom & "Jerry" <b>\x07 ü 漢字'
AT = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_list_of_feeds_is_read_again():
    data = opml(ODD, [{"name": ODD, "url": "https://a.example/feed?x=1&y=2", "site": "https://a.example/"}])
    assert [(one.title, one.feed_url, one.site) for one in feeds.read_opml(data)] == [
        ('Tom & "Jerry" ü 漢字', "https://a.example/feed?x=1&y=2", "https://a.example/")]


def test_no_title_breaks_out_of_a_bookmark_and_nothing_runs():
    data = bookmarks("F", [Mark(ODD, 'https://a.example/?q="><script>', "two\nlines", AT), Mark("No", "javascript:alert(1)")]).decode()
    assert "        <DT><A HREF='https://a.example/?q=\"&gt;&lt;script&gt;' ADD_DATE=\"1772955000\">Tom &amp; \"Jerry\" &lt;b&gt; ü 漢字</A>" in data.split("\n")
    assert "        <DD>two lines" in data.split("\n") and "javascript" not in data


def test_a_day_is_whole_and_its_lines_are_short():
    data = calendar([DayOf("x@staffroom", "漢" * 60 + "; a, b\\c", date(2026, 12, 31), AT, "one\ntwo")])
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Staffroom//EN", "BEGIN:VEVENT", "UID:x@staffroom", "DTSTAMP:20260308T073000Z",
                     "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:" + "漢" * 60 + "\\; a\\, b\\\\c", "TRANSP:TRANSPARENT",
                     "DESCRIPTION:one\\ntwo", "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip

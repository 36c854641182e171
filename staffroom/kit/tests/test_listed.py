"""Lists that leave can be read by other programs, whatever stands in them."""

from datetime import UTC, datetime

from staffroom.kit import feeds
from staffroom.kit.listed import Mark, bookmarks, opml

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


"""Trials FE-03, FE-05 and FE-07: feeds and lists of feeds, friendly and nasty, written here by hand."""

import csv
import datetime
import json
import time
from pathlib import Path

import pytest

from staffroom.kit import feeds

NOW = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
BASE = "https://blog.example/feed.xml"
SHARED = Path(__file__).parents[4] / "shared" / "data" / "feeds"


def at(year: int, month: int, day: int, hour: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.UTC)


def rss(items: str = "", title: str = "A blog", link: str = "https://blog.example/") -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title><link>{link}</link>{items}</channel></rss>".encode()


def entry(**parts: str) -> str:
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</item>"


def read(data: bytes) -> feeds.Feed:
    return feeds.read_feed(data, BASE, NOW)


def refusal(data: bytes, reader=None) -> str:
    with pytest.raises(feeds.Unreadable) as caught:
        (reader or read)(data)
    return caught.value.code


def test_an_rss_feed_is_read():
    data = rss(
        entry(title="Exit tickets &amp;amp; more", link="/posts/1", guid="post-1", pubDate="Fri, 03 Apr 2026 10:00:00 +0200")
        + entry(title="Two", description="&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;&lt;/p&gt;&lt;p&gt;there&lt;/p&gt;", author="Ann")
    )
    feed = read(data)
    first, second = feed.items
    assert (feed.title, feed.site) == ("A blog", "https://blog.example/")
    assert (first.key, first.title, first.link) == ("post-1", "Exit tickets & more", "https://blog.example/posts/1")
    assert (first.published_at, first.order_at) == (at(2026, 4, 3, 8), at(2026, 4, 3, 8))
    assert (second.summary, second.author, second.published_at, second.order_at) == ("Hello you\nthere", "Ann", None, NOW)


def test_an_atom_an_rdf_and_a_json_feed_are_read_alike():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog</title><link href="https://blog.example/"/>
      <entry><id>1</id><title type="html">&lt;i&gt;One&lt;/i&gt;</title><link href="/1"/><updated>2026-04-03T08:00:00Z</updated>
      <author><name>Ann</name></author><content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>"""
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A blog</title><link>https://blog.example/</link></channel>
      <item rdf:about="1"><title>One</title><link>/1</link><description>Text</description><dc:creator>Ann</dc:creator>
      <dc:date>2026-04-03T08:00:00Z</dc:date></item></rdf:RDF>"""
    found = {"version": "https://jsonfeed.org/version/1.1", "title": "A blog", "home_page_url": "https://blog.example/"}
    found["items"] = [
        {
            "id": 1,
            "title": "One",
            "url": "/1",
            "content_html": "<p>Text</p>",
            "authors": [{"name": "Ann"}],
            "date_published": "2026-04-03T10:00:00+02:00",
        }
    ]
    read_all = [read(atom), read(json.dumps(found).encode())]
    assert read_all[0] == read_all[1]
    item = read(rdf).items[0]
    assert (item.title, item.link, item.summary, item.author, item.published_at) == (
        "One",
        "https://blog.example/1",
        "Text",
        "Ann",
        at(2026, 4, 3, 8),
    )
    assert read_all[0].items[0].summary == "Text" and read_all[0].items[0].mark == item.mark


@pytest.mark.parametrize(
    "data",
    [
        rss(title="Café ☕").decode().encode("utf-16"),
        b"\xef\xbb\xbf" + rss(title="Café ☕"),
        rss(title="Café ☕").replace(b"<?xml version='1.0'?>", b"<?xml version='1.0' encoding='no-such'?>"),
    ],
)
def test_the_letters_of_a_feed_arrive_whole(data):
    assert read(data).title == "Café ☕"


def test_a_feed_in_an_older_encoding_is_read():
    data = rss(title="Café").decode().replace("<?xml version='1.0'?>", "<?xml version='1.0' encoding='ISO-8859-1'?>").encode("latin-1")
    assert read(data).title == "Café"
    assert read(rss(title="Café").decode().encode("cp1252")).title == "Café"


def test_a_feed_that_is_a_little_broken_is_read_all_the_same():
    assert [item.title for item in read(rss(entry(title="A &nbsp; B & C") + "<item><title>Two</title>")).items] == ["A B & C", "Two"]


LAUGHS = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 10))
NASTY = [
    f"<!DOCTYPE rss [{LAUGHS}]><rss version='2.0'><channel><title>&a9;</title></channel></rss>",
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&x;</title></channel></rss>",
    "<!DOCTYPE rss SYSTEM 'http://127.0.0.1/x.dtd'><rss version='2.0'><channel><title>x</title></channel></rss>",
    "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'>%p;]><rss version='2.0'><channel><title>x</title></channel></rss>",
    "<rss version='2.0' xmlns:xi='http://www.w3.org/2001/XInclude'><channel>"
    "<title><xi:include href='file:///etc/passwd' parse='text'/></title></channel></rss>",
    "<rss version='2.0'><channel><title>x</title></channel><!DOCTYPE late [<!ENTITY x 'y'>]></rss>",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_includes_are_refused(text, encoding):
    assert refusal(text.encode(encoding)) == "forbidden"
    assert refusal(text.replace("rss", "opml").encode(encoding), feeds.read_opml) == "forbidden"


def test_a_document_in_a_smuggling_encoding_stays_as_it_is_written():
    data = rss(title="+ADw-b+AD4-x").replace(b"<?xml version='1.0'?>", b"<?xml version='1.0' encoding='utf-7'?>")
    assert read(data).title == "+ADw-b+AD4-x"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rss("<a>" * 100 + "</a>" * 100), "depth"),
        (b"x" * 5_000_001, "size"),
        (b"", "shape"),
        (b"<html><body>no feed</body></html>", "shape"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "shape"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "shape"),
        (b'{"items": []}', "shape"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000, "shape"),
        (b"{" * 100_000, "shape"),
        (b"\xff\xfe\x00", "shape"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(data, code):
    assert refusal(data) == code


def test_json_of_the_wrong_types_is_read_as_far_as_it_makes_sense():
    odd = {
        "version": "https://jsonfeed.org/version/1",
        "title": 5,
        "items": [7, None, {"id": [], "title": {}, "url": 3, "authors": "x"}, {"id": "a"}],
    }
    assert [item.key for item in read(json.dumps(odd).encode()).items][1] == "a"


def test_an_item_with_the_same_id_is_one_and_shows_that_it_changed():
    before = read(rss(entry(guid="1", title="Old") + entry(guid="1", title="Twice"))).items
    after = read(rss(entry(guid="1", title="New"))).items
    assert [item.title for item in before] == ["Old"]
    assert before[0].key == after[0].key and before[0].mark != after[0].mark


def test_an_item_without_an_id_is_known_by_what_it_says():
    one = entry(title="One", link="https://blog.example/1")
    assert read(rss(one)).items[0].key == read(rss(entry(title="Other", link="https://blog.example/2") + one)).items[1].key
    without = [read(rss(entry(title=title))).items[0].key for title in ("One", "Two", "One")]
    assert without[0] == without[2] != without[1] and without[0].startswith("hash:")


def test_fifty_thousand_items_give_two_hundred_and_cost_no_more():
    small = "".join(entry(guid=str(number), title=f"n{number}") for number in range(50_000))
    began = time.process_time()
    items = read(rss(small)).items
    assert [item.key for item in items] == [str(number) for number in range(200)]
    assert time.process_time() - began < 20  # a guard against hanging; usual is well under two seconds
    assert len(feeds._shortened(rss(small).decode())) < len(small) / 200
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>" + "<entry><id>%d</id></entry>" * 300 + "</feed>"
    assert len(read((atom % tuple(range(300))).encode()).items) == 200


def test_dates_that_cannot_be_are_clamped_for_the_order():
    dates = ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2099 00:00:00 GMT", "not a date", "Mon, 99 Foo 2026", "Fri, 01 May 2026 11:00:00 GMT"]
    items = read(rss("".join(entry(guid=str(number), pubDate=date) for number, date in enumerate(dates)))).items
    assert [item.published_at for item in items] == [None, at(2099, 1, 1), None, None, at(2026, 5, 1, 11)]
    assert [item.order_at for item in items] == [NOW, NOW, NOW, NOW, at(2026, 5, 1, 11)]


def test_no_line_break_and_no_script_comes_through():
    title = "Tea&#13;&#10;BEGIN:VEVENT&#13;&#10;SUMMARY:x&lt;script&gt;alert(1)&lt;/script&gt; &#x202E;live"
    item = read(rss(entry(title=title, description="&lt;style&gt;x&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;Hi&lt;br&gt;you"))).items[0]
    assert (item.title, item.summary) == ("Tea BEGIN:VEVENT SUMMARY:x live", "Hi\nyou")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x.example/&quot;onx=", "mailto:a@b.example"]
)
def test_a_link_that_is_no_web_address_is_left_out(link):
    feed = read(rss(entry(title="One", link=link), link=link))
    assert (feed.items[0].link, feed.site) == ("", "")


def test_long_texts_are_cut():
    item = read(rss(entry(title="t" * 5_000, description="s" * 50_000, guid="g" * 5_000))).items[0]
    assert (len(item.title), len(item.summary), len(item.key)) == (300, 2_000, 500)


def opml(body: str) -> bytes:
    return f"<?xml version='1.0'?><opml version='2.0'><head><title>x</title></head><body>{body}</body></opml>".encode()


def test_a_list_gives_feeds_with_their_folders():
    data = opml(
        "<outline text='Maths'><outline text='A &amp; B' xmlUrl='https://a.example/f' htmlUrl='https://a.example/'/>"
        "<outline title='Deep'><outline text='C' xmlUrl='http://c.example/'/></outline></outline>"
        "<outline type='rss' title='Top' XMLURL='https://d.example/'/><outline text='Again' xmlUrl='https://a.example/f'/>"
    )
    assert feeds.read_opml(data) == (
        feeds.Outline("A & B", "https://a.example/f", "https://a.example/", ("Maths",)),
        feeds.Outline("C", "http://c.example/", "", ("Maths", "Deep")),
        feeds.Outline("Top", "https://d.example/", "", ()),
    )


def test_a_list_that_includes_itself_or_goes_too_deep_leads_nowhere():
    assert feeds.read_opml(opml("<outline type='include' url='https://a.example/self.opml' text='me'/><outline xmlUrl='file:///x' text='y'/>")) == ()
    assert refusal(opml("<outline text='x'>" * 200 + "</outline>" * 200), feeds.read_opml) == "depth"
    assert refusal(opml("<outline text='x'>" * 30 + "</outline>" * 30), feeds.read_opml) == "depth"
    assert refusal(rss(), feeds.read_opml) == "shape"
    assert refusal(b"<opml><body><outline", feeds.read_opml) == "shape"
    assert len(feeds.read_opml(opml("".join(f"<outline xmlUrl='https://x.example/{number}'/>" for number in range(5_000))))) == 2_000


@pytest.mark.data
def test_the_collected_lists_of_teachers_feeds_are_read():
    if not SHARED.is_dir():
        pytest.skip("../shared/data/feeds is not here")
    outlines = feeds.read_opml((SHARED / "k12_educator_feeds.opml").read_bytes())
    with open(SHARED / "k12_educator_feeds.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(outlines) > 30 and all(outline.title and outline.feed_url for outline in outlines)
    named = {value for row in rows for value in row.values() if value and value.startswith("http")}
    assert sum(outline.feed_url in named for outline in outlines) > len(outlines) * 0.9

"""Feeds and links against a server of our own, through the one door for outgoing requests."""

import gzip
import time
from datetime import timedelta

import pytest

from staffroom.catalogue import actions, effects
from staffroom.catalogue.described import described, untitled
from staffroom.catalogue.models import Follow, Offer, Source
from staffroom.kit import clock, outbox
from staffroom.kit.models import OutboxRow
from staffroom.kit.testing import make_account, op_id, sign_in

pytestmark = pytest.mark.django_db


def rss(*items: str, title: str = "A blog") -> bytes:
    return f'<rss version="2.0"><channel><title>{title}</title><link>https://example.org/</link>{"".join(items)}</channel></rss>'.encode()


def item(guid: str, title: str, date: str = "Sat, 01 Aug 2026 08:00:00 GMT", link: str = "") -> str:
    return f"<item><guid>{guid}</guid><title>{title}</title><link>{link or 'https://example.org/' + guid}</link><pubDate>{date}</pubDate></item>"


@pytest.fixture
def feed(site, db):
    return Source.objects.create(kind=Source.Kind.FEED, name="A blog", url=f"http://{site.at}/rss", due_at=clock.now())


def read(source) -> Source:
    effects.read_feed({"source": str(source.pk)})
    source.refresh_from_db()
    return source


def titles():
    return list(Offer.objects.filter(kind="post", taken_down_at=None).order_by("-made_at").values_list("title", flat=True))


def test_posts_come_once_and_a_changed_one_is_changed(site, feed):
    """FE-07: the same id with other words is one item."""
    site.says("/rss", rss(item("a", "First"), item("b", "Second", "Sun, 02 Aug 2026 08:00:00 GMT")), ETag='"1"')
    assert read(feed).failures_count == 0
    assert titles() == ["Second", "First"]
    code = Offer.objects.get(title="First").code
    site.says("/rss", rss(item("a", "First, again"), item("b", "Second", "Sun, 02 Aug 2026 08:00:00 GMT")), ETag='"2"')
    read(feed)
    assert titles() == ["Second", "First, again"]
    assert Offer.objects.get(title="First, again").code == code


def test_an_unchanged_feed_is_not_sent_again(site, feed):
    site.says("/rss", rss(item("a", "First")), ETag='"1"', Last_Modified="Sat, 01 Aug 2026 08:00:00 GMT")
    read(feed)
    site.says("/rss", status=304)
    before = feed.read_at
    assert read(feed).read_at > before
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert titles() == ["First"]


def test_odd_dates_and_missing_ids_are_put_in_order(site, feed):
    site.says(
        "/rss",
        rss(
            item("a", "Old", "Thu, 01 Jan 1970 00:00:00 GMT"),
            item("b", "Future", "Thu, 01 Jan 2099 00:00:00 GMT"),
            "<item><title>No id</title><link>https://example.org/none</link></item>",
        ),
    )
    read(feed)
    read(feed)
    assert set(titles()) == {"Old", "Future", "No id"}
    assert Offer.objects.filter(made_at__gt=clock.now()).count() == 0


def test_a_huge_feed_gives_its_first_two_hundred(site, feed):
    site.says("/rss", rss(*(item(f"g{n}", f"T{n}") for n in range(5_000))))
    read(feed)
    assert len(titles()) == 200


def test_markup_in_a_feed_is_text(site, feed, client):
    site.says("/rss", rss(item("a", "&lt;script&gt;alert(1)&lt;/script&gt;Hello", link="javascript:alert(1)")))
    read(feed)
    offer = Offer.objects.get(kind="post")
    assert (offer.title, offer.url) == ("Hello", "")
    assert "alert(1)" not in client.get(f"/find/{offer.code}/").content.decode()


def _endless(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/rss+xml")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"<item>" * 20_000)
    except OSError:
        pass


FAULTS = {
    "billion laughs": {
        "body": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>'
    },
    "external entity": {
        "body": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
    },
    "a page": {"body": b"<html>hello</html>", "kind": "text/html"},
    "gone wrong": {"status": 500},
    "not there": {"status": 404},
    "redirect inside": {"status": 302, "Location": "http://127.0.0.1:1/"},
    "redirect to a file": {"status": 302, "Location": "file:///etc/passwd"},
    "a bomb": {"body": gzip.compress(b"<item>" * 5_000_000), "Content_Encoding": "gzip"},
    "empty": {"body": b""},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noted_quietly_and_tried_later(site, feed, fault):
    """FE-04, FE-05, FE-06, SS-05: nothing is followed, nothing is read, the feed waits longer each time."""
    site.says("/rss", **FAULTS[fault])
    first = read(feed)
    assert (first.failures_count, first.due_at > clock.now() + timedelta(hours=1), titles()) == (1, True, [])
    wait = first.due_at - clock.now()
    assert read(feed).due_at - clock.now() > wait


def test_an_endless_answer_is_cut(site, feed):
    site.answers["/rss"] = _endless
    began = time.monotonic()
    assert read(feed).problem == "size"
    assert time.monotonic() - began < 15


def test_a_feed_that_never_answers_again_is_given_up_and_can_be_tried_again(site, feed, ann):
    actions.follow(by=ann, source=feed)
    site.says("/rss", status=500)
    for _n in range(8):
        read(feed)
    assert (feed.failures_count, feed.due_at) == (8, None)
    assert actions.ask_for_feeds(by=None) == 0
    actions.follow(by=ann, source=feed)
    feed.refresh_from_db()
    assert (feed.failures_count, feed.due_at is not None) == (0, True)


def test_a_feed_that_is_gone_is_given_up_at_once(site, feed):
    site.says("/rss", status=410)
    assert read(feed).due_at is None


def test_one_reading_serves_all_who_follow_and_nobody_means_none(site, feed, ann, ben):
    Source.objects.filter(pk=feed.pk).update(due_at=None)
    for person in (ann, ben, ann):
        actions.follow(by=person, source=Source.objects.get(pk=feed.pk))
    assert (Follow.objects.count(), OutboxRow.objects.filter(kind="catalogue.feed").count()) == (2, 1)
    Source.objects.update(due_at=clock.now() - timedelta(minutes=1))
    assert (actions.ask_for_feeds(by=None), actions.ask_for_feeds(by=None)) == (1, 0)
    actions.unfollow(by=ann, source=feed)
    assert Source.objects.get(pk=feed.pk).due_at is not None
    actions.unfollow(by=ben, source=feed)
    assert Source.objects.get(pk=feed.pk).due_at is None


def test_old_posts_come_down(site, feed, monkeypatch):
    from staffroom.catalogue.actions import feeds

    monkeypatch.setattr(feeds, "MOST_POSTS", 3)
    for start in (0, 3):
        site.says("/rss", rss(*(item(f"g{n}", f"T{n}", f"Sat, 0{n + 1} Aug 2026 08:00:00 GMT") for n in range(start, start + 3))))
        read(feed)
    assert titles() == ["T5", "T4", "T3"]


def test_a_feed_by_its_address_gets_its_own_name(site, ann):
    feed = untitled(url="https://example.org/rss", feed_url="https://example.org/rss", kind="feed")
    offer = actions.add_feed(by=ann, feed=feed)
    assert offer.title == "example.org/rss"
    Source.objects.filter(kind="feed").update(url=f"http://{site.at}/rss")
    site.says("/rss", rss(title="Mrs Example writes"))
    outbox.run_due()
    offer.refresh_from_db()
    assert (offer.title, offer.feed.name) == ("Mrs Example writes", "Mrs Example writes")


def test_following_is_seen_by_nobody_else(client, site, feed, ann):
    offer = actions.add_feed(
        by=ann, feed=described(title="A blog", kind="feed", url="https://example.org/", feed_url=feed.url.replace(site.at, "example.org"))
    )
    ben = sign_in(client, make_account("Ben"))
    assert "Follow this feed" in ben.get(f"/find/{offer.code}/").content.decode()
    assert "None yet." in ben.get("/find/feeds/").content.decode()
    ben.post(f"/find/{offer.code}/follow/", {"op_id": op_id()})
    assert Follow.objects.count() == 2
    assert "You follow this feed" in ben.get(f"/find/{offer.code}/").content.decode()
    ben.post(f"/find/{offer.code}/unfollow/", {"op_id": op_id()})
    assert Follow.objects.get().person == ann


def test_pages_of_ones_own_need_a_session_of_ones_own(client, ann):
    for path in ("/find/add/", "/find/feeds/"):
        assert client.get(path).status_code == 302
    sign_in(client, ann, assurance="org")
    for path in ("/find/add/", "/find/feeds/"):
        assert client.get(path).status_code == 403

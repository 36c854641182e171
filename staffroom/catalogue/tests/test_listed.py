"""A list leaves: as a table, as bookmarks, its feeds, and for a feed reader."""

from datetime import date

import pytest
from django.test import Client

from staffroom.catalogue import actions
from staffroom.catalogue.described import described, untitled
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock, feeds
from staffroom.kit.tables import read_table

pytestmark = pytest.mark.django_db
ONE = {"title": "=Exit, tickets", "url": "https://a.example/?x=1&y=2", "maker": "A school", "summary": "One question.", "minutes": 6, "minutes_from": "stated",
       "kind": "event", "level": "rookie", "cost": "free", "language": "en", "licence": "CC BY 4.0", "isbn": "9780306406157", "starts_on": date(2031, 5, 12),
       "ends_on": date(2031, 5, 13), "closes_on": date(2031, 5, 1), "place": "Lyon", "online": False}  # fmt: skip


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_table_holds_what_fits_and_brings_the_same_facts_in_again(client, ann, shelf):
    shelf(**ONE)
    shelf(title="Another thing")
    data = body(client.get("/find/list.csv?q=exit+tickets"))
    assert [row.cells[0] for row in read_table(data, ours=True).rows] == ["=Exit, tickets"]
    Offer.objects.all().delete()
    actions.apply_import(by=ann, run=actions.draft_import(by=ann, name="offers.csv", data=data.replace(b"'=Exit", b"Exit")))
    held = Offer.objects.get()
    assert {name: getattr(held, name) for name in ONE} == ONE | {"title": "Exit, tickets"}


def test_what_is_not_known_is_an_empty_cell(client, shelf):
    shelf(title="Bare", kind="page")
    assert read_table(body(client.get("/find/list.csv"))).rows[0].cells == ("Bare", "", "", "", "", "page", *[""] * 10)


def test_bookmarks_lead_to_the_thing_or_to_its_page_here_and_come_in_again(client, ann, shelf):
    piece = shelf(title="Written here", kind="piece", body="Words")
    shelf(**ONE)
    data = body(client.get("/find/list.html"))
    assert f'HREF="http://testserver/find/{piece.code}/"'.encode() in data
    run = actions.draft_import(by=ann, name="marks.html", data=data)
    assert sorted((row["title"], row["url"]) for _line, row in run.rows) == [
        ("=Exit, tickets", "https://a.example/?x=1&y=2"), ("Written here", f"http://testserver/find/{piece.code}/")]


def test_of_feeds_only_those_leave_whose_address_nobody_gave(as_ann, ann, ben):
    open_one = described(title="Open", kind="feed", url="https://open.example/", feed_url="https://open.example/feed")
    actions.add_feed(by=None, feed=open_one)
    actions.add_feed(by=ann, feed=untitled(url="https://mine.example/?token=a", feed_url="https://mine.example/?token=a", kind="feed"))
    actions.add_feed(by=ben, feed=untitled(url="https://his.example/?token=b", feed_url="https://his.example/?token=b", kind="feed"))
    for held in Source.objects.filter(kind="feed"):
        actions.follow(by=ann, source=held)
    assert [one.feed_url for one in feeds.read_opml(body(as_ann.get("/find/list.opml")))] == ["https://open.example/feed"]
    assert sorted(one.feed_url for one in feeds.read_opml(body(as_ann.get("/find/feeds.opml")))) == ["https://mine.example/?token=a", "https://open.example/feed"]
    assert Client().get("/find/feeds.opml").status_code == 302


def test_a_feed_reader_gets_the_newest_first_and_asks_politely(client, shelf):
    for n in range(60):
        shelf(title=f"Exit & ticket {n}", url=f"https://a.example/{n}")
    shelf(title="Something else")
    answer = client.get("/find/list.rss?q=exit+ticket")
    read = feeds.read_feed(answer.content, "https://x.example/", clock.now())
    assert (read.title, len(read.items), read.items[0].title) == ("Staffroom: “exit ticket”", 50, "Exit & ticket 59")
    newest = Offer.objects.get(title="Exit & ticket 59")
    assert (read.items[0].link, read.items[0].published_at) == (f"http://testserver/find/{newest.code}/", newest.made_at.replace(microsecond=0))
    again = client.get("/find/list.rss?q=exit+ticket", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/find/list.rss?q=other", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_new_offer_is_told_to_whoever_asks_again(client, shelf):
    from staffroom.catalogue.queries import shelf as remembered

    shelf(title="First")
    tag = client.get("/find/list.rss")["ETag"]
    shelf(title="Second")
    remembered.forget()
    assert client.get("/find/list.rss", headers={"If-None-Match": tag}).status_code == 200


def test_what_is_down_or_over_leaves_in_no_list(client, shelf):
    gone = shelf(title="Gone")
    Offer.objects.filter(pk=gone.pk).update(taken_down_at=clock.now())
    over = shelf(title="Over", kind="event")
    Offer.objects.filter(pk=over.pk).update(closed_at=clock.now())
    for form in ("csv", "html", "opml", "rss"):
        data = body(client.get(f"/find/list.{form}"))
        assert b"Gone" not in data and b"Over" not in data


def test_the_statements_of_a_list_do_not_grow_with_it(client, shelf, django_assert_max_num_queries):
    from staffroom.catalogue.queries import shelf as remembered

    for count in (3, 60):
        shelf(count)
        remembered.forget()
        with django_assert_max_num_queries(8):
            body(client.get("/find/list.csv"))


def test_the_page_offers_the_list_and_a_reader_finds_the_feed(client, shelf):
    shelf(title="Exit tickets")
    page = client.get("/find/?q=exit").content.decode()
    assert '<link rel="alternate" type="application/rss+xml" title="What is new for this search" href="/find/list.rss?q=exit">' in page
    assert 'href="/find/list.csv?q=exit"' in page and "list.opml" not in page
    assert "list.csv" not in client.get("/find/").content.decode()
    assert "list.csv" not in client.get("/find/?q=zzzz").content.decode()

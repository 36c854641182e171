"""Feeds: followed by people, read for all of them together."""

import hashlib
from datetime import timedelta

from django.db.models import Exists, OuterRef

from staffroom.catalogue.actions.links import links_source
from staffroom.catalogue.actions.shelving import retitle, shelve, take_down
from staffroom.catalogue.described import Bad, Described, described
from staffroom.catalogue.models import Follow, Offer, Source
from staffroom.kit import clock, outbox
from staffroom.kit.acts import act
from staffroom.kit.feeds import Feed
from staffroom.people.models import Account

READ = "catalogue.feed"
EVERY = timedelta(hours=3)
LONGEST = timedelta(days=7)
DEAD_AFTER = 8
MOST_POSTS = 300


@act("catalogue.add_feed")
def add_feed(*, by: Account | None, feed: Described, run=None) -> Offer:
    """The feed hangs on the wall as an offer; `by` follows it, which nobody else knows; it is read soon."""
    source, _new = Source.objects.get_or_create(url=feed.feed_url, defaults={
        "kind": Source.Kind.FEED, "name": feed.title[:200], "site": feed.url[:500], "added_by": by})
    offer = Offer.objects.filter(feed=source, taken_down_at=None).order_by("made_at", "pk").first()
    if offer is None:
        down = Offer.objects.filter(url_key=feed.url_key).exclude(taken_down_at=None).exists()
        shelve(links_source(), [feed], by=by, run=run, adopt=down)
        offer = Offer.objects.get(url_key=feed.url_key)
        Offer.objects.filter(pk=offer.pk).update(feed=source)
        offer.feed = source
    if by is not None:
        _follow(by, source)
    return offer


@act("catalogue.follow")
def follow(*, by: Account, source: Source) -> Follow:
    """`by` follows the feed; it is read soon, also when it had been given up."""
    return _follow(by, source)


def _follow(by: Account, source: Source) -> Follow:
    held, _new = Follow.objects.get_or_create(person=by, source=source)
    if source.due_at is None or source.failures_count:
        Source.objects.filter(pk=source.pk).update(due_at=clock.now(), failures_count=0, problem="")
        outbox.put(READ, f"{source.pk}:{clock.now():%Y%m%d%H%M%S}", {"source": str(source.pk)})
    return held


@act("catalogue.unfollow")
def unfollow(*, by: Account, source: Source) -> None:
    """`by` no longer follows the feed; without any follower it is not read again."""
    Follow.objects.filter(person=by, source=source).delete()
    if not Follow.objects.filter(source=source).exists():
        Source.objects.filter(pk=source.pk).update(due_at=None)


@act("catalogue.ask_for_feeds")
def ask_for_feeds(*, by: None = None, most: int = 50) -> int:
    """Feeds that are due and followed are promised to be read, each once; how many that was."""
    now = clock.now()
    due = Source.objects.filter(Exists(Follow.objects.filter(source=OuterRef("pk"))), kind=Source.Kind.FEED, due_at__lte=now).order_by("due_at", "pk")
    rows = list(due[:most])
    for source in rows:
        outbox.put(READ, f"{source.pk}:{source.due_at:%Y%m%d%H%M%S}", {"source": str(source.pk)})
    Source.objects.filter(pk__in=[source.pk for source in rows]).update(due_at=now + EVERY)
    return len(rows)


@act("catalogue.feed_read")
def feed_read(*, by: None, source: Source, feed: Feed | None, etag: str = "", last_modified: str = "") -> Source:
    """The posts of the feed stand on the shelf as it gave them (None: nothing new); it is due again in three hours."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if feed is not None:
        shelve(held, list(_posts(held, feed)))
        _name(held, feed)
        _let_old_go(held)
        held.etag, held.last_modified = etag[:200], last_modified[:60]
    now = clock.now()
    held.read_at, held.due_at, held.failures_count, held.problem = now, now + EVERY, 0, ""
    held.save()
    return held


@act("catalogue.feed_failed")
def feed_failed(*, by: None, source: Source, why: str, gone: bool = False) -> Source:
    """The feed is tried again later and later, at most a week apart; after eight failures, or when it is gone, no more."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    held.failures_count, held.problem = held.failures_count + 1, why[:120]
    dead = gone or held.failures_count >= DEAD_AFTER
    held.due_at = None if dead else clock.now() + min(LONGEST, timedelta(hours=1) * 2 ** held.failures_count)
    held.save()
    return held


def _posts(source: Source, feed: Feed):
    for item in feed.items:
        key = f"{source.code}:{hashlib.sha256(item.key.encode()).hexdigest()[:40]}"
        try:
            yield described(key=key, kind=Offer.Kind.POST, title=item.title, url=item.link, summary=item.summary[:300].replace("\n", " "),
                            maker=item.author or feed.title or source.name, found_in=feed.title, published_at=item.order_at)
        except Bad:
            continue


def _name(source: Source, feed: Feed) -> None:
    """A feed that was added by its address alone gets the name that it gives itself."""
    offer = Offer.objects.filter(feed=source).first()
    if feed.title and offer and offer.title == offer.url_key[:300]:
        retitle(offer, feed.title)
        source.name = feed.title[:200]
        source.site = source.site or feed.site[:500]


def _let_old_go(source: Source) -> None:
    """At most the newest three hundred posts of a feed hang on the wall."""
    take_down(list(Offer.objects.filter(source=source, kind=Offer.Kind.POST, taken_down_at=None).order_by("-made_at", "-pk")[MOST_POSTS:]))

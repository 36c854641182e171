"""What the worker does for this room outside the database: it reads feeds, and the titles of links. Nothing is locked meanwhile."""

from staffroom.catalogue import actions
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.pagetitle import title_of
from staffroom.kit import clock, feeds
from staffroom.kit.fetch import PAGE_TYPES, Refused, Unreachable, safe_fetch
from staffroom.kit.outbox import handles


@handles("catalogue.feed")
def read_feed(payload: dict) -> None:
    """Read one feed, politely (only when it changed); a failure is noted and tried later, without a word to anybody."""
    source = Source.objects.filter(pk=payload["source"]).first()
    if source is None:
        return
    try:
        answer = safe_fetch(source.url, etag=source.etag or None, last_modified=source.last_modified or None)
    except (Refused, Unreachable) as problem:
        actions.feed_failed(by=None, source=source, why=problem.code)
        return
    if answer.status == 304:
        actions.feed_read(by=None, source=source, feed=None)
    elif answer.status != 200:
        actions.feed_failed(by=None, source=source, why=f"status {answer.status}", gone=answer.status == 410)
    else:
        try:
            feed = feeds.read_feed(answer.body, answer.url, clock.now())
        except feeds.Unreadable as problem:
            actions.feed_failed(by=None, source=source, why=problem.code)
            return
        actions.feed_read(by=None, source=source, feed=feed, etag=answer.etag or "", last_modified=answer.last_modified or "")


@handles("catalogue.complete")
def read_title(payload: dict) -> None:
    """Read the title of a link that was put up without one. A site that cannot be read leaves the address as its title.

    Unreachable is tried again by the outbox, later and later.
    """
    offer = Offer.objects.filter(pk=payload["offer"], taken_down_at=None).first()
    if offer is None:
        return
    try:
        answer = safe_fetch(offer.url, accept=PAGE_TYPES)
    except Refused:
        return
    if answer.status == 200:
        actions.title_link(by=None, offer=offer, title=title_of(answer.body))

"""Is the page of an offer still there? Asked now and then, a few pages at a time, no two of one site together."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import Q

from staffroom.catalogue.models import Offer, Visit
from staffroom.kit import clock, outbox
from staffroom.kit.acts import act

VISIT = "catalogue.visit"
MOST = 30
APART = timedelta(seconds=15)
EVERY = timedelta(days=30)
LONGEST = timedelta(days=32)
SAID_FROM = 2


@act("catalogue.ask_for_visits")
def ask_for_visits(*, by: None, most: int = MOST) -> int:
    """Pages that are due are promised to be asked, spaced in time and one for each site; how many that was."""
    now = clock.now()
    waiting = Offer.objects.filter(Q(visit=None) | Q(visit__due_at__lte=now), taken_down_at=None, closed_at=None)
    waiting = waiting.exclude(url="").exclude(kind=Offer.Kind.POST).select_related("visit").only("url", "visit")
    by_site = {urlsplit(offer.url).hostname: offer for offer in waiting[:most * 4]}
    chosen = list(by_site.values())[:most]
    for turn, offer in enumerate(chosen):
        outbox.put(VISIT, f"{offer.pk}:{now:%Y%m%d%H%M%S}", {"offer": str(offer.pk)}, due_at=now + turn * APART)
    later = [Visit(offer=offer, due_at=now + timedelta(days=1)) for offer in chosen]
    Visit.objects.bulk_create(later, update_conflicts=True, unique_fields=["offer"], update_fields=["due_at"])
    return len(chosen)


@act("catalogue.visited")
def visited(*, by: None, offer: Offer, there: bool, etag: str = "", last_modified: str = "") -> Offer:
    """Whether the page answered is known. After two failures in a row the offer says since when; it is asked later and later, and nothing is
    deleted. One answer, and it says so no more."""
    now = clock.now()
    visit = Visit.objects.select_for_update().get_or_create(offer=offer, defaults={"due_at": now})[0]
    if there:
        visit.failures_count, visit.failed_at, visit.due_at = 0, None, now + EVERY
        visit.etag, visit.last_modified = etag[:200], last_modified[:60]
    else:
        visit.failures_count, visit.failed_at = visit.failures_count + 1, visit.failed_at or now
        visit.due_at = now + min(LONGEST, timedelta(days=1) * 2 ** visit.failures_count)
    visit.asked_at = now
    visit.save()
    since = visit.failed_at if visit.failures_count >= SAID_FROM else None
    count = visit.failures_count if since else 0
    if (offer.silent_since_at, offer.silent_count) != (since, count):
        offer.silent_since_at, offer.silent_count, offer.changed_at = since, count, now
        offer.save(update_fields=["silent_since_at", "silent_count", "changed_at"])
    return offer

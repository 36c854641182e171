"""The commons that ships with Staffroom."""

import logging
from pathlib import Path

from staffroom.catalogue import commons
from staffroom.catalogue.actions.shelving import Counts, shelve, take_down
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock
from staffroom.kit.acts import act

log = logging.getLogger("staffroom.catalogue")


@act("catalogue.load_commons")
def load_commons(*, by, folder: Path = commons.FOLDER) -> Counts:
    """The shelf holds the commons as its files describe it; nothing is done when no file changed.

    A row that cannot be read is named in `problems` and left as it was. What the files no longer name is taken down.
    """
    source, _new = Source.objects.get_or_create(kind=Source.Kind.COMMONS, defaults={"name": commons.MAKER})
    source = Source.objects.select_for_update().get(pk=source.pk)
    ours = Offer.objects.filter(source=source)
    digest = commons.digest_of(folder)
    if source.etag == digest:
        return Counts(same=ours.filter(taken_down_at=None).count())
    rows, named, problems = [], set(), []
    for key, found in commons.read(folder):
        named.add(key)
        if isinstance(found, str):
            problems.append(found)
            log.warning("commons: %s", found)
        else:
            rows.append(found)
    counts = shelve(source, rows, adopt=True)
    counts.problems = problems
    take_down([offer for offer in ours.filter(taken_down_at=None) if offer.key not in named])
    _join_feeds(rows)
    Source.objects.filter(pk=source.pk).update(etag=digest, read_at=clock.now())
    return counts


def _join_feeds(rows) -> None:
    """An offer that has a feed knows it; nothing is read from it until somebody follows it."""
    for row in rows:
        if row.feed_url:
            facts = {"kind": Source.Kind.FEED, "name": row.title[:200], "site": row.url[:500]}
            feed, _new = Source.objects.get_or_create(url=row.feed_url, defaults=facts)
            Offer.objects.filter(key=row.key).update(feed=feed)

"""What somebody brought in, and which feeds they follow."""

from dataclasses import dataclass

from staffroom.catalogue.lists import rows_of
from staffroom.catalogue.models import Follow, ImportRun, Offer
from staffroom.catalogue.queries.finding import SHOWN
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

FIRST = 12


@dataclass(frozen=True)
class Preview:
    """A draft as it would hang: the first rows, how many can be read, and which cannot."""

    first: tuple
    good: int
    bad: tuple[tuple[int, str], ...]


def preview(run: ImportRun) -> Preview:
    """What applying the draft would do."""
    rows = list(rows_of(run.form, run.rows, run.columns))
    good = [(line, found) for line, found in rows if not isinstance(found, str)]
    return Preview(tuple(good[:FIRST]), len(good), tuple((line, found) for line, found in rows if isinstance(found, str))[:50])


def runs(viewer: Viewer, limit: int = 10) -> list[ImportRun]:
    """My imports, newest first."""
    return list(visible_to(viewer, ImportRun).select_related("source").defer("rows", "before").order_by("-made_at")[:limit])


def added(run: ImportRun, limit: int = 50) -> list[Offer]:
    """What an import added and is still on the wall."""
    return list(Offer.objects.filter(run=run, taken_down_at=None).order_by("title").only(*SHOWN)[:limit])


def follows(viewer: Viewer) -> list[Follow]:
    """The feeds I follow, by name, each with the offer that stands for it on the wall."""
    found = list(visible_to(viewer, Follow).select_related("source").order_by("source__name"))
    standing = visible_to(viewer, Offer).filter(feed__in=[row.source_id for row in found]).only("code", "feed_id")
    offers = {offer.feed_id: offer for offer in standing}
    for row in found:
        row.offer = offers.get(row.source_id)
    return found


def posts(viewer: Viewer, followed: list[Follow], limit: int = 30) -> list[Offer]:
    """The newest posts of those feeds."""
    sources = [row.source_id for row in followed]
    rows = visible_to(viewer, Offer).filter(source__in=sources, kind=Offer.Kind.POST)
    return list(rows.order_by("-made_at", "code").only(*SHOWN, "url", "made_at")[:limit])


def is_followed(viewer: Viewer, offer: Offer) -> bool:
    """Do I follow the feed of this offer?"""
    return bool(offer.feed_id) and visible_to(viewer, Follow).filter(source_id=offer.feed_id).exists()

"""What somebody brought in, and which feeds they follow."""

from dataclasses import dataclass

from staffroom.catalogue.described import Described
from staffroom.catalogue.lists import COLUMNS, rows_of
from staffroom.catalogue.models import Follow, ImportRun, Offer
from staffroom.catalogue.queries.finding import SHOWN
from staffroom.kit import clock
from staffroom.kit.order import by_name
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

FIRST = 12
MOST_BAD = 200


@dataclass(frozen=True)
class Preview:
    """A draft as it would hang: the first rows, how many can be read, how many of them hang here already, and which cannot be read."""

    first: tuple
    good: int
    here: int
    bad: tuple[tuple[int, str], ...]
    bad_count: int

    @property
    def dated(self) -> bool:
        return any(found.starts_on or found.closes_on for _line, found in self.first)


def preview(run: ImportRun) -> Preview:
    """What applying the draft would do."""
    rows = list(rows_of(run.form, run.rows, run.columns, clock.now()))
    good = [(line, found) for line, found in rows if not isinstance(found, str)]
    bad = [(line, found) for line, found in rows if isinstance(found, str)]
    here = _here([found for _line, found in good])
    return Preview(tuple(good[:FIRST]), len(good), here, tuple(bad[:MOST_BAD]), len(bad))


def _here(rows: list[Described]) -> int:
    """How many of these hang already."""
    held = Offer.objects.filter(taken_down_at=None)
    keys = set(held.filter(key__in=[row.key for row in rows if row.key]).values_list("key", flat=True))
    urls = set(held.filter(url_key__in=[row.url_key for row in rows if row.url_key]).values_list("url_key", flat=True))
    return sum(1 for row in rows if row.key in keys or row.url_key in urls)


def asks(run: ImportRun) -> str:
    """What a person has to choose before a draft hangs: its "columns", its "folders", or nothing."""
    return "" if run.begun_at else "columns" if run.form in COLUMNS else "folders" if run.form == "marks" else ""


def runs(viewer: Viewer, limit: int = 10) -> list[ImportRun]:
    """My imports, newest first."""
    return list(visible_to(viewer, ImportRun).select_related("source").defer("rows", "before").order_by("-made_at", "-pk")[:limit])


def added(run: ImportRun, limit: int = 50) -> list[Offer]:
    """What an import added and is still on the wall."""
    return list(Offer.objects.filter(run=run, taken_down_at=None).order_by(by_name("title"), "pk").only(*SHOWN)[:limit])


def follows(viewer: Viewer) -> list[Follow]:
    """The feeds I follow, by name, each with the offer that stands for it on the wall."""
    found = list(visible_to(viewer, Follow).select_related("source").order_by(by_name("source__name"), "pk"))
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

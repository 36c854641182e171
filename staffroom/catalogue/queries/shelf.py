"""The shelf as this process remembers it: at most a second old, made anew when an offer changed.

A shelf of up to `MOST_HELD` offers is held whole, in order, as the filters see it; a larger one is asked of the database.
"""

import threading
import time
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Max, QuerySet

from staffroom.catalogue import facets
from staffroom.catalogue.described import WHENEVER
from staffroom.catalogue.models import Offer, Where
from staffroom.catalogue.wanted import BY, Light, Wanted, counts
from staffroom.topics.models import Topic

MOST_HELD = 5_000
SURE = 1.0
TOPICS_SURE = 60.0
REST = 10.0  # seconds between two countings of a large shelf, however often it changes


@dataclass(frozen=True)
class Shelf:
    """Every offer that hangs, newest first, at one version; `whole` is False for a shelf that is too large."""

    version: str
    whole: bool
    by_pk: dict

    @property
    def lights(self):
        return self.by_pk.values()

    @cached_property
    def untouched(self) -> tuple[list, dict]:
        """What Find shows of it when nothing is asked for, counted once for each version of the shelf."""
        return counts(self.lights, Wanted())

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The values that its offers have, by facet."""
        return {by: sorted({value for light in self.lights for value in light.values(by)}) for by in BY}


_counting = threading.Lock()
_known: dict = {"counts": ("", None), "at": 0.0, "version": "", "shelf": None, "topics": {}, "topics_at": 0.0}


def forget() -> None:
    """Remember nothing (tests)."""
    _known.update(counts=("", None), at=0.0, version="", shelf=None, topics={}, topics_at=0.0)


def version() -> str:
    """A word that changes whenever an offer does; asked of the database at most once a second."""
    if time.monotonic() - _known["at"] >= SURE:
        last = Offer.objects.aggregate(last=Max("changed_at"))["last"]
        _known.update(at=time.monotonic(), version=last.isoformat() if last else "none")
    return _known["version"]


def held() -> Shelf | None:
    """The whole shelf, or None when it is too large to be held."""
    now = version()
    if _known["shelf"] is None or _known["shelf"].version != now:
        offers = Offer.objects.filter(taken_down_at=None, closed_at=None)
        whole = not offers.values("pk")[MOST_HELD:].exists()
        _known["shelf"] = Shelf(now, whole, lights(offers.order_by("-made_at", "code")) if whole else {})
    return _known["shelf"] if _known["shelf"].whole else None


def lights(offers: QuerySet) -> dict:
    """The offers as the filters see them, in their order."""
    topics_of: dict = {}
    keys = offers.order_by().values("pk")
    through = Offer.topics.through.objects.filter(offer_id__in=keys).values_list("offer_id", "topic__kind", "topic__slug")
    named = Where.objects.filter(offer_id__in=keys).values_list("offer_id", "by", "words")
    for pk, kind, slug in through.union(named, all=True):
        topics_of.setdefault(pk, set()).add((kind, slug))
    rows = offers.values_list("pk", "kind", "cost", "level", "language", "minutes", "watch_minutes", "do_minutes", "relate_minutes", "made_at",
                              "starts_on", "follow_up")
    return {row[0]: Light(*row[:6], frozenset(topics_of.get(row[0], ())), row[6:9], row[9], _pace(row[1], row[10]), _yes(row[11])) for row in rows}


def _pace(kind: str, starts_on: object) -> str:
    return "dated" if starts_on else "any" if kind in WHENEVER else ""


def _yes(fact: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[fact]


def topics() -> dict[tuple[str, str], Topic]:
    """Every topic by kind and slug, in order; kept for a minute."""
    if not _known["topics"] or time.monotonic() - _known["topics_at"] >= TOPICS_SURE:
        found = {(topic.kind, topic.slug): topic for topic in Topic.objects.order_by("kind", "position")}
        _known.update(topics=found, topics_at=time.monotonic())
    return _known["topics"]


def ids() -> dict:
    """The keys of the topics by kind and slug."""
    return {name: topic.pk for name, topic in topics().items()}


def counted() -> tuple[int, dict]:
    """The counts of a large shelf. Counting takes seconds: when an offer changed, whoever asks gets the last ones; they are made anew beside."""
    now, (of, kept) = version(), _known["counts"]
    if kept is None:
        kept = _count(now)
    elif of != now and _counting.acquire(blocking=False):
        threading.Thread(target=_count_beside, args=(now,), daemon=True).start()
    return kept


def _count(now: str) -> tuple[int, dict]:
    kept = facets.counted(Offer.objects.filter(taken_down_at=None, closed_at=None), Wanted(), ids())
    _known["counts"] = (now, kept)
    return kept


def _count_beside(now: str) -> None:
    try:
        _count(now)
    finally:
        connection.close()
        time.sleep(REST)
        _counting.release()


def values(by: str) -> list[str]:
    """The values of a facet that offers have."""
    whole = held()
    return sorted(counted()[1][by]) if whole is None else whole.values[by]

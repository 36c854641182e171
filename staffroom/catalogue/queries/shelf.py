"""The shelf as this process remembers it: at most a second old, made anew when an offer changed.

A shelf of up to `MOST_HELD` offers is held whole, in order, as the filters see it; a larger one as bits (`catalogue.bits`), read anew beside.
"""

import threading
import time
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Max, Q, QuerySet

from staffroom.catalogue import rates
from staffroom.catalogue.bits import Bits, Gathered
from staffroom.catalogue.described import WHENEVER
from staffroom.catalogue.models import Offer, Where
from staffroom.catalogue.wanted import BY, FORMATS, Light, Wanted, counts
from staffroom.topics.models import Topic

MOST_HELD = 5_000
SURE = 1.0
TOPICS_SURE = 60.0
REST = 20  # a large shelf that changes all the time is read so many times as long ago as reading it takes
PART = 10_000


COLUMNS = ("kind", "cost", "level", "language", "starts_on", "follow_up", "watch_minutes", "do_minutes", "relate_minutes")


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


_reading, _first = threading.Lock(), threading.Lock()
_known: dict = {"bits": ("", None), "at": 0.0, "version": "", "shelf": None, "topics": {}, "topics_at": 0.0, "kept": [], "kept_at": 0.0}


def forget() -> None:
    """Remember nothing (tests)."""
    _known.update(bits=("", None), at=0.0, version="", shelf=None, topics={}, topics_at=0.0, kept=[], kept_at=0.0)


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


def most_kept() -> list:
    """Keys of the offers that teachers kept most often; counted out of all that was told, so kept for a minute."""
    if not _known["kept_at"] or time.monotonic() - _known["kept_at"] >= TOPICS_SURE:
        _known.update(kept=rates.most_kept(), kept_at=time.monotonic())
    return _known["kept"]


def bits() -> Bits:
    """A large shelf. Reading it takes seconds: when an offer changed, whoever asks gets it as it was; it is read anew beside."""
    now, (of, kept) = version(), _known["bits"]
    if kept is None:
        with _first:
            return _known["bits"][1] or _read(now)
    if of != now and _reading.acquire(blocking=False):
        threading.Thread(target=_read_beside, args=(now,), daemon=True).start()
    return kept


def _read(now: str) -> Bits:
    read = gathered(Offer.objects.filter(taken_down_at=None, closed_at=None)).bits()
    _known["bits"] = (now, read)
    return read


def _read_beside(now: str) -> None:
    began = time.monotonic()
    try:
        _read(now)
    finally:
        connection.close()
        time.sleep(REST * (time.monotonic() - began))
        _reading.release()


def gathered(offers: QuerySet) -> Gathered:
    """These offers, newest first, read part by part."""
    found, kinds = Gathered(), {topic.pk: name for name, topic in topics().items()}
    through = Offer.topics.through.objects
    rows = list(_part(offers))
    while rows:
        first, last = rows[0], rows[-1]
        within = {"offer__made_at__gte": last.made_at, "offer__made_at__lte": first.made_at}
        named: dict = {}
        for pk, topic in through.filter(**within).values_list("offer_id", "topic_id"):
            named.setdefault(pk, []).extend([kinds[topic]] if topic in kinds else [])
        for pk, by, words in Where.objects.filter(**within).values_list("offer_id", "by", "words"):
            named.setdefault(pk, []).append((by, words))
        for row in rows:
            found.add(row.pk, row.minutes, [*_told(row), *named.get(row.pk, ())])
        rows = list(_part(offers.filter(Q(made_at__lt=last.made_at) | Q(code__gt=last.code), made_at__lte=last.made_at)))
    return found


def _part(offers: QuerySet) -> QuerySet:
    return offers.order_by("-made_at", "code").values_list("pk", "code", "made_at", "minutes", *COLUMNS, named=True)[:PART]


def _told(row) -> list[tuple[str, str]]:
    """The values of an offer by facet, but for topics and places: (facet, value)."""
    parts = (row.watch_minutes, row.do_minutes, row.relate_minutes)
    formats = [("format", name) for name, minutes in zip(FORMATS, parts, strict=True) if minutes] or [("format", "")]
    return [("kind", row.kind), ("cost", row.cost), ("level", row.level), ("language", row.language), ("pace", _pace(row.kind, row.starts_on)),
            ("follow_up", _yes(row.follow_up)), *formats]


def values(by: str) -> list[str]:
    """The values of a facet that offers have."""
    whole = held()
    return sorted(bits().has[by]) if whole is None else whole.values[by]

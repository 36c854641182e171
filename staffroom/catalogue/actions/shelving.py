"""Putting described offers on the shelf: the one place that writes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from staffroom.catalogue.described import FIELDS, ROOM, Described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock, search
from staffroom.kit.markdown import to_html
from staffroom.kit.words import outside_line
from staffroom.topics.models import Topic

KIND = "offer"
PART = 400
OWN = ("body_html", "source", "run", "taken_down_at", "changed_at")


@dataclass
class Counts:
    """What an import did. `problems` names the rows that could not be read; `before` is what changed offers said, for undoing."""

    added: int = 0
    changed: int = 0
    same: int = 0
    problems: list[str] = field(default_factory=list)
    before: dict[str, dict] = field(default_factory=dict)


def shelve(source: Source, rows: Iterable[Described], *, by=None, run=None, adopt: bool = False) -> Counts:
    """The rows stand on the shelf, each once. An offer of another source stays as it is, unless `adopt` (the commons) takes it over.

    An offer is known by its key, else by the key of its address. One that was taken down and comes again counts as added.
    Call it inside an act.
    """
    rows, counts = list(rows), Counts()
    topics = {(topic.kind, topic.slug): topic for topic in Topic.objects.all()}
    held = _held(rows)
    put, taken, new = [], set(), []
    now = clock.now()
    for row in rows:
        offer = held.get(("key", row.key)) or held.get(("url", row.url_key))
        if ("key", row.key) in taken or ("url", row.url_key) in taken:
            counts.same += 1
            continue
        taken |= {(name, value) for name, value in (("key", row.key), ("url", row.url_key)) if value}
        wanted = {topics[name].pk for name in row.topics if name in topics}
        if offer is None:
            new.append((Offer(source=source, added_by=by, run=run, made_at=row.published_at or now, changed_at=now), row, wanted))
        elif (offer.source_id == source.pk or adopt) and _differs(offer, row, wanted):
            if offer.taken_down_at is None:
                counts.before[str(offer.pk)] = _as_it_is(offer)
            else:
                offer.run = run
            offer.source, offer.taken_down_at, offer.changed_at = source, None, now
            put.append((offer, row, wanted))
        else:
            counts.same += 1
    counts.changed = len(counts.before)
    counts.added = len(new) + len(put) - counts.changed
    _write(new, put)
    return counts


def _held(rows: list[Described]) -> dict[tuple[str, str], Offer]:
    held: dict[tuple[str, str], Offer] = {}
    for start in range(0, len(rows), PART):
        part = rows[start:start + PART]
        wanted = Q(key__in=[row.key for row in part if row.key]) | Q(url_key__in=[row.url_key for row in part if row.url_key])
        for offer in Offer.objects.filter(wanted).prefetch_related("topics"):
            held[("url", offer.url_key)] = offer
            held[("key", offer.key)] = offer
    held.pop(("url", ""), None)
    held.pop(("key", ""), None)
    return held


def _differs(offer: Offer, row: Described, wanted: set) -> bool:
    facts = any(getattr(offer, name) != getattr(row, name) for name in FIELDS if name != "key" or row.key)
    return facts or offer.taken_down_at is not None or {topic.pk for topic in offer.topics.all()} != wanted


def _as_it_is(offer: Offer) -> dict:
    facts = {name: getattr(offer, name) for name in FIELDS}
    for name in ("looked_on", "published_at"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    return facts | {"topics": [str(topic.pk) for topic in offer.topics.all()]}


def _write(new: list, changed: list) -> None:
    for offer, row, _wanted in [*new, *changed]:
        body = offer.body
        for name in FIELDS:
            if name != "key" or row.key:
                setattr(offer, name, getattr(row, name))
        if offer.body != body:
            offer.body_html = str(to_html(offer.body, top=1)) if offer.body else ""
    Offer.objects.bulk_create([offer for offer, _, _ in new], batch_size=PART)
    Offer.objects.bulk_update([offer for offer, _, _ in changed], [*FIELDS, *OWN], batch_size=40)
    link = Offer.topics.through
    link.objects.filter(offer_id__in=[offer.pk for offer, _, _ in changed]).delete()
    written = [*new, *changed]
    link.objects.bulk_create([link(offer_id=offer.pk, topic_id=topic) for offer, _, wanted in written for topic in sorted(wanted)], batch_size=PART)
    index([offer for offer, _, _ in written])


def retitle(offer: Offer, title: str) -> None:
    """The offer has another title, and is found by it."""
    offer.title, offer.changed_at = outside_line(title, ROOM["title"]), clock.now()
    offer.save(update_fields=["title", "changed_at"])
    index([offer])


def index(offers: list[Offer]) -> None:
    """The offers can be found by their words and by those of their topics; one that was taken down cannot."""
    names: dict = {}
    for start in range(0, len(offers), PART):
        pks = [offer.pk for offer in offers[start:start + PART]]
        for pk, name, words in Offer.topics.through.objects.filter(offer_id__in=pks).values_list("offer_id", "topic__name", "topic__words"):
            names.setdefault(pk, []).append(f"{name} {words}")
    search.put(KIND, ((offer.pk, offer.title, f"{offer.summary} {offer.first_step} {offer.body}", offer.maker, " ".join(names.get(offer.pk, ())))
                      for offer in offers if offer.taken_down_at is None))
    search.drop(KIND, [offer.pk for offer in offers if offer.taken_down_at is not None])

"""Putting described offers on the shelf: the one place that writes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from staffroom.catalogue.actions.placing import place
from staffroom.catalogue.described import FIELDS, ROOM, Described, over_at
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock, search
from staffroom.kit.markdown import to_html
from staffroom.kit.words import outside_line
from staffroom.moderation.queries import down_of
from staffroom.topics.models import Topic

KIND = "offer"
PART = 400
OF_PEOPLE = ("card:", "offered:")  # keys of what teachers here made: no search knows their names, for an index remembers words that went
OWN = ("body_html", "source", "run", "over_at", "closed_at", "taken_down_at", "changed_at")
DAYS = ("looked_on", "starts_on", "ends_on", "closes_on")


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

    An offer is known by its key, else by the key of its address. One that was taken down and comes again counts as added; one that those
    who look after the wall took down stays down.
    Call it inside an act.
    """
    rows, counts = list(rows), Counts()
    topics = {(topic.kind, topic.slug): topic for topic in Topic.objects.all()}
    held = _held(rows)
    barred = down_of(KIND, [offer.pk for offer in held.values() if offer.taken_down_at])
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
        elif (offer.source_id == source.pk or adopt) and offer.merged_into_id is None and offer.pk not in barred and _differs(offer, row, wanted):
            if offer.taken_down_at is None:
                counts.before[str(offer.pk)] = as_it_is(offer)
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
        for offer in Offer.objects.filter(wanted).order_by("pk").select_for_update(of=("self",)).prefetch_related("topics"):
            held[("url", offer.url_key)] = offer
            held[("key", offer.key)] = offer
    held.pop(("url", ""), None)
    held.pop(("key", ""), None)
    return held


def _differs(offer: Offer, row: Described, wanted: set) -> bool:
    facts = any(getattr(offer, name) != getattr(row, name) for name in _written(offer, row))
    return facts or offer.taken_down_at is not None or {topic.pk for topic in offer.topics.all()} != wanted


def _written(offer: Offer, row: Described) -> list[str]:
    """The facts that a row may write: not what a person set right, and a key only where it has one."""
    return [name for name in FIELDS if name not in offer.corrected and (name != "key" or row.key)]


def as_it_is(offer: Offer) -> dict:
    """What the offer says now, as JSON keeps it; `put_back` takes it."""
    facts = {name: getattr(offer, name) for name in FIELDS}
    for name in (*DAYS, "published_at"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    return facts | {"topics": [str(topic.pk) for topic in offer.topics.all()]}


def put_back(offer: Offer, was: dict) -> Offer:
    """The offer says again what it said; a fact that was not told of then, or that a person set right, stays. Index it afterwards."""
    for name in FIELDS:
        if name in was and name not in offer.corrected:
            setattr(offer, name, date.fromisoformat(was[name]) if name in DAYS and was[name] else was[name])
    offer.published_at = datetime.fromisoformat(was["published_at"]) if was["published_at"] else None
    _derive(offer)
    offer.changed_at = clock.now()
    offer.save()
    offer.topics.set(was["topics"])
    return offer


def _derive(offer: Offer) -> None:
    """What follows from the facts: the text as HTML, and when it is over."""
    offer.body_html = str(to_html(offer.body, top=2)) if offer.body else ""
    offer.over_at = over_at(offer)
    offer.closed_at = clock.now() if offer.over_at and offer.over_at <= clock.now() else None


def rewrite(changed: list[tuple[Offer, Described, set]]) -> None:
    """These offers say what is described, about these topics (by key). Who calls it sets `changed_at`."""
    _write([], changed)


def _write(new: list, changed: list) -> None:
    for offer, row, _wanted in [*new, *changed]:
        for name in _written(offer, row):
            setattr(offer, name, getattr(row, name))
        _derive(offer)
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


def blank(offer: Offer) -> None:
    """The offer hangs no longer, and none of its words is kept."""
    rewrite([(offer, Described(title="-", kind=offer.kind, key=offer.key), set())])
    take_down([offer])


def take_down(offers: list[Offer]) -> None:
    """The offers hang no longer and are not found."""
    now = clock.now()
    for start in range(0, len(offers), PART):
        Offer.objects.filter(pk__in=[offer.pk for offer in offers[start:start + PART]]).update(taken_down_at=now, changed_at=now)
    for offer in offers:
        offer.taken_down_at = now
    index(offers)


def put_up(offers: list[Offer]) -> None:
    """The offers hang again as they did."""
    now = clock.now()
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(taken_down_at=None, changed_at=now)
    for offer in offers:
        offer.taken_down_at = None
    index(offers)


def index(offers: list[Offer]) -> None:
    """The offers can be found by their words, by those of their topics and by their places; one that was taken down or is over cannot."""
    place(offers)
    names: dict = {}
    for start in range(0, len(offers), PART):
        pks = [offer.pk for offer in offers[start:start + PART]]
        for pk, name, words in Offer.topics.through.objects.filter(offer_id__in=pks).values_list("offer_id", "topic__name", "topic__words"):
            names.setdefault(pk, []).append(f"{name} {words}")
    search.put(KIND, ((offer.pk, offer.title, f"{offer.summary} {offer.first_step} {offer.body}",
                       " ".join(["" if offer.key.startswith(OF_PEOPLE) else offer.maker, offer.place, *(row["body"] for row in offer.offered)]),
                       " ".join(names.get(offer.pk, ()))) for offer in offers if offer.hangs))
    down = [offer.pk for offer in offers if not offer.hangs]
    for start in range(0, len(down), PART):
        search.drop(KIND, down[start:start + PART])

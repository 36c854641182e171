"""A shelf of a million offers in minutes: rows straight into the tables, in the shapes that the acts write.

Words come by Zipf's law from our own pieces and offers with a tail of rarer ones (`search_scale.Corpus`); kinds, minutes, themes, places, makers and
languages are as skewed as catalogues are: few are most, many are rare, and what nobody told stays empty. `check` puts some of them up by the act too
and compares every column and every word of the index.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from bench.search_scale import Corpus

PART = 10_000
KINDS = {"post": 30, "course": 22, "article": 12, "video": 8, "webinar": 7, "page": 5, "event": 4, "podcast": 3, "toolkit": 3, "report": 2, "book": 2,
         "tool": 1, "community": 1}
MINUTES = {None: 48, 15: 9, 60: 9, 30: 8, 45: 4, 90: 4, 120: 4, 10: 3, 5: 3, 20: 3, 180: 2, 360: 2, 600: 1}
LANGUAGES = {"en": 78, "": 8, "es": 6, "fr": 2, "de": 2, "pt": 1, "ar": 1, "zh": 1, "vi": 0.5, "so": 0.3, "cy": 0.2}
LEVELS = {"": 60, "anyone": 15, "rookie": 12, "practised": 10, "expert": 3}
COSTS = {"free": 50, "": 32, "paid": 18}
PLACES = ("online", "Leeds", "Ohio", "Texas", "Nairobi", "Cardiff", "Denver, Colorado", "Madrid", "Chicago", "Lagos", "Glasgow", "Lima", "Toronto",
          "Quito", "Juneau", "Hilo", "Accra", "Bergen", "Tartu", "Nome")
DATED = {"course", "webinar", "event"}
GONE, OVER = 0.01, 0.05  # taken down, over


def _drawn(chances: dict, by: random.Random, many: int) -> list:
    return by.choices(list(chances), list(chances.values()), k=many)


class Facts:
    """What offers say, the same for the same seed: facts as `described` takes them, and the words of the index."""

    def __init__(self, seed: int = 11):
        from staffroom.kit.endings import stem
        from staffroom.topics.models import Topic
        self.corpus, self.random = Corpus(seed), random.Random(seed)
        self.words, self.sums = self.corpus.words, self.corpus.sums
        self.stems = [stem(word) for word in self.words]
        self.topics = {(topic.kind, topic.slug): topic for topic in Topic.objects.order_by("kind", "position")}
        self.of = {kind: [slug for at, slug in self.topics if at == kind] for kind in ("theme", "subject", "stage")}
        self.places = [1 / place for place in range(1, len(PLACES) + 1)]

    def some(self, first: int, many: int) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        """(facts, words of the index) of the offers with these numbers."""
        drawn = {name: _drawn(chances, self.random, many) for name, chances in
                 {"kind": KINDS, "minutes": MINUTES, "language": LANGUAGES, "level": LEVELS, "cost": COSTS}.items()}
        sizes = [(self.random.randint(3, 9), self.random.randint(12, 40)) for _n in range(many)]
        at = iter(self.random.choices(range(len(self.words)), cum_weights=self.sums, k=sum(map(sum, sizes))))
        for place, (title, summary) in enumerate(sizes):
            facts = {name: values[place] for name, values in drawn.items()}
            title_of, summary_of = list(islice(at, title)), list(islice(at, summary))
            facts |= self._of_maker(first + place)
            facts |= {"title": " ".join([self.words[n] for n in title_of]), "summary": " ".join([self.words[n] for n in summary_of])}
            facts["topics"] = self._topics()
            facts["place"] = self.random.choices(PLACES, self.places)[0] if facts["kind"] in DATED else ""
            facts["minutes_from"] = "stated" if facts["minutes"] else ""
            facts["watch_minutes"] = facts["minutes"] if facts["kind"] in {"video", "webinar"} else None
            stems = {"title": " ".join([self.stems[n] for n in title_of]), "body": " ".join([self.stems[n] for n in summary_of])}
            yield facts, stems

    def _of_maker(self, number: int) -> dict[str, str]:
        maker = self.corpus.makers[int(len(self.corpus.makers) ** self.random.random()) - 1]
        return {"maker": maker, "url": f"https://{maker.replace(' ', '-')}.example/{number}"}

    def _topics(self) -> frozenset[tuple[str, str]]:
        """Up to three themes, mostly of the first ones; a subject and an age for half of them."""
        found = {("theme", self.of["theme"][int(16 ** self.random.random()) - 1]) for _n in range(self.random.choice((0, 1, 1, 2, 3)))}
        for kind in ("subject", "stage"):
            if self.random.random() < 0.5:
                found.add((kind, self.of[kind][int(len(self.of[kind]) ** self.random.random()) - 1]))
        return frozenset(found)


@cache
def _stems(text: str) -> str:
    from staffroom.kit.questions import stems_of
    return " ".join(stems_of(text))


class Tables:
    """Rows of the four tables an offer stands in, as the driver of the database takes them."""

    def __init__(self, facts: Facts, source: Any):
        from django.db import connection

        from staffroom.catalogue.models import Offer, Where
        from staffroom.kit.models import SearchDoc
        self.facts, self.connection, self.random = facts, connection, random.Random(3)
        through = Offer.topics.through
        self.fields = {model: [field for field in model._meta.concrete_fields if field.attname != "id" or model is Offer]
                       for model in (Offer, through, SearchDoc, Where)}
        self.models = dict(zip(("offer", "topic", "doc", "where"), (Offer, through, SearchDoc, Where), strict=True))
        self.usual = self._columns(Offer(source=source))
        self.as_key = (lambda key: key) if connection.features.has_native_uuid_field else (lambda key: key.hex)
        self.as_time = connection.ops.adapt_datetimefield_value

    def _columns(self, row: Any) -> dict[str, Any]:
        return {field.attname: field.get_db_prep_save(getattr(row, field.attname), self.connection) for field in self.fields[type(row)]}

    def rows_of(self, facts: dict[str, Any], stems: dict[str, str], key: str, made_at: datetime) -> dict[str, list[dict]]:
        """What stands in each table for one offer."""
        from staffroom.catalogue.addresses import key_of
        from staffroom.kit.ids import new_code
        from staffroom.kit.questions import IN_TITLE, OF_KIND
        moment, pk = self.as_time(made_at), self.as_key(_key_at(made_at, self.random))
        gone, over = self.random.random() < GONE, facts["kind"] in DATED and self.random.random() < OVER
        told = {name: value for name, value in facts.items() if name != "topics"}
        offer = self.usual | told | {
            "id": pk, "code": new_code(), "key": key, "url_key": key_of(facts["url"]), "made_at": moment, "changed_at": moment,
            "taken_down_at": moment if gone else None, "closed_at": moment if over else None}
        topics = [self.facts.topics[name] for name in sorted(facts["topics"])]
        rows = {"offer": [offer], "topic": [{"offer_id": pk, "topic_id": self.as_key(topic.pk)} for topic in topics], "doc": [], "where": [
            {"offer_id": pk, "by": "place", "words": words, "folded": folded} for words, folded in _named(facts["place"])]}
        if not (gone or over):
            about = [_stems(f"{topic.name} {topic.words}") for topic in topics]
            whole = {**stems, "maker": _stems(f"{facts['maker']} {facts['place']}"), "about": " ".join(about)}
            titled = [OF_KIND + "offer", *(IN_TITLE + word for word in stems["title"].split())]
            rows["doc"] = [{"kind": "offer", "ref": pk, "titled": " ".join(titled),
                            **{name: f" {words} " if words else "" for name, words in whole.items()}}]
        return rows

    def put(self, rows: dict[str, list[dict]]) -> None:
        """Into the tables with them: by COPY where there is such a thing."""
        for name, model in self.models.items():
            columns = [field for field in self.fields[model] if rows[name] and field.attname in rows[name][0]]
            values = ([row[field.attname] for field in columns] for row in rows[name])
            names = ", ".join(f'"{field.column}"' for field in columns)
            with self.connection.cursor() as cursor:
                if columns and self.connection.vendor == "postgresql":
                    with cursor.cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
                        for line in values:
                            copy.write_row(line)
                elif columns:
                    marks = ", ".join("?" * len(columns))
                    cursor.cursor.connection.executemany(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', values)


@cache
def _named(place: str) -> list[tuple[str, str]]:
    from staffroom.catalogue.where import key_of, places
    return [(words, key_of(words)) for words in places(place, None)]


def _key_at(moment: datetime, by: random.Random) -> UUID:
    """A key (UUIDv7) as it would have been made then."""
    value = int(moment.timestamp() * 1000) << 80 | 7 << 76 | by.getrandbits(76)
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def fill(start: int, wanted: int, days: int = 1_000) -> None:
    """Offers until there are `wanted` of these; `start` are there. They came over so many days, the later ones later."""
    from django.db import connection, transaction

    from staffroom.catalogue.models import Source
    from staffroom.kit import clock, spelling
    source, _new = Source.objects.get_or_create(kind="file", name="A large list")
    facts = Facts(seed=11 + start)
    tables, began = Tables(facts, source), clock.now() - timedelta(days=days)
    check(tables)
    with transaction.atomic():
        spelling.learn(dict(zip(facts.stems, facts.words, strict=True)))
        topics = " ".join(f"{topic.name} {topic.words}" for topic in facts.topics.values())
        from staffroom.kit.questions import stems_of
        shown: dict[str, str] = {}
        stems_of(f"{topics} {' '.join(facts.corpus.makers)} {' '.join(PLACES)}", shown)
        spelling.learn(shown)
    index = _without_index(connection, start, wanted)
    for first in range(start, wanted, PART):
        rows: dict[str, list[dict]] = {name: [] for name in tables.models}
        for number, (told, stems) in enumerate(facts.some(first, min(PART, wanted - first)), first):
            made = tables.rows_of(told, stems, f"bench-{number}", began + timedelta(days=days) * ((number + 1) / (wanted + 1)))
            for name, more in made.items():
                rows[name] += more
        with transaction.atomic():
            tables.put(rows)
    with connection.cursor() as cursor:
        for statement in index:
            cursor.execute(statement)


def _without_index(connection: Any, start: int, wanted: int) -> list[str]:
    """On PostgreSQL the index of words is taken away for a great many rows; what makes it again. Word by word it would take ten times as long."""
    if connection.vendor != "postgresql" or wanted - start < 50_000:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'kit_searchdoc_vec'")
        made = cursor.fetchone()[0]
        cursor.execute("DROP INDEX kit_searchdoc_vec")
    return [made]


def check(tables: Tables, many: int = 40) -> None:
    """Offers made here are as those that the act puts up from the same facts: columns, topics, places, words of the index. Leaves nothing behind."""
    from django.db import transaction

    from staffroom.catalogue.actions.shelving import shelve
    from staffroom.catalogue.described import described
    from staffroom.catalogue.models import Offer
    from staffroom.kit import clock
    source = Offer(**{name: tables.usual[name] for name in ("source_id",)}).source
    by_the_act = {"id", "code", "made_at", "changed_at", "key", "url", "url_key"}
    with transaction.atomic():
        seen: dict[str, dict] = {}
        given = list(Facts(seed=5).some(0, many))
        for number, (told, stems) in enumerate(given):
            tables.put(tables.rows_of(told, stems, f"bulk-{number}", clock.now()))
        shelve(source, [described(**told | {"key": f"act-{number}", "url": f"https://other.example/{number}"})
                        for number, (told, _stems_of_it) in enumerate(given)])
        for way in ("bulk", "act"):
            offers = Offer.objects.filter(key__startswith=f"{way}-", taken_down_at=None, closed_at=None).prefetch_related("topics")
            seen[way] = {offer.key.split("-")[1]: (
                {field.attname: getattr(offer, field.attname) for field in Offer._meta.concrete_fields if field.attname not in by_the_act},
                {topic.slug for topic in offer.topics.all()}, _index_of(offer)) for offer in offers}
        for number, bulk in seen["bulk"].items():
            assert bulk == seen["act"][number], (bulk, seen["act"][number])
        assert len(seen["bulk"]) > many // 2
        transaction.set_rollback(True)


def _index_of(offer: Any) -> list:
    from staffroom.catalogue.models import Where
    from staffroom.kit.models import SearchDoc
    docs = SearchDoc.objects.filter(ref=offer.pk).values_list("kind", "title", "maker", "titled", "body", "about")
    return [*((*texts, sorted(about.split())) for *texts, about in docs),  # topics stand in no order
            *Where.objects.filter(offer=offer).order_by("words").values_list("by", "words", "folded")]

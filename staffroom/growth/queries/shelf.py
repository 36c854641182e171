"""The offers and the themes as the sums see them, remembered by this process.

They are made of the catalogue alone, whole, whenever its own memory of the shelf is made anew: nothing of a sentence is kept, and nobody's
sentence makes another's answer faster. A text is cut into words once, and again when it says something else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from staffroom.catalogue.commons import for_when
from staffroom.catalogue.models import Offer, Source
from staffroom.catalogue.queries import shelf
from staffroom.growth import hearing, meaning, spanish, suggesting
from staffroom.growth.meaning import Vector
from staffroom.growth.suggesting import Candidate, Shelf, Theme
from staffroom.kit import search
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY
from staffroom.topics.models import Topic

PLAIN = frozenset(hearing.stem(word) for word in search.PLAIN_WORDS)
NEWEST, BEYOND = 2_000, 30  # of a large shelf: so many are held beside the commons, so many found by their words
OFTEN = 3  # so many phrases of a theme make a word of theirs one of its own
# Ways of learning of the commons for somebody who is good at something, what one would do in them, and first what fits nearly everything.
LEADS = {
    "two-minutes-in-the-meeting": "lead", "open-door": "mentor", "recipe-on-one-page": "write", "making-hour": "lead",
    "mentoring-both-ways": "mentor", "teach-back": "lead", "study-group": "lead", "peer-visit": "mentor", "unconference": "lead",
    "scheduled-chat": "lead", "critical-friend": "mentor", "learning-walk": "lead", "lesson-study": "inquire",
    "research-in-one-class": "inquire", "looking-at-work": "inquire",
}
PLACES = {key: place for place, key in enumerate(LEADS)}
FIELDS = ("id", "code", "title", "kind", "minutes", "level", "maker", "language", "key", "summary")
Cut = tuple[frozenset[str], Vector]  # the words of a text, and what it means
_known: dict[str, Any] = {"shelf": (None, None), "themes": (None, ()), "words": {}, "large": False}


def whole() -> Shelf:
    """Every offer that may be suggested; of a shelf that is too large to be held the commons and the newest (`beyond` finds the others)."""
    held = shelf.held()
    large = held is None
    held = held or shelf.bits()
    of, made = _known["shelf"]
    if of is not held:
        words: dict[str, Cut] = {}
        rows = {row.ref: row for offers in _held(large) for row in candidates(offers, _known["words"], words)}
        made = suggesting.shelf_of(rows.values())
        _known.update(shelf=(held, made), words=words, large=large)
    return made


def _held(large: bool) -> list[QuerySet[Offer]]:
    offers = hanging().order_by("-made_at", "code")
    floor = offers.values_list("made_at", flat=True)[min(NEWEST, shelf.MOST_HELD):].first() if large else None
    if floor is None:
        return [offers]
    ours = Source.objects.filter(kind=Source.Kind.COMMONS)
    return [offers.filter(made_at__gt=floor), hanging().filter(source__in=list(ours))]


def beyond(text: str) -> Iterable[Candidate]:
    """Of a shelf that is too large to be held: the offers that its search finds for a sentence, few of them."""
    if not _known["large"]:
        return []
    hits = [ref for ref, _points in search.find("offer", search.parse(text), any_term=True, limit=BEYOND, tier=BEYOND)]
    return candidates(hanging().filter(pk__in=hits), {}, {}) if hits else []


def hanging() -> QuerySet[Offer]:
    """What may be suggested to anybody: no posts of feeds, nothing that is over or was taken down."""
    return visible_to(NOBODY, Offer).filter(closed_at=None).exclude(kind=Offer.Kind.POST)


def candidates(offers: QuerySet[Offer], known: dict[str, Cut], kept: dict[str, Cut]) -> list[Candidate]:
    """These offers as the sums see them. Texts that are `known` are not cut into words again; all come to stand in `kept`."""
    topics: dict = {}
    through = Offer.topics.through.objects.filter(offer_id__in=offers.order_by().values("pk"))
    for offer_id, kind, slug in through.values_list("offer_id", "topic__kind", "topic__slug"):
        topics.setdefault((offer_id, kind), set()).add(slug)
    found = []
    for offer in offers.values_list(*FIELDS, named=True):
        text = spanish.english(f"{offer.title} {offer.summary}") if offer.language == "es" else f"{offer.title} {offer.summary}"
        kept[text] = known[text] if text in known else (content(text), meaning.vector(text))
        found.append(_candidate(offer, topics, *kept[text]))
    return found


def _candidate(offer: Any, topics: dict, words: frozenset[str], means: Vector) -> Candidate:
    phrases, sayings = _phrases().get(offer.key, ((), ()))
    return Candidate(
        ref=offer.id,
        code=offer.code,
        title=offer.title,
        kind=offer.kind,
        minutes=offer.minutes,
        level=offer.level,
        maker=offer.maker,
        themes=frozenset(topics.get((offer.id, "theme"), ())),
        subjects=frozenset(topics.get((offer.id, "subject"), ())),
        stages=frozenset(topics.get((offer.id, "stage"), ())),
        ours=offer.kind in {Offer.Kind.PIECE, Offer.Kind.WAY},
        language=offer.language,
        words=words.union(*phrases),
        phrases=phrases,
        lead=LEADS.get(offer.key, "") if offer.kind == Offer.Kind.WAY else "",
        place=PLACES.get(offer.key, 0),
        twin=offer.key.removesuffix(f"-{offer.language}"),
        sayings=(("", means), *sayings),
    )


def themes() -> tuple[Theme, ...]:
    """All themes with the stems of their words, in order."""
    topics = shelf.topics()
    of, made = _known["themes"]
    if of is not topics:
        made = tuple(_theme(topic.slug, topic.name, topic.mood, topic.words) for topic in topics.values() if topic.kind == Topic.Kind.THEME)
        _known.update(themes=(topics, made))
    return made


@lru_cache(maxsize=100)
def _theme(slug: str, name: str, mood: str, text: str) -> Theme:
    words, *said = text.split("\n")
    often = Counter(word for phrase in said for word in content(phrase))
    own = hearing.stems(fold(words)) | {word for word, count in often.items() if count >= OFTEN}
    return Theme(slug, name, own, mood, tuple(telling(said)))


def content(text: str) -> frozenset[str]:
    """The stems of the words that carry a meaning."""
    return hearing.stems(fold(text)) - PLAIN


def telling(phrases: Iterable[str]) -> Iterator[frozenset[str]]:
    """The phrases, as stems. One of which a single word is left would speak for every sentence with it, unless it is meant so ("phones, phones")."""
    for phrase in phrases:
        stems = content(phrase)
        if len(stems) > 1 or (stems and len(set(re.findall(r"\w+", fold(phrase)))) == 1):
            yield stems


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[frozenset[str], ...], tuple[tuple[str, Vector], ...]]]:
    """What each offer of the commons is for: the stems of its phrases (a single one too that no other offer is for), and what the phrases mean."""
    said = {key: [spanish.english(phrase) for phrase in phrases] for key, phrases in for_when().items()}
    spread = Counter(word for phrases in said.values() for word in frozenset().union(*map(content, phrases)))
    alone = {key: [stems for stems in map(content, phrases) if len(stems) == 1 and spread[next(iter(stems))] == 1] for key, phrases in said.items()}
    means = {key: tuple(zip(for_when()[key], map(meaning.vector, phrases), strict=True)) for key, phrases in said.items()}
    return {key: ((*telling(phrases), *alone[key]), means[key]) for key, phrases in said.items()}

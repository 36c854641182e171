"""Which offers fit what a teacher told about their teaching. Pure, for that reader alone: nobody else's page knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from staffroom.catalogue.wanted import ANY, Light

POINTS = {"theme": 3, "subject": 2, "stage": 2, "level": 1}
LEVELS = {"training": "rookie", "1-3": "rookie", "4-9": "practised", "10-19": "expert", "20": "expert"}  # years in the classroom
MOST_LOOKED, MOST_FIRST = 500, 200
Reasons = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Teaching:
    """Subjects, ages and what classes are like, as (kind, slug) of topics, and the level that years in the classroom speak for."""

    topics: frozenset[tuple[str, str]] = frozenset()
    level: str = ""

    def __bool__(self) -> bool:
        return bool(self.topics or self.level)

    def of(self, by: str) -> frozenset[str]:
        return frozenset(slug for kind, slug in self.topics if kind == by)


def teaching(subjects: Iterable[str], stages: Iterable[str], pupils: Iterable[str], years: str) -> Teaching:
    """What a profile tells; "any subject" and "any age" tell nothing."""
    told = {"subject": subjects, "stage": stages, "theme": pupils}
    return Teaching(frozenset((by, slug) for by, slugs in told.items() for slug in slugs if slug != ANY.get(by)), LEVELS.get(years, ""))


def touches(offer: Light, mine: Teaching) -> bool:
    """Has it a subject, an age, a theme or a level of mine?"""
    return bool(offer.topics & mine.topics) or bool(mine.level and offer.level == mine.level)


def reasons(offer: Light, mine: Teaching) -> Reasons:
    """What speaks for it, as (kind, value); nothing does for what is for other subjects or other ages."""
    for by in ("subject", "stage"):
        theirs, own = offer.values(by), mine.of(by)
        if own and theirs and not theirs & (own | {ANY[by]}):
            return ()
    level = (("level", mine.level),) if mine.level and offer.level == mine.level else ()
    return tuple(sorted(offer.topics & mine.topics, reverse=True)) + level


def first(offers: Iterable[Light], mine: Teaching) -> dict[object, Reasons]:
    """Keys of those that fit, what speaks most for first, else as they come; of the first five hundred that touch, two hundred at most."""
    looked: list[Light] = []
    for offer in offers:
        if touches(offer, mine):
            looked.append(offer)
            if len(looked) == MOST_LOOKED:
                break
    found = {offer.pk: speaks for offer in looked if (speaks := reasons(offer, mine))}
    order = sorted(found, key=lambda pk: -sum(POINTS[by] for by in {by for by, _value in found[pk]}))
    return {pk: found[pk] for pk in order[:MOST_FIRST]}

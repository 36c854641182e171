"""What somebody asks of Find, read from an address: pure. What nobody knows is left out, never an error."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from urllib.parse import urlencode

from staffroom.catalogue.where import WHERE

MINUTES = (6, 15, 30, 90)
MOST_PAGES = 40
MOST_WORDS = 300
UNKNOWN = "unknown"
TOPICS = ("theme", "subject", "stage")
FACTS = ("level", "cost", "kind", "language", "format", "pace", "follow_up")
FORMATS = ("watch", "do", "relate")
ORDERS = ("fit", "me", "new", "minutes", "kept")  # closest to the words, what fits me, newest, shortest, most often kept
BY = (*TOPICS, *FACTS, *WHERE)
PACES = ("any", "dated")  # whenever one likes, on days of its own
ANY = {"subject": "any-subject", "stage": "any-stage", "level": "anyone"}  # an offer for any of them fits each of them


@dataclass(frozen=True)
class Wanted:
    """Words, minutes at most, whether to show offers of unknown length, chosen values by facet, and a page.

    `exact`: the words just as they stand. `order`: one of ORDERS, nothing for what is usual: with words what is closest, without
    them what fits me where the reader's profile tells something (`mine`), else the newest.
    """

    words: str = ""
    minutes: int | None = None
    unknown: bool = False
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    exact: bool = False
    order: str = ""
    mine: bool = False

    @property
    def plain(self) -> bool:
        """Nothing is asked for: the whole shelf."""
        return not (self.words or self.minutes or self.chosen)

    @property
    def ordered(self) -> str:
        """How the offers stand."""
        return self.order if self.order in self.orders else self.orders[0]

    @cached_property
    def orders(self) -> tuple[str, ...]:
        """How they may stand, the usual one first."""
        return tuple(order for order in ORDERS if {"fit": bool(self.words), "me": self.mine and not self.words}.get(order, True))

    @property
    def hides_posts(self) -> bool:
        return not self.words and "kind" not in self.chosen

    @property
    def filtered(self) -> bool:
        return bool(self.minutes or self.chosen)

    def accepted(self, by: str) -> frozenset[str]:
        """The values an offer may have to fit the choice: those chosen, and the one that fits all."""
        values = {"" if value == UNKNOWN else value for value in self.chosen[by]}
        return frozenset(values | ({ANY[by]} if by in ANY and values - {""} else set()))

    def address(self, **changes) -> str:
        """The query of this search with other minutes, page, choices, order, exact or unknown; short: only what is asked for."""
        minutes, chosen = changes.get("minutes", self.minutes), changes.get("chosen", self.chosen)
        order, page = changes.get("order", self.ordered), changes.get("page", 1)
        parts = [self._said] if self.words else []
        parts += ["exact=1"] if changes.get("exact", self.exact) and self.words else []
        parts += [f"minutes={minutes}"] if minutes else []
        parts += ["unknown=1"] if changes.get("unknown", self.unknown) and minutes else []
        parts += [urlencode([(by, value) for by in BY for value in chosen.get(by, ())])] if chosen else []
        parts += [f"order={order}"] if order in self.orders[1:] else []
        parts += [f"page={page}"] if page > 1 else []
        return "?" + "&".join(parts)

    @cached_property
    def _said(self) -> str:
        return urlencode([("q", self.words)])


@dataclass(frozen=True)
class Links:
    """Addresses of the same search: with other minutes, on other pages (0: a gap), with and without offers of unknown length, without filters."""

    minutes: list[tuple[int | None, str]]
    pages: list[tuple[int, str]]
    with_unknown: str
    without_unknown: str
    clear: str
    exact: str
    first: str
    orders: list[tuple[str, str]]


def links(wanted: Wanted, pages: int) -> Links:
    """The addresses around this page of `pages`."""
    shown = sorted({1, 2, pages, *range(wanted.page - 2, wanted.page + 3)} & set(range(1, pages + 1)))
    numbers = [number for at, number in enumerate(shown) for number in ([0, number] if at and number - shown[at - 1] > 1 else [number])]
    return Links(
        minutes=[(most, wanted.address(minutes=most)) for most in (*MINUTES, None)],
        pages=[(number, wanted.address(page=number)) for number in numbers],
        with_unknown=wanted.address(unknown=True), without_unknown=wanted.address(unknown=False), clear=wanted.address(minutes=None, chosen={}),
        exact=wanted.address(exact=True), first=wanted.address(),
        orders=[(order, wanted.address(order=order)) for order in wanted.orders])


def read(given: Mapping[str, Iterable[str]], known: Callable[[str], Iterable[str]]) -> Wanted:
    """The question in an address: `given` are its parameters with all their values, `known` gives the values of a facet."""
    chosen = {}
    for by in BY:
        if by not in given:
            continue
        allowed = set(known(by)) - {ANY.get(by), ""} | ({UNKNOWN} if by in FACTS else set())
        values = tuple(dict.fromkeys(value for value in given[by] if value in allowed))
        if values:
            chosen[by] = values
    minutes = _whole(_last(given, "minutes"), 1440)
    unknown = minutes is not None and _last(given, "unknown") == "1"
    page = _whole(_last(given, "page"), MOST_PAGES) or 1
    order = _last(given, "order")
    return Wanted(" ".join(_last(given, "q").split())[:MOST_WORDS], minutes, unknown, chosen, page, _last(given, "exact") == "1",
                  order if order in ORDERS else "")


def _last(given: Mapping[str, Iterable[str]], name: str) -> str:
    values = list(given.get(name, ()))
    return values[-1] if values else ""


def _whole(text: str, most: int) -> int | None:
    """A whole number from 1, at most `most`; anything else is nothing."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        return None
    return min(int(text), most) or None


@dataclass(frozen=True)
class Light:
    """An offer as the filters see it; `topics` are (kind, slug), also of the places that it names."""

    pk: object
    kind: str
    cost: str
    level: str
    language: str
    minutes: int | None
    topics: frozenset[tuple[str, str]] = frozenset()
    parts: tuple[int | None, ...] = (None, None, None)
    made_at: object = None
    pace: str = ""
    follow_up: str = ""

    @property
    def format(self) -> frozenset[str]:
        """What one does with it: watch, do, relate; the empty word when nobody knows."""
        return frozenset(name for name, minutes in zip(FORMATS, self.parts, strict=True) if minutes) or frozenset([""])

    @cached_property
    def told(self) -> dict[str, frozenset[str]]:
        """Its values by facet."""
        topics = {by: frozenset(slug for kind, slug in self.topics if kind == by) for by in (*TOPICS, *WHERE)}
        return topics | {by: self.format if by == "format" else frozenset([getattr(self, by)]) for by in FACTS}

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The same as (facet, value)."""
        return tuple((by, value) for by, values in self.told.items() for value in values)

    def values(self, by: str) -> frozenset[str]:
        return self.told[by]


def misfits(offer: Light, wanted: Wanted) -> list[str]:
    """The choices that the offer does not fit; posts of feeds are out until words or a kind ask for them."""
    out = [by for by in wanted.chosen if not offer.values(by) & wanted.accepted(by)]
    if wanted.minutes and (not wanted.unknown if offer.minutes is None else offer.minutes > wanted.minutes):
        out.append("minutes")
    if wanted.hides_posts and offer.kind == "post":
        out.append("kind")
    return out


def counts(offers: Iterable[Light], wanted: Wanted) -> tuple[list[Light], dict[str, dict[str, int]]]:
    """The offers that fit, and how many would fit each value of each facet, all other choices kept.

    Under "minutes": "unknown" counts those of unknown length that fit all else.
    """
    fitting: list[Light] = []
    nearly: list[tuple[str, str]] = []
    unknown = 0
    for offer in offers:
        out = misfits(offer, wanted)
        if not out:
            fitting.append(offer)
        elif len(out) == 1:
            nearly += [(out[0], value) for value in offer.told.get(out[0], ())]
        unknown += offer.minutes is None and out in ([], ["minutes"])
    told: dict[str, dict[str, int]] = {by: {} for by in BY} | {"minutes": {"unknown": unknown}}
    for (by, value), count in Counter(chain(nearly, chain.from_iterable(offer.pairs for offer in fitting))).items():
        told[by][value] = count
    return fitting, told


def in_order(offers: list[Light], wanted: Wanted, first: Iterable[object] = ()) -> list[Light]:
    """The offers as they shall stand: as they come (closest, or newest without words), newest first, shortest first with unknown lengths last,
    or those in `first` (keys, in their order) before the others."""
    if wanted.ordered in {"kept", "me"}:
        places = {pk: place for place, pk in enumerate(first)}
        return sorted(offers, key=lambda offer: places.get(offer.pk, len(places)))
    if wanted.ordered == "new" and wanted.words:
        return sorted(offers, key=lambda offer: offer.made_at, reverse=True)
    if wanted.ordered == "minutes":
        return sorted(offers, key=lambda offer: (offer.minutes is None, offer.minutes))
    return offers

"""A large shelf as bits: for each value of each facet one whole number with a bit for every offer that has it, the newest offer in the lowest. Pure.

What fits a question is an "and" of a few numbers, and a count is the number of bits in it: a million offers are counted by every facet in about ten
milliseconds, exactly, and nothing is asked of the database. Values that few offers have are kept as the places of these.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from uuid import UUID

from staffroom.catalogue.fitting import MOST_FIRST, MOST_LOOKED, POINTS, Reasons, Teaching
from staffroom.catalogue.wanted import ANY, BY, Wanted
from staffroom.catalogue.where import WHERE

FEW = 1_000  # a value that fewer than one offer in so many has takes less room as places
MOST_PLACES = 60  # of the places that offers name, those of most offers are counted, and those that are chosen
TAIL = (1 << 64) - 1
_SOME = re.compile(rb"[^\0]")


@dataclass(frozen=True)
class Bits:
    """`keys` are those of the offers (16 bytes each), newest first; `has` the places of a value: facet -> value -> bits, or places one by one."""

    keys: bytes
    has: Mapping[str, Mapping[str, int | array]]
    minutes: Mapping[int | None, int | array]
    tails: array  # the last halves of the keys in order, which are random, and the places of these keys
    tails_at: array

    @property
    def size(self) -> int:
        return len(self.keys) // 16

    def key(self, place: int) -> UUID:
        return UUID(bytes=self.keys[place * 16:place * 16 + 16])

    def places(self, keys: Iterable[UUID]) -> dict[UUID, int]:
        """Where these offers stand; one that is not here is left out."""
        return {key: place for key in keys if (place := self._place(key)) is not None}

    def _place(self, key: UUID) -> int | None:
        tail = key.int & TAIL
        at = bisect_left(self.tails, tail)
        while at < len(self.tails) and self.tails[at] == tail:
            if self.key(self.tails_at[at]) == key:
                return self.tails_at[at]
            at += 1
        return None

    def minutes_of(self, among: int) -> dict[int, int | None]:
        """How long those of these places take of which that is known."""
        return {place: minutes for minutes, held in self.minutes.items() if minutes is not None for place in each_place(_bits(held) & among)}

    @cached_property
    def untouched(self) -> tuple[int, dict[str, dict[str, int]]]:
        """What Find shows of it when nothing is asked for."""
        return self.counts(Wanted())

    @cached_property
    def _whole(self) -> int:
        return (1 << self.size) - 1

    @cached_property
    def _counted(self) -> dict[str, list[str]]:
        """The values of each facet that are counted."""
        most = {by: sorted(values, key=lambda value: (-_many(values[value]), value)) for by, values in self.has.items()}
        return {by: values[:MOST_PLACES] if by in WHERE else values for by, values in most.items()}

    def passing(self, wanted: Wanted, but: str = "", among: int | None = None) -> int:
        """The offers (of these) that fit every choice, leaving out the facet `but`, as `wanted.misfits` says it."""
        found = self._whole if among is None else among
        if but != "kind" and wanted.hides_posts:
            found &= ~self._having("kind", ["post"])
        if but != "minutes" and wanted.minutes:
            found &= _any(held for minutes, held in self.minutes.items() if (wanted.unknown if minutes is None else minutes <= wanted.minutes))
        for by in wanted.chosen:
            if by != but:
                found &= self._having(by, wanted.accepted(by))
        return found

    def _having(self, by: str, values: Iterable[str]) -> int:
        return _any(self.has[by][value] for value in values if value in self.has[by])

    def counts(self, wanted: Wanted, among: int | None = None) -> tuple[int, dict[str, dict[str, int]]]:
        """How many (of these) fit, and how many would fit each value of each facet, all other choices kept (as `wanted.counts`)."""
        fit = self.passing(wanted, among=among)
        told: dict[str, dict[str, int]] = {}
        for by in BY:
            others = self.passing(wanted, by, among) if by in wanted.chosen or (by == "kind" and wanted.hides_posts) else fit
            values = dict.fromkeys([*self._counted[by], *(value for value in wanted.chosen.get(by, ()) if value in self.has[by])])
            found = {value: (others & _bits(self.has[by][value])).bit_count() for value in values}
            told[by] = {value: count for value, count in found.items() if count}
        unknown = self.passing(wanted, "minutes", among) & _bits(self.minutes.get(None, 0))
        return fit.bit_count(), told | {"minutes": {"unknown": unknown.bit_count()}}

    def in_order(self, passing: int, wanted: Wanted, first: Iterable[object] = ()) -> Iterator[object]:
        """Keys of these offers as they shall stand: those in `first`, then the newest or (as asked for) the shortest, unknown lengths last."""
        before = tuple(first)
        yield from before
        groups = [passing]
        if wanted.ordered == "minutes":
            known = sorted(minutes for minutes in self.minutes if minutes is not None)
            groups = [passing & _bits(self.minutes[minutes]) for minutes in (*known, None) if minutes in self.minutes]
        seen = frozenset(before)
        yield from (key for group in groups for key in map(self.key, each_place(group)) if key not in seen)

    def fits(self, passing: int, mine: Teaching) -> dict[object, Reasons]:
        """Of these offers those that fit a teacher, as `fitting.first` says it."""
        topics = {(by, slug): self._having(by, [slug]) & passing for by, slug in mine.topics}
        if mine.level:
            topics["level", mine.level] = self._having("level", [mine.level]) & passing
        looked = list(islice(each_place(_any(topics.values())), MOST_LOOKED))
        within = (1 << looked[-1] + 1) - 1 if looked else 0
        elsewhere = _any(self._elsewhere(by, mine) for by in ("subject", "stage")) & within
        away = frozenset(each_place(elsewhere))
        speaks: dict[int, list[tuple[str, str]]] = {place: [] for place in looked if place not in away}
        for name in sorted(topics, reverse=True, key=lambda name: (name[0] != "level", name)):
            for place in each_place(topics[name] & within):
                if place in speaks:
                    speaks[place].append(name)
        order = sorted(speaks, key=lambda place: -sum(POINTS[by] for by in {by for by, _value in speaks[place]}))
        return {self.key(place): tuple(speaks[place]) for place in order[:MOST_FIRST]}

    def _elsewhere(self, by: str, mine: Teaching) -> int:
        """Offers that name subjects (or ages), but none of mine."""
        own = mine.of(by)
        return _any(self.has[by].values()) & ~self._having(by, own | {ANY[by]}) if own else 0


class Gathered:
    """Offers one after the other, the newest first, on their way to be bits."""

    def __init__(self) -> None:
        self.keys = bytearray()
        self.has: dict[str, dict[str, array]] = {by: {} for by in BY}
        self.minutes: dict[int | None, array] = {}

    def add(self, key: UUID, minutes: int | None, values: Iterable[tuple[str, str]]) -> None:
        """The next offer, with its values as (facet, value)."""
        place = len(self.keys) // 16
        self.keys += key.bytes
        _put(self.minutes, minutes, place)
        for by, value in values:
            _put(self.has[by], value, place)

    def bits(self) -> Bits:
        size = len(self.keys) // 16
        tails = array("Q", (int.from_bytes(self.keys[at + 8:at + 16]) for at in range(0, len(self.keys), 16)))
        order = array("I", sorted(range(size), key=tails.__getitem__))
        return Bits(bytes(self.keys), {by: {value: _packed(places, size) for value, places in values.items()} for by, values in self.has.items()},
                    {minutes: _packed(places, size) for minutes, places in self.minutes.items()}, array("Q", (tails[at] for at in order)), order)


def _put(values: dict, value: str | int | None, place: int) -> None:
    held = values.get(value)
    if held is None:
        held = values[value] = array("I")
    held.append(place)


def _packed(places: array, size: int) -> int | array:
    return _bits(places) if len(places) * FEW > size else places


def _bits(held: int | array) -> int:
    """The bits of a value, however it is kept."""
    return held if isinstance(held, int) else of_places(held)


def of_places(held: Collection[int]) -> int:
    """A bit for each of these places."""
    marks = bytearray(max(held) // 8 + 1) if held else bytearray()
    for place in held:
        marks[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def _any(held: Iterable[int | array]) -> int:
    return reduce(or_, map(_bits, held), 0)


def _many(held: int | array) -> int:
    return held.bit_count() if isinstance(held, int) else len(held)


def each_place(bits: int) -> Iterator[int]:
    """The places of the bits, the lowest first, one after the other as they are asked for."""
    marks = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for found in _SOME.finditer(marks):
        byte = found[0][0]
        yield from (found.start() * 8 + bit for bit in range(8) if byte >> bit & 1)

"""What the contents of a slot are worth, in whole numbers, for many people at once.

Everybody has a field of bits in one long whole number; the best of two sessions for everybody is six operations on such numbers, not a walk over
people. The topmost bit of each field stays free for the comparison.
"""

import math
from collections.abc import Iterable
from fractions import Fraction

from staffroom.edcamps.placing.instance import Instance

EXACT_BITS = 60
FAST_BITS = 13
KEPT = 200_000


class Values:
    """What sets of sessions are worth in a slot to the people who are there: the sum of each one's best, times `unit` and the number of people.

    `slack` is by how much, at most, the sum for one slot may differ from the truth; 0 where `unit` divides evenly.
    """

    def __init__(self, instance: Instance, present: list[bool], bits: int = EXACT_BITS):
        unit = 1
        for total in set(instance.totals):
            unit = math.lcm(unit, total)
            if unit >> bits:
                break
        self.exact = not unit >> bits
        self.unit = unit if self.exact else 1 << bits
        people = [number for number, there in enumerate(present) if there]
        self.slack = 0 if self.exact else len(people)
        self.width = max(self.unit.bit_length() + 1, (len(people) + 1).bit_length())
        vectors = [0] * len(instance.sessions)
        for place, number in enumerate(people):
            total, shift = instance.totals[number], place * self.width
            for session, weight in instance.wishes[number]:
                vectors[session] |= ((2 * weight * self.unit + total) // (2 * total)) << shift
        self.vectors = vectors
        self.guard = sum(1 << (place * self.width + self.width - 1) for place in range(len(people)))
        self._even = sum(((1 << self.width) - 1) << (2 * place * self.width) for place in range((len(people) + 1) // 2))
        self._halves = []
        fields = (len(people) + 1) // 2
        while fields > 1:
            fields = (fields + 1) // 2
            self._halves.append((fields * 2 * self.width, (1 << (fields * 2 * self.width)) - 1))
        self._modulus = (1 << 2 * self.width) - 1 if 2 * self.width <= 30 else 0
        self._known: dict[int, int] = {0: 0}

    def best(self, one: int, other: int) -> int:
        """For everybody the better of two."""
        higher = ((one | self.guard) - other) & self.guard
        higher -= higher >> (self.width - 1)
        return other ^ ((one ^ other) & higher)

    def sum(self, vector: int) -> int:
        """The sum over everybody."""
        vector = (vector & self._even) + ((vector >> self.width) & self._even)
        if self._modulus:
            return vector % self._modulus
        for bits, mask in self._halves:
            vector = (vector & mask) + (vector >> bits)
        return vector

    def over(self, sessions: Iterable[int]) -> int:
        """The best of several, for everybody."""
        found = 0
        for session in sessions:
            found = self.best(found, self.vectors[session])
        return found

    def of(self, contents: int) -> int:
        """What a set of sessions (as bits) is worth."""
        value = self._known.get(contents)
        if value is None:
            if len(self._known) > KEPT:
                self._known.clear()
            value = self._known[contents] = self.sum(self.over(members(contents)))
        return value


def members(contents: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while contents:
        bit = contents & -contents
        found.append(bit.bit_length() - 1)
        contents ^= bit
    return found


def score(instance: Instance, contents: list[int]) -> Fraction:
    """The mean over people of the sum over slots of their best session, each person's interest summing to one. Exact."""
    if not instance.people:
        return Fraction(0)
    by_total: dict[int, int] = {}
    for person, line, total in zip(instance.people, instance.wishes, instance.totals, strict=True):
        away = instance.away.get(person, frozenset())
        got = sum(max((weight for session, weight in line if inside >> session & 1), default=0)
                  for slot, inside in enumerate(contents) if slot not in away)
        by_total[total] = by_total.get(total, 0) + got
    return sum((Fraction(got, total) for total, got in by_total.items()), Fraction(0)) / len(instance.people)

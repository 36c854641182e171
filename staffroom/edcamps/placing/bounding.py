"""Limits that no board can pass."""

from fractions import Fraction

from staffroom.edcamps.placing.ground import Ground


def plain(ground: Ground) -> Fraction:
    """As if nobody stood in anybody's way: everybody gets the sessions that they want most, one in each slot that they are there."""
    instance = ground.instance
    total: dict[int, int] = {}
    for person, line, whole in zip(instance.people, instance.wishes, instance.totals, strict=True):
        away = instance.away.get(person, frozenset())
        slots = [slot for slot in range(ground.slots) if slot not in away]
        there = sum(1 << slot for slot in slots)
        weights = sorted((weight for session, weight in line if ground.allowed[session] & there), reverse=True)
        total[whole] = total.get(whole, 0) + sum(weights[:len(slots)])
    return sum((Fraction(got, whole) for whole, got in total.items()), Fraction(0)) / max(1, len(instance.people))

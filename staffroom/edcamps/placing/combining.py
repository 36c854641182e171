"""Puts a board together from contents of slots that many good boards had: the best choice with no session twice."""

from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.searching import Board, Stop, never
from staffroom.edcamps.placing.simplex import Packing
from staffroom.edcamps.placing.weighing import members

NODES = 60_000


def alike(ground: Ground) -> list[int]:
    """The group of each slot: slots in which the same holds for every session share one."""
    seen: dict[tuple, int] = {}
    found = []
    for slot in range(ground.slots):
        held = tuple(sorted(session for session, place in ground.fixed.items() if place == slot))
        found.append(seen.setdefault((ground.kind[slot], tuple(ground.may[slot]), held), len(seen)))
    return found


def programme_of(ground: Ground, groups: list[int]) -> Packing:
    """A linear programme with a row for each session, each group of slots, and how many may be placed."""
    return Packing([1] * ground.sessions + [groups.count(group) for group in sorted(set(groups))] + [ground.limit])


def rows_of(ground: Ground, groups: list[int], group: int, contents: int) -> list[tuple[int, int]]:
    last = ground.sessions + len(set(groups))
    return [*((session, 1) for session in members(contents)), (ground.sessions + group, 1), (last, contents.bit_count())]


def combine(ground: Ground, pieces: set[tuple[int, int]], board: Board, programme: Packing, stop: Stop = never) -> Board:
    """The best board made of `pieces` (group of slots, contents), or `board` if none is better. Prices of a linear programme over them say what each
    falls short of; a choice that already falls short of the board is not followed."""
    groups = alike(ground)
    values = {group: ground.exact[groups.index(group)] for group in set(groups)}
    prices = [max(0.0, price) for price in programme.prices]
    short = []
    for group, contents in sorted(pieces):
        paid = sum(prices[row] * times for row, times in rows_of(ground, groups, group, contents))
        short.append((paid - values[group].of(contents), group, contents, values[group].of(contents)))
    short.sort()
    whole = sum(price * limit for price, limit in zip(prices, programme.limits, strict=True))
    best = [sum(ground.exact[slot].of(inside) for slot, inside in enumerate(board)), list(board)]
    left = {group: groups.count(group) for group in set(groups)}
    looked = 0

    def follow(at: int, chosen: list[tuple[int, int]], used: int, worth: int, lost: float) -> None:
        nonlocal looked
        if worth > best[0] and used.bit_count() <= ground.limit:
            best[:] = [worth, list(chosen)]
        if len(chosen) == ground.slots:
            return
        for number in range(at, len(short)):
            gone, group, contents, value = short[number]
            if lost + gone >= whole - best[0] or looked > NODES:
                return
            if contents & used or not left[group]:
                continue
            looked += 1
            if not looked % 256 and stop():
                looked = NODES + 1
            left[group] -= 1
            chosen.append((group, contents))
            follow(number + 1, chosen, used | contents, worth + value, lost + gone)
            chosen.pop()
            left[group] += 1
    follow(0, [], 0, 0, 0.0)
    if best[1] == board:
        return board
    new = [0] * ground.slots
    free = {group: [slot for slot in range(ground.slots) if groups[slot] == group] for group in set(groups)}
    for group, contents in best[1]:
        new[free[group].pop(0)] = contents
    return new

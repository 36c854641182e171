"""Why a session is not on the board, who would have to miss what, who finds nothing, which rooms will be full."""

from fractions import Fraction

from staffroom.edcamps.placing import rooms
from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.instance import Id
from staffroom.edcamps.placing.placed import Clash, Unplaced
from staffroom.edcamps.placing.polishing import changes
from staffroom.edcamps.placing.searching import Board, Stop, never
from staffroom.edcamps.placing.terms import Terms
from staffroom.edcamps.placing.weighing import members

MANY = 150  # sessions, above which nobody is told what parting two would cost: there are too many ways to try


def unplaced(ground: Ground, terms: Terms, board: Board) -> list[Unplaced]:
    """Every session that has no place, the most wanted first."""
    placed = 0
    for inside in board:
        placed |= inside
    full = placed.bit_count() >= ground.limit
    found = [_unplaced(ground, terms, board, session, full) for session in range(ground.sessions) if not placed >> session & 1]
    return sorted(found, key=lambda one: (-one.gain, -one.people))


def _unplaced(ground: Ground, terms: Terms, board: Board, session: int, full: bool) -> Unplaced:
    against, gain = {}, 0
    for slot, inside in enumerate(board):
        why = rooms.why_not(ground.instance, session, slot) or ("full" if not ground.may[slot][session] else "")
        if not why and ground.against[session] & inside:
            why = "lead_busy"
        if not why and not ground.fits(slot, inside | 1 << session):
            why = "full"
        against[ground.instance.slots[slot].id] = why or "limit"
        if ground.allowed[session] >> slot & 1:
            gain = max(gain, ground.exact[slot].of(inside | 1 << session) - ground.exact[slot].of(inside))
    kinds = set(against.values())
    reason = next((kind for kind in ("limit", "full", "lead_busy") if kind in kinds and (kind != "limit" or full)), "nowhere")
    if not ground.allowed[session]:
        reason = "nowhere" if "full" not in kinds else "full"
    return Unplaced(ground.instance.sessions[session].id, reason, against, terms.fans[session].bit_count(), mean(ground, gain))


def mean(ground: Ground, value: int) -> Fraction:
    """A sum of exact values as a part of the score."""
    return Fraction(value, ground.exact[0].unit * max(1, len(ground.instance.people)))


def clashes(ground: Ground, terms: Terms, board: Board, stop: Stop = never) -> list[Clash]:
    """Every pair of one slot that somebody wants both, what that costs them, and what parting them would cost; the worst first."""
    instance, costs = ground.instance, parting(ground, board, stop)
    found = []
    for slot, inside in enumerate(board):
        here = members(inside)
        for at, other in enumerate(here):
            for one in here[:at]:
                if people := terms.both(one, other, slot):
                    known = [costs[session] for session in (one, other) if session in costs]
                    popular = bool(terms.popular >> one & terms.popular >> other & 1)
                    found.append(Clash(instance.slots[slot].id, (instance.sessions[one].id, instance.sessions[other].id), people, popular,
                                       lost(ground, terms, slot, one, other), mean(ground, min(known)) if known else None))
    return sorted(found, key=lambda clash: (-clash.lost, -clash.people))


def lost(ground: Ground, terms: Terms, slot: int, one: int, other: int) -> Fraction:
    """The interest of those who want both, in the lesser of the two."""
    vectors, values = ground.exact[slot].vectors, ground.exact[slot]
    together = values.sum(vectors[one]) + values.sum(vectors[other]) - values.sum(values.best(vectors[one], vectors[other]))
    return mean(ground, together)


def parting(ground: Ground, board: Board, stop: Stop = never) -> dict[int, int]:
    """For each session what the cheapest single change that takes it to another slot, or off the board for another, takes from the sum of values.
    Nothing where there was no time to try them all."""
    worth = [ground.exact[slot].of(inside) for slot, inside in enumerate(board)]
    costs: dict[int, int] = {}
    if ground.sessions > MANY:
        return costs
    for number, (new, one, two) in enumerate(changes(ground, board)):
        if not number % 64 and stop():
            return {}
        pair = [slot for slot in (one, two) if slot < ground.slots]
        cost = sum(worth[slot] - ground.exact[slot].of(new[slot]) for slot in pair)
        for slot in pair:
            for session in members(board[slot] & ~new[slot]):
                costs[session] = min(costs.get(session, cost), cost)
    return costs


def crowded(ground: Ground, terms: Terms, board: Board, given: list[dict[int, int]]) -> list[dict]:
    """Rooms where more people are to be expected than there are chairs."""
    found = []
    for slot, inside in enumerate(board):
        for session, wanted in terms.demand(slot, inside).items():
            room = given[slot][session]
            if terms.too_many(wanted, room):
                found.append({"session": ground.instance.sessions[session].id, "slot": ground.instance.slots[slot].id,
                              "room": ground.instance.rooms[room].id, "expected": wanted, "capacity": ground.instance.rooms[room].capacity})
    return found


def left_out(ground: Ground, terms: Terms, board: Board) -> list[Id]:
    """People who said what they want and find nothing of it on the board."""
    return [ground.instance.people[person] for person in members(terms.left_out(board))]

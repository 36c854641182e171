"""Limits that no board can pass: a plain one at once, a close one by looking at whole slots.

A board is a choice of contents for each slot with no session twice. Whatever prices are set on sessions (0 or more), a board is worth no more than
all prices together and, for each slot, the most that any contents are worth above their prices: what a board holds it pays for, and the prices of
what it does not hold are added for nothing. Prices come from a linear programme over the contents met so far; the dearest contents are found by
branching, with the rule that a session adds the less the more is there. Prices are rounded to whole numbers and everything after them is exact, so
that errors of the linear programme make the bound worse, never false.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from staffroom.edcamps.placing import combining
from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.searching import Annealing, Board, Heat, Stop, dice_of, never
from staffroom.edcamps.placing.weighing import members

PARTS = (0.75, 0.4, 0.0)
FINE = 64


class TooLong(Exception):
    """The time was over before an answer was certain."""


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


class Dearest:
    """The contents of one slot that are worth most above the prices of their sessions."""

    def __init__(self, ground: Ground, slot: int, stop: Stop = never):
        self.ground, self.slot, self.stop = ground, slot, stop
        self.values = ground.exact[slot]
        self.fixed = sum(1 << session for session, place in ground.fixed.items() if place == slot)
        self.cells = ground.cells[slot] - self.fixed.bit_count()
        self.looked = 0

    def find(self, prices: list[int], floor: int) -> tuple[int, list[tuple[int, int]]]:
        """The most that is to be had, at least `floor`, and the contents that were the best so far on the way: (worth above prices, contents).

        Prices, and what is above them, are counted in parts of a value (`FINE` of them), so that rounding prices loses less than one.
        """
        self.prices, self.most, self.found = prices, floor, []
        values, fixed = self.values, members(self.fixed)
        base = values.over(fixed)
        worth = values.sum(base)
        net = FINE * worth - sum(prices[session] for session in fixed)
        allowed = self.ground.allowed
        may = [session for session in range(len(allowed)) if allowed[session] >> self.slot & 1 and session not in self.ground.fixed]
        self._branch(self.fixed, base, worth, net, self.cells, self._gains(self.fixed, base, worth, may))
        return self.most, self.found

    def _gains(self, inside: int, base: int, worth: int, candidates: Iterable[int]) -> list[tuple[int, int]]:
        """What each candidate adds above its price, the most first; those that add nothing never will."""
        values, prices, against = self.values, self.prices, self.ground.against
        vectors, best, total = values.vectors, values.best, values.sum
        gains = []
        for session in candidates:
            if not against[session] & inside:
                gain = FINE * (total(best(base, vectors[session])) - worth) - prices[session]
                if gain > 0:
                    gains.append((gain, session))
        self.looked += len(gains)
        gains.sort(reverse=True)
        return gains

    def _take(self, net: int, contents: int) -> None:
        if net > self.most and self.ground.fits(self.slot, contents):
            self.most = net
            self.found.append((net, contents))

    def _branch(self, inside: int, base: int, worth: int, net: int, cells: int, gains: list[tuple[int, int]]) -> None:
        """All contents with `inside` and some of the candidates. No more is to be had than the best gains of as many as there are cells."""
        if self.stop():
            raise TooLong
        self._take(net, inside)
        if not cells:
            return
        reach = sum(gain for gain, _session in gains[:cells])
        values, prices = self.values, self.prices
        for at, (gain, session) in enumerate(gains):
            if net + reach <= self.most:
                return
            new = inside | 1 << session
            if self.ground.choosy[self.slot] and not self.ground.fits(self.slot, new):
                pass
            elif cells == 1:
                self._take(net + gain, new)
            else:
                vector = values.best(base, values.vectors[session])
                needed = self.most - net - gain if cells == 2 else 0  # for the last cell, only those that could be enough alone
                rest = [other for alone, other in gains[at + 1:] if alone > needed]
                more = worth + (gain + prices[session]) // FINE
                self._branch(new, vector, more, net + gain, cells - 1, self._gains(new, vector, more, rest))
            reach -= gain
            if at + cells < len(gains):
                reach += gains[at + cells][0]


class Certificate:
    """Turns of a linear programme and of the dearest contents; `bound` gets smaller with each. `prices` are those of the best bound."""

    def __init__(self, ground: Ground, board: Board, stop: Stop = never):
        self.ground, self.stop = ground, stop
        self.groups = combining.alike(ground)
        self.times = Counter(self.groups)
        self.heads = {group: self.groups.index(group) for group in self.times}
        self.search = {group: Dearest(ground, slot, stop) for group, slot in self.heads.items()}
        self.programme = combining.programme_of(ground, self.groups)
        self.known: set[tuple[int, int]] = set()
        for slot, contents in enumerate(board):
            self.add(self.groups[slot], contents)
        self.bound: int | None = None
        self.prices: tuple[list[int], int] = ([0] * ground.sessions, 0)

    def add(self, group: int, contents: int) -> bool:
        """A column for contents of the slots of a group; False if it was there."""
        if (group, contents) in self.known:
            return False
        self.known.add((group, contents))
        rows = combining.rows_of(self.ground, self.groups, group, contents)
        self.programme.add(float(self.ground.exact[self.heads[group]].of(contents)), rows)
        return True

    @property
    def looked(self) -> int:
        """How many additions were weighed: the work, in a measure that is the same on every machine."""
        return sum(search.looked for search in self.search.values())

    def turn(self) -> bool:
        """One turn; False when the bound is as close as this way can make it."""
        self.programme.solve()
        sessions = self.ground.sessions
        theirs = [max(0, round(FINE * price)) for price in self.programme.prices[:sessions]]
        each = max(0, round(FINE * self.programme.prices[-1]))
        fresh = False
        for part in PARTS if self.bound is not None else (0.0,):  # between the best prices and the newest; in the end at the newest
            prices = [round(part * old + (1 - part) * new) for old, new in zip(self.prices[0], theirs, strict=True)]
            limit = round(part * self.prices[1] + (1 - part) * each)
            if self._look(prices, limit):
                fresh = True
                break
        return fresh

    def _look(self, prices: list[int], limit: int) -> bool:
        """The bound that these prices give; whether contents came up that the programme did not know and that pay at its own prices."""
        total = sum(prices) + limit * self.ground.limit
        priced = [price + limit for price in prices]
        fresh = False
        for group, many in self.times.items():
            most, found = self.search[group].find(priced, 0)
            total += many * most
            for _net, contents in found:
                fresh = self.add(group, contents) or fresh
        if self.bound is None or total < self.bound:
            self.bound, self.prices = total, (prices, limit)
        return fresh

    def closes(self, worth: int) -> bool:
        """Whether the bound says that nothing is better than a board of this worth."""
        return self.bound is not None and self.bound // FINE + sum(values.slack for values in self.ground.exact) <= worth

    def as_score(self) -> Fraction | None:
        """The bound as a score; rounding of odd weights is added to it."""
        if self.bound is None:
            return None
        slack = sum(values.slack for values in self.ground.exact)
        return Fraction(self.bound // FINE + slack, self.ground.exact[0].unit * max(1, len(self.ground.instance.people)))


def certify(ground: Ground, board: Board, *, work: int, stop: Stop = never) -> tuple[Fraction, Board]:
    """The closest bound that so much work (additions weighed) or time brings, never worse than the plain one; and the board, or a better one if the
    contents met on the way make one."""
    best, certificate = plain(ground), Certificate(ground, board, stop)
    worth = sum(values.of(inside) for values, inside in zip(ground.exact, board, strict=True))
    annealing = Annealing(ground, board, dice_of("bound"))
    for _some in range(20):  # contents that good boards have, for the programme to begin with
        if stop():
            break
        annealing.run(2_000, Heat(), stop)
        for slot, inside in enumerate(annealing.board):
            certificate.add(certificate.groups[slot], inside)
    try:
        while not certificate.closes(worth) and certificate.looked < work and not stop() and certificate.turn():
            pass
    except (TooLong, ArithmeticError):
        pass
    found = certificate.as_score()
    better = board if certificate.closes(worth) else combining.combine(ground, certificate.known, board, certificate.programme, stop)
    return best if found is None else min(best, found), better

"""Looks for a good board: a greedy start, then annealing over swaps, moves and exchanges, then the last ties.

A board is a list with the sessions of each slot, as bits. Everything is whole numbers and one seeded source of chance, so that the same seed and the
same number of steps give the same board on every machine.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.weighing import members

LOOK = 256
LATE = 0.1  # the share of the time that steps may be behind before the clock counts
_LUCK = [round(-math.log((number + 0.5) / 4096) * 1024) for number in range(4096)]
Board = list[int]
Stop = Callable[[], bool]


def never() -> bool:
    return False


def dice_of(seed: str) -> random.Random:
    """The source of chance for a seed."""
    return random.Random(seed)  # noqa: S311  # chance for a search; nothing secret comes of it


def until(seconds: float | None) -> Stop:
    """Whether so many seconds are over."""
    if seconds is None:
        return never
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def greedy(ground: Ground, board: Board | None = None) -> Board:
    """The best single addition, again and again, until nothing more can be placed; begins with what is fixed or with `board`."""
    board = list(board) if board else [0] * ground.slots
    for session, slot in ground.fixed.items():
        board[slot] |= 1 << session
    placed = 0
    for inside in board:
        placed |= inside
    left = {session for session in range(ground.sessions) if not placed >> session & 1 and ground.allowed[session]}
    offers = [_additions(ground, board, slot, left) for slot in range(ground.slots)]
    for _each in range(ground.limit - placed.bit_count()):
        for listed in offers:
            while listed and -listed[-1][3] not in left:
                listed.pop()
        chosen = max((listed[-1] for listed in offers if listed), default=())
        if not chosen:
            break
        session, slot = -chosen[3], -chosen[4]
        board[slot] |= 1 << session
        left.discard(session)
        offers[slot] = _additions(ground, board, slot, left)
    return board


def _additions(ground: Ground, board: Board, slot: int, left: set[int]) -> list[tuple[int, ...]]:
    """What may be added to a slot, the best last: what it gains, how few slots it may have, how much room is left, session and slot."""
    inside, values = board[slot], ground.fast[slot]
    vector, worth = values.over(members(inside)), values.of(inside)
    roomy = ground.cells[slot] - inside.bit_count()
    return sorted((values.sum(values.best(vector, values.vectors[session])) - worth, -ground.allowed[session].bit_count(), roomy, -session, -slot)
                  for session in left if ground.can(slot, session, inside))


@dataclass
class Heat:
    """How warm an annealing begins and ends, in thousandths of what a session is worth alone."""

    first: int = 30
    last: int = 12

    @classmethod
    def for_steps(cls, ground: Ground, steps: int) -> "Heat":
        """The more steps there are for each session in each slot, the warmer the beginning may be. Found by trying, on the benchmark's sizes."""
        each = steps // max(1, ground.sessions * ground.slots)
        return cls(30 + min(90, each // 10), 12 + min(8, each // 100))


class Annealing:
    """One board that is changed step by step; `best` is the best it has been."""

    def __init__(self, ground: Ground, board: Board, dice: random.Random):
        self.ground, self.dice = ground, dice
        self.values = ground.fast
        self.usual = max(1, sum(self.values[0].sum(vector) for vector in self.values[0].vectors) // max(1, ground.sessions))
        self.take(board)
        self.best, self.best_worth = list(board), self.worth()

    def take(self, board: Board) -> None:
        """Go on from this board."""
        ground, self.board = self.ground, list(board)
        self.slot_at: list[int] = []
        self.session_at: list[int] = []
        placed = 0
        for slot, inside in enumerate(board):
            placed |= inside
            loose = [session for session in members(inside) if session not in ground.fixed]
            empty = max(0, min(ground.cells[slot] - inside.bit_count(), ground.sessions))
            self.slot_at += [slot] * (len(loose) + empty)
            self.session_at += loose + [-1] * empty
        waiting = [session for session in range(ground.sessions) if not placed >> session & 1 and ground.allowed[session]]
        self.slot_at += [ground.slots] * len(waiting)
        self.session_at += waiting
        self.more = ground.limit - placed.bit_count()
        self.worths = [self.values[slot].of(inside) for slot, inside in enumerate(board)]
        self.without: list[dict[int, int]] = [{} for _slot in board]

    def worth(self) -> int:
        return sum(self.worths)

    def _peek(self, slot: int, contents: int, out: int, into: int) -> int:
        """What a slot is worth with one session out and another in (−1: none)."""
        values = self.values[slot]
        known = values._known
        worth = known.get(contents)
        if worth is not None:
            return worth
        less = self.without[slot]
        vector = less.get(out)
        if vector is None:
            rest = self.board[slot]
            vector = less[out] = values.over(members(rest ^ (1 << out) if out >= 0 else rest))
        if into >= 0:
            vector = values.best(vector, values.vectors[into])
        if len(known) > 200_000:
            known.clear()
        worth = known[contents] = values.sum(vector)
        return worth

    def run(self, steps: int, heat: Heat, stop: Stop = never, seconds: float | None = None) -> int:
        """So many steps, growing colder; returns how many were done before `stop` said so, or before `seconds` were over. Where the machine is too
        slow for both, it grows colder by the clock, so that the end is cold all the same."""
        places = len(self.session_at)
        if places < 2:
            return steps
        ground, board, worths, peek = self.ground, self.board, self.worths, self._peek
        slot_at, session_at, allowed, against = self.slot_at, self.session_at, ground.allowed, ground.against
        chance, pool, choosy, fits = self.dice.random, ground.slots, ground.choosy, ground.fits
        first, last = self.usual * heat.first / 1000, self.usual * heat.last / 1000
        now = self.worth()
        warm, began = 0, time.monotonic()
        for step in range(steps):
            if not step % LOOK:
                if stop():
                    return step
                part = step / steps
                if seconds is not None and (late := (time.monotonic() - began) / seconds) > part + LATE:
                    if late >= 1:
                        return step
                    part = late
                warm = int(first * (1 - part) ** 3 + last)
            here, there = int(chance() * places), int(chance() * places)
            one, two = slot_at[here], slot_at[there]
            if one == two:
                continue
            if one == pool:
                here, there, one, two = there, here, two, one
            out, into = session_at[here], session_at[there]
            if out == into or (two == pool and (into < 0 or (out < 0 and self.more <= 0))):
                continue
            rest = board[one] & ~(1 << out) if out >= 0 else board[one]
            if into >= 0 and not (allowed[into] >> one & 1 and not against[into] & rest):
                continue
            new_one = rest | 1 << into if into >= 0 else rest
            if choosy[one] and not fits(one, new_one):
                continue
            worth_one = peek(one, new_one, out, into)
            change = worth_one - worths[one]
            if two != pool:
                rest = board[two] & ~(1 << into) if into >= 0 else board[two]
                if out >= 0 and not (allowed[out] >> two & 1 and not against[out] & rest):
                    continue
                new_two = rest | 1 << out if out >= 0 else rest
                if choosy[two] and not fits(two, new_two):
                    continue
                worth_two = peek(two, new_two, into, out)
                change += worth_two - worths[two]
            if change < 0 and change * 1024 + warm * _LUCK[int(chance() * 4096)] < 0:
                continue
            session_at[here], session_at[there] = into, out
            board[one], worths[one], self.without[one] = new_one, worth_one, {}
            if two != pool:
                board[two], worths[two], self.without[two] = new_two, worth_two, {}
            elif out < 0:
                self.more -= 1
            now += change
            if now > self.best_worth:
                self.best, self.best_worth = list(board), now
        return steps

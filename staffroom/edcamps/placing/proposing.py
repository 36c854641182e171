"""Placing, going on, and placing anew with few moves."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from staffroom.edcamps.placing import bounding, explaining, rooms, weighing
from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.instance import Instance
from staffroom.edcamps.placing.placed import Placed, Placement
from staffroom.edcamps.placing.polishing import changes, polish
from staffroom.edcamps.placing.searching import Annealing, Board, Heat, Stop, dice_of, greedy, never, until
from staffroom.edcamps.placing.terms import Terms
from staffroom.edcamps.placing.weighing import members

USUAL_SECONDS = 1.0
USUAL_WORK = 300_000
SHARE = 0.8  # of the seconds is for the search; polishing and explaining take the rest
ENOUGH = 500  # steps for each session in each slot, above which a second annealing finds more than a longer one
FEW = Fraction(15, 100)


def place(instance: Instance, *, seconds: float | None = None, steps: int | None = None, seed: int = 0,
          start: Sequence[Placement] | None = None) -> Placed:
    """The best board that was found. The same seed and steps give the same board; without steps, `seconds` (or a second) says how many, by the size
    of the instance. `seconds` also ends the search early, and then `cut_off` says so. With `start` it is never worse than that board."""
    began = time.monotonic()
    ground = Ground(instance)
    wanted = steps if steps is not None else steps_in(ground, USUAL_SECONDS if seconds is None else seconds)
    stop = until(None if seconds is None else SHARE * seconds)
    first = greedy(ground, kept(ground, start or []))
    board, done = search(ground, first, wanted, dice_of(str(seed)), stop, None if seconds is None else SHARE * seconds)
    terms = Terms(ground)
    board = polish(ground, terms, board, stop)
    return told(ground, terms, board, began=began, steps=done, seed=seed, start=start, cut_off=done < wanted,
                stop=until(None if seconds is None else seconds - (time.monotonic() - began)))


def improve(instance: Instance, start: Sequence[Placement], *, seed: int = 0, steps: int | None = None) -> Iterator[Placed]:
    """Goes on from a board for as long as it is asked: each turn gives the best board so far, never a worse one. Each turn has its own seed."""
    ground = Ground(instance)
    terms = Terms(ground)
    board = greedy(ground, kept(ground, start))
    turn = 0
    while True:
        began = time.monotonic()
        wanted = steps if steps is not None else steps_in(ground, USUAL_SECONDS)
        dice = dice_of(f"{seed} {turn}")
        found, done = search(ground, board, wanted, dice, until(None))
        board = polish(ground, terms, found)
        yield told(ground, terms, board, began=began, steps=done, seed=seed, start=start)
        turn += 1


def replan(instance: Instance, start: Sequence[Placement], *, share: Fraction = FEW, seconds: float | None = None) -> Placed:
    """A board for what has changed (a room lost, a lead gone) in which as much as can stays where it was.

    What cannot stay gets the best free cell. Then single changes are made, the best first, while they better the score and no more than `share` of
    the sessions that were placed stand elsewhere. Rooms change only where they must.
    """
    began = time.monotonic()
    ground, stop = Ground(instance), until(seconds)
    before = kept(ground, start)
    board = greedy(ground, before)
    was = {session: slot for slot, inside in enumerate(slots_of(ground, start)) for session in members(inside)}
    had = rooms_of(ground, start)
    lost = {session for session, slot in was.items() if session not in had or not ground.may[slot][session] >> had[session] & 1}
    allowance = int(share * len(was))
    turns = [board]
    while not stop():
        best: tuple[int, Board] | None = None
        worth = [ground.exact[slot].of(inside) for slot, inside in enumerate(board)]
        for new, one, two in changes(ground, board):
            gain = sum(ground.exact[slot].of(new[slot]) - worth[slot] for slot in (one, two) if slot < ground.slots)
            if gain > (best[0] if best else 0) and moved(was, lost, new) <= max(allowance, moved(was, lost, board)):
                best = gain, new
            if stop():
                break
        if best is None:
            break
        board = best[1]
        turns.append(board)
    terms = Terms(ground)
    while len(turns) > 1 and len(set(start) - set(stand(ground, terms, turns[-1], start)[1])) > allowance:  # rooms that had to be shuffled count too
        turns.pop()
    return told(ground, terms, turns[-1], began=began, steps=0, seed=0, start=start, stop=stop)


def prove(instance: Instance, placed: Placed, *, seconds: float | None = None, work: int = USUAL_WORK) -> Placed:
    """The same board with a bound that is as close as so much work brings, or the time before that; or a better board, where the proof meets one. The
    same work gives the same answer everywhere."""
    began = time.monotonic()
    ground = Ground(instance)
    board = slots_of(ground, placed.placements)
    bound, better = bounding.certify(ground, board, work=work, stop=until(seconds))
    if better != board:
        terms = Terms(ground)
        again = told(ground, terms, polish(ground, terms, better), began=began, steps=placed.steps, seed=placed.seed, start=None)
        placed = replace(again, cut_off=placed.cut_off, seconds=placed.seconds)
    by = "slots" if bound < placed.bound else placed.bound_by
    return replace(placed, bound=min(bound, placed.bound), bound_by=by, seconds=placed.seconds + time.monotonic() - began)


# ---------------------------------------------------------------------------------------------------------------- parts

def steps_in(ground: Ground, seconds: float) -> int:
    """How many steps a slow machine does in that time: a number of the instance alone, so that the same seconds mean the same steps everywhere."""
    digits = len(ground.instance.people) * ground.fast[0].width // 30 if ground.slots else 0
    return max(1_000, int(seconds * 1_000_000 / (6 + digits / 12)))


def search(ground: Ground, board: Board, steps: int, dice: random.Random, stop: Stop, seconds: float | None = None) -> tuple[Board, int]:
    """A short annealing, so that there is soon something good, then one to three long ones; the best board of all, and how many steps were done."""
    annealing = Annealing(ground, board, dice)
    runs = max(1, min(3, steps // (ENOUGH * max(1, ground.sessions * ground.slots))))
    parts = [steps // 10, *[(steps - steps // 10) // runs] * runs]
    done, end = 0, time.monotonic() + (seconds or 0)
    for number, part in enumerate(parts):
        mine = max(0.001, (end - time.monotonic()) * part / max(1, sum(parts[number:]))) if seconds else None
        done += annealing.run(part, Heat.for_steps(ground, part), stop, mine)
        annealing.take(board)
    return annealing.best, done


def slots_of(ground: Ground, start: Sequence[Placement]) -> Board:
    """What stood in each slot, as far as slot and session are still there."""
    session_of = {session.id: number for number, session in enumerate(ground.instance.sessions)}
    slot_of = {slot.id: number for number, slot in enumerate(ground.instance.slots)}
    board = [0] * ground.slots
    for one in start:
        if one.session in session_of and one.slot in slot_of:
            board[slot_of[one.slot]] |= 1 << session_of[one.session]
    return board


def kept(ground: Ground, start: Sequence[Placement]) -> Board:
    """What of a board can stay in its slot; fixed sessions come first, then those that keep their room, then the others."""
    board = [0] * ground.slots
    for session, slot in ground.fixed.items():
        board[slot] |= 1 << session
    before, rooms_before = slots_of(ground, start), rooms_of(ground, start)
    there = 0
    for inside in board:
        there |= inside
    for same_room in (True, False):
        for slot, inside in enumerate(before):
            for session in members(inside & ~there):
                same = session in rooms_before and ground.may[slot][session] >> rooms_before[session] & 1
                if bool(same) is same_room and there.bit_count() < ground.limit and ground.can(slot, session, board[slot]):
                    board[slot] |= 1 << session
                    there |= 1 << session
    return board


def rooms_of(ground: Ground, start: Sequence[Placement]) -> dict[int, int]:
    """The room in which each session stood."""
    session_of = {session.id: number for number, session in enumerate(ground.instance.sessions)}
    room_of = {room.id: number for number, room in enumerate(ground.instance.rooms)}
    return {session_of[one.session]: room_of[one.room] for one in start if one.session in session_of and one.room in room_of}


def moved(was: dict[int, int], lost: set[int], board: Board) -> int:
    """How many sessions no longer stand in the slot where they stood, or have lost their room there."""
    return sum(session in lost or not board[slot] >> session & 1 for session, slot in was.items())


def stand(ground: Ground, terms: Terms, board: Board, start: Sequence[Placement] | None) -> tuple[list[dict[int, int]], list[Placement]]:
    """A board with rooms given, by number for each slot and by name."""
    instance, before, was = ground.instance, rooms_of(ground, start or []), slots_of(ground, start or [])
    given = []
    for slot, inside in enumerate(board):
        stood = {session: before[session] for session in members(inside & was[slot]) if session in before}
        rooms_here = rooms.assign(instance, slot, members(inside), stood, terms.demand(slot, inside), stay=start is not None)
        if rooms_here is None:
            raise AssertionError("a slot was filled that has no room for it")
        given.append(rooms_here)
    placements = [Placement(instance.sessions[session].id, instance.slots[slot].id, instance.rooms[room].id)
                  for slot, rooms_here in enumerate(given) for session, room in sorted(rooms_here.items(), key=lambda pair: pair[1])]
    return given, placements


def told(ground: Ground, terms: Terms, board: Board, *, began: float, steps: int, seed: int, start: Sequence[Placement] | None,
         cut_off: bool = False, stop: Stop = never) -> Placed:
    """The board with rooms given, and all that is to be said about it."""
    instance, (given, placements) = ground.instance, stand(ground, terms, board, start)
    now = {one.session: one for one in placements}
    bound = bounding.plain(ground)
    return Placed(placements, explaining.unplaced(ground, terms, board), weighing.score(instance, board), bound, "plain",
                  explaining.clashes(ground, terms, board, stop), explaining.left_out(ground, terms, board),
                  explaining.crowded(ground, terms, board, given),
                  time.monotonic() - began, steps, seed, cut_off, [one.session for one in start or [] if now.get(one.session, one) != one])

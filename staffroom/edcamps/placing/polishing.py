"""The last touch on a board: every single change that makes it better, and, where it stays as good, better in the later terms."""

from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.searching import Annealing, Board, Stop, dice_of, never
from staffroom.edcamps.placing.terms import Terms
from staffroom.edcamps.placing.weighing import members

DEEP = 400
MANY = 150  # sessions, above which trying every single change takes too long


def changes(ground: Ground, board: Board, only: int = -1) -> list[tuple[Board, int, int]]:
    """Every sound board that one swap, move, exchange or addition away is, with the two slots that change (the second may be the table: `slots`).

    `only` are the sessions (as bits) that may be touched.
    """
    table = ground.slots
    placed = 0
    for inside in board:
        placed |= inside
    loose = ~sum(1 << session for session in ground.fixed) & only
    waiting = sum(1 << session for session in range(ground.sessions) if ground.allowed[session]) & ~placed & loose
    may_add = placed.bit_count() < ground.limit
    found = []
    for two in range(1, table + 1):
        theirs = [*members(waiting if two == table else board[two] & loose), -1]
        for one in range(two):
            mine = [*members(board[one] & loose), -1]
            for out in mine:
                for into in theirs:
                    if out == into or (two == table and (into < 0 or (out < 0 and not may_add))):
                        continue
                    rest = board[one] & ~_bit(out)
                    if into >= 0 and not ground.can(one, into, rest):
                        continue
                    new = list(board)
                    new[one] = rest | _bit(into)
                    if two < table:
                        rest = board[two] & ~_bit(into)
                        if out >= 0 and not ground.can(two, out, rest):
                            continue
                        new[two] = rest | _bit(out)
                    found.append((new, one, two))
    return found


def _bit(session: int) -> int:
    return 1 << session if session >= 0 else 0


def polish(ground: Ground, terms: Terms, board: Board, stop: Stop = never) -> Board:
    """No single change makes the result better in the first term, or as good in it and better in a later one (of which the dear ones are tried a
    limited number of times)."""
    deep = DEEP
    better = True
    while better and not stop():
        better = False
        look = Annealing(ground, board, dice_of("polish"))
        for new, one, two in changes(ground, board) if ground.sessions <= MANY else ():
            if stop():
                break
            pair = [slot for slot in (one, two) if slot < ground.slots]
            if sum(look.values[slot].of(new[slot]) - look.worths[slot] + 2 * look.values[slot].slack for slot in pair) < 0:
                continue
            gain = sum(ground.exact[slot].of(new[slot]) - ground.exact[slot].of(board[slot]) for slot in pair)
            if gain < 0:
                continue
            if gain == 0:
                more = sum(map(int.bit_count, new)) > sum(map(int.bit_count, board))
                fewer = sum(terms.clashes(slot, new[slot]) - terms.clashes(slot, board[slot]) for slot in pair)
                if fewer > 0 and not more:
                    continue
                if fewer == 0 and not more:
                    deep -= 1
                    if deep < 0:
                        continue
                    later = sum(terms.crowding(slot, new[slot]) - terms.crowding(slot, board[slot]) for slot in pair)
                    nothing = terms.left_out(new).bit_count() - terms.left_out(board).bit_count()
                    if (later, nothing) >= (0, 0):
                        continue
            board, better = new, True
            break
    return board

"""Which rooms a session may have in a slot, whether sessions fit into a slot together, and who gets which room."""

from staffroom.edcamps.placing.instance import Instance

FAR = 1 << 40


def why_not(instance: Instance, session: int, slot: int) -> str:
    """What keeps a session out of a slot whatever else is there: lead_away, too_long, closed, needs; empty if nothing does."""
    asked = instance.sessions[session]
    if any(slot in instance.away.get(lead, ()) for lead in asked.leads):
        return "lead_away"
    if asked.minutes is not None and asked.minutes > instance.slots[slot].minutes:
        return "too_long"
    rooms = [room for number, room in enumerate(instance.rooms) if not asked.fixed or asked.fixed[1] in (None, number)]
    if not any(slot not in room.closed for room in rooms):
        return "closed"
    return "" if any(slot not in room.closed and asked.needs <= room.features for room in rooms) else "needs"


def held_in(instance: Instance, slot: int) -> dict[int, int]:
    """The rooms of a slot that fixed sessions hold, and by how many."""
    held: dict[int, int] = {}
    for session in instance.sessions:
        if session.fixed and session.fixed[0] == slot and session.fixed[1] is not None:
            held[session.fixed[1]] = held.get(session.fixed[1], 0) + 1
    return held


def open_to(instance: Instance, session: int, slot: int, held: dict[int, int]) -> int:
    """The rooms that a session may have in a slot, as bits; rooms that are `held` by fixed sessions are left out for others."""
    asked = instance.sessions[session]
    if (asked.fixed and asked.fixed[0] != slot) or why_not(instance, session, slot):
        return 0
    return sum(1 << number for number, room in enumerate(instance.rooms)
               if slot not in room.closed and asked.needs <= room.features and (not asked.fixed or asked.fixed[1] in (None, number))
               and (room.allow_parallel or number not in held or bool(asked.fixed and asked.fixed[1] == number)))


def fit(may: list[int], parallel: int) -> dict[int, int] | None:
    """A room for each line of `may` (bits of rooms), one each unless it is among `parallel`; None if there is none. Kuhn's augmenting paths."""
    holds: dict[int, int] = {}

    def seat(line: int, seen: set[int]) -> bool:
        left = may[line]
        while left:
            bit = left & -left
            left ^= bit
            room = bit.bit_length() - 1
            if room in seen:
                continue
            seen.add(room)
            if room not in holds or seat(holds[room], seen):
                holds[room] = line
                return True
        return False
    alone = [line for line, rooms in enumerate(may) if not rooms & parallel]
    if not all(seat(line, set()) for line in alone):
        return None
    got = {line: room for room, line in holds.items()}
    for line, rooms in enumerate(may):
        if line not in got:
            got[line] = (rooms & parallel & -(rooms & parallel)).bit_length() - 1
    return got


def assign(instance: Instance, slot: int, sessions: list[int], now: dict[int, int], demand: dict[int, int] | None = None, *,
           stay: bool = False) -> dict[int, int] | None:
    """The room of each session of one slot: the fewest people too many, then the least empty chairs; with `stay`, first of all as many as can where
    they are `now`.

    None if they do not fit. `demand` is how many people a session will have; a room that takes several counts its chairs for each.
    """
    if not sessions:
        return {}
    places = [(number, room) for number, room in enumerate(instance.rooms) if slot not in room.closed
              for _copy in range(len(sessions) if room.allow_parallel else 1)]
    if len(places) < len(sessions):
        return None
    costs, held = [], held_in(instance, slot)
    for session in sessions:
        may, wanted = open_to(instance, session, slot, held), (demand or {}).get(session, 0)
        costs.append([_cost(room.capacity, wanted) + (stay and now.get(session) != number) * (1 << 32) if may >> number & 1 else FAR
                      for number, room in places])
    chosen = hungarian(costs)
    if any(costs[line][column] >= FAR for line, column in enumerate(chosen)):
        return None
    return {session: places[column][0] for session, column in zip(sessions, chosen, strict=True)}


def _cost(capacity: int | None, wanted: int) -> int:
    chairs = wanted if capacity is None else capacity
    return (min(max(0, wanted - chairs), 1_000) << 16) + min(max(0, chairs - wanted), 1_000)


def hungarian(costs: list[list[int]]) -> list[int]:
    """The column of each row with the least sum of whole costs; as many columns as rows or more."""
    rows, columns = len(costs), len(costs[0])
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)
    row_at, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_at[0], column = row, 0
        least, used = [FAR * FAR] * (columns + 1), [False] * (columns + 1)
        while True:
            used[column] = True
            here, best, following = row_at[column], FAR * FAR, 0
            line, base = costs[here - 1], of_row[here]
            for other in range(1, columns + 1):
                if not used[other]:
                    cost = line[other - 1] - base - of_column[other]
                    if cost < least[other]:
                        least[other], way[other] = cost, column
                    if least[other] < best:
                        best, following = least[other], other
            for other in range(columns + 1):
                if used[other]:
                    of_row[row_at[other]] += best
                    of_column[other] -= best
                else:
                    least[other] -= best
            column = following
            if not row_at[column]:
                break
        while column:
            row_at[column] = row_at[way[column]]
            column = way[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if row_at[column]:
            chosen[row_at[column] - 1] = column - 1
    return chosen

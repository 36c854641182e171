"""The terms of the objective after the first, which part boards that are equally good: clashes, rooms, people left with nothing."""

from functools import cached_property

from staffroom.edcamps.placing import rooms
from staffroom.edcamps.placing.ground import Ground
from staffroom.edcamps.placing.weighing import members


class Terms:
    """Counts for one ground; the smaller the better."""

    def __init__(self, ground: Ground):
        self.ground, self.instance = ground, ground.instance
        self.fans = [0] * ground.sessions
        for person, line in enumerate(self.instance.wishes):
            for session, _weight in line:
                self.fans[session] |= 1 << person
        everybody = (1 << len(self.instance.people)) - 1
        self.there = [everybody] * ground.slots
        for person, name in enumerate(self.instance.people):
            for slot in self.instance.away.get(name, ()):
                self.there[slot] &= ~(1 << person)

    @cached_property
    def popular(self) -> int:
        """The sessions, as bits, that at least as many people want as want one on average."""
        counts = [fans.bit_count() for fans in self.fans]
        return sum(1 << session for session, count in enumerate(counts) if count and count * len(counts) >= sum(counts))

    def both(self, one: int, other: int, slot: int) -> int:
        """How many of those who are there want both."""
        return (self.fans[one] & self.fans[other] & self.there[slot]).bit_count()

    def clashes(self, slot: int, contents: int) -> int:
        """How often somebody wants two popular sessions of one slot."""
        inside = members(contents & self.popular)
        return sum(self.both(one, other, slot) for at, one in enumerate(inside) for other in inside[:at])

    def demand(self, slot: int, contents: int) -> dict[int, int]:
        """How many people will come to each session of a slot if everybody goes to what they want most; the undecided are shared out, rounded up."""
        sixtieths = dict.fromkeys(members(contents), 0)
        for person, line in enumerate(self.instance.wishes):
            if self.there[slot] >> person & 1:
                here = [(weight, session) for session, weight in line if contents >> session & 1]
                if here:
                    most = max(here)[0]
                    best = [session for weight, session in here if weight == most]
                    for session in best:
                        sixtieths[session] += 60 // len(best)
        return {session: -(-count // 60) for session, count in sixtieths.items()}

    def crowding(self, slot: int, contents: int) -> int:
        """How many people too many there are for the rooms of a slot."""
        demand = self.demand(slot, contents)
        given = rooms.assign(self.instance, slot, list(demand), {}, demand)
        return sum(self.too_many(demand[session], room) for session, room in (given or {}).items())

    def too_many(self, wanted: int, room: int) -> int:
        capacity = self.instance.rooms[room].capacity
        return 0 if capacity is None else max(0, wanted - capacity)

    def left_out(self, board: list[int]) -> int:
        """The people, as bits, who find nothing that they want in any slot."""
        served = 0
        for slot, contents in enumerate(board):
            for session in members(contents):
                served |= self.fans[session] & self.there[slot]
        return (1 << len(self.instance.people)) - 1 & ~served

"""An instance made ready for searching: what may go where, and what it is worth there."""

from functools import cached_property

from staffroom.edcamps.placing import rooms
from staffroom.edcamps.placing.instance import Instance
from staffroom.edcamps.placing.weighing import EXACT_BITS, FAST_BITS, Values, members

KINDS = 5


class Ground:
    """Sessions, slots and rooms by number; sets of sessions as bits."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.sessions, self.slots = len(instance.sessions), len(instance.slots)
        held = [rooms.held_in(instance, slot) for slot in range(self.slots)]
        self.may = [[rooms.open_to(instance, session, slot, held[slot]) for session in range(self.sessions)] for slot in range(self.slots)]
        self.allowed = [sum(1 << slot for slot in range(self.slots) if self.may[slot][session]) for session in range(self.sessions)]
        self.against = [self._against(session) for session in range(self.sessions)]
        self.fixed = {number: session.fixed[0] for number, session in enumerate(instance.sessions) if session.fixed}
        self.limit = self.sessions if instance.place is None else min(instance.place, self.sessions)
        self.parallel = [sum(1 << number for number, room in enumerate(instance.rooms) if room.allow_parallel and slot not in room.closed)
                         for slot in range(self.slots)]
        kinds = [{may for may in line if may} for line in self.may]
        self.cells = [self._cells(slot, kind) for slot, kind in enumerate(kinds)]
        self.counts = [self._counts(slot, kind) for slot, kind in enumerate(kinds)]
        everything = (1 << self.sessions) - 1
        self.choosy = [counts is None or any(which != everything for which, _most in counts) for counts in self.counts]
        self.kind = self._kinds()
        self._fits: list[dict[int, bool]] = [{} for _slot in range(self.slots)]

    def _cells(self, slot: int, kinds: set[int]) -> int:
        """How many sessions a slot holds at most."""
        rooms_of = 0
        for may in kinds:
            rooms_of |= may
        return self.sessions if rooms_of & self.parallel[slot] else rooms_of.bit_count()

    def _counts(self, slot: int, kinds: set[int]) -> list[tuple[int, int]] | None:
        """Hall's condition as a list of sessions (bits) and how many of them a slot takes: rooms suffice if and only if that holds for every union of
        the rooms that sessions may have. None where there are too many unions to list; sessions that may share a room are never too many."""
        alone = [may for may in kinds if not may & self.parallel[slot]]
        if len(alone) > KINDS:
            return None
        unions = {0}
        for may in alone:
            unions |= {union | may for union in unions}
        found = []
        for union in unions - {0}:
            which = sum(1 << session for session, may in enumerate(self.may[slot]) if not may & ~union)
            if which.bit_count() > union.bit_count():
                found.append((which, union.bit_count()))
        return found

    def _against(self, session: int) -> int:
        leads = self.instance.sessions[session].leads
        return sum(1 << other for other, each in enumerate(self.instance.sessions) if other != session and leads & each.leads) if leads else 0

    def _present(self, slot: int) -> tuple[bool, ...]:
        return tuple(slot not in self.instance.away.get(person, ()) for person in self.instance.people)

    def _kinds(self) -> list[int]:
        """Slots in which the same people are there share their values: the number of that group of people for each slot."""
        seen: dict[tuple[bool, ...], int] = {}
        return [seen.setdefault(self._present(slot), len(seen)) for slot in range(self.slots)]

    def _values(self, bits: int) -> list[Values]:
        of_kind = {kind: Values(self.instance, list(self._present(self.kind.index(kind))), bits) for kind in set(self.kind)}
        return [of_kind[kind] for kind in self.kind]

    @cached_property
    def exact(self) -> list[Values]:
        """For each slot, values without rounding (unless weights are so odd that 60 bits do not hold them)."""
        return self._values(EXACT_BITS)

    @cached_property
    def fast(self) -> list[Values]:
        """For each slot, values rounded to 13 bits: to search by, not to tell."""
        return self._values(FAST_BITS)

    def fits(self, slot: int, contents: int) -> bool:
        """Whether the sessions of one slot keep every hard rule together: each may be there, no lead twice, a room for each."""
        counts = self.counts[slot]
        if counts is not None:
            return all((contents & which).bit_count() <= most for which, most in counts)
        known = self._fits[slot]
        if (found := known.get(contents)) is None:
            if len(known) > 100_000:
                known.clear()
            found = known[contents] = rooms.fit([self.may[slot][session] for session in members(contents)], self.parallel[slot]) is not None
        return found

    def can(self, slot: int, session: int, beside: int) -> bool:
        """Whether a session may join those `beside` it in a slot."""
        return bool(self.allowed[session] >> slot & 1) and not self.against[session] & beside and self.fits(slot, beside | 1 << session)

    def sound(self, contents: list[int]) -> bool:
        """Whether a whole board keeps every hard rule."""
        together = 0
        for slot, inside in enumerate(contents):
            if inside & together or not self.fits(slot, inside):
                return False
            if any(not self.allowed[session] >> slot & 1 or self.against[session] & inside for session in members(inside)):
                return False
            together |= inside
        return together.bit_count() <= self.limit and all(contents[slot] >> session & 1 for session, slot in self.fixed.items())

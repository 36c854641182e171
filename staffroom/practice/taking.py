"""Which things are only taken in (watched, read, listened to): rooms above say it of their kind of thing.

    from staffroom.practice import taking

    @taking.register("offer")
    def offers(viewer, keys):        # reads by the ordinary rule, in one statement
        return {…}                   # those of these that are only taken in, as far as anybody knows
"""

from collections.abc import Callable
from uuid import UUID

from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer

FEWEST = 2
DOES = frozenset({Entry.Kind.TRIED, Entry.Kind.VISIT, Entry.Kind.CONVERSATION, Entry.Kind.TALK, Entry.Kind.CHAT, Entry.Kind.EDCAMP, Entry.Kind.LED,
                  Entry.Kind.MENTORED})
Reader = Callable[[Viewer, set[UUID]], set[UUID]]
READERS: dict[str, Reader] = {}


def register(kind: str) -> Callable[[Reader], Reader]:
    """Register the reader of a kind of thing; doing it again replaces it."""

    def wrap(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return wrap


def only_takes_in(viewer: Viewer, steps: list[PlanStep], entries: list[Entry]) -> bool:
    """Are these steps, two at least, nothing but watching, reading and listening, and was nothing else noted? A step of own words says no."""
    stands = [step for step in steps if step.ended_as != PlanStep.Ended.LET_GO]
    if len(stands) < FEWEST or any(step.about_id is None or step.about_kind not in READERS for step in stands):
        return False
    if any(entry.kind in DOES for entry in entries):
        return False
    kinds = {step.about_kind for step in stands}
    taken = set().union(*(READERS[kind](viewer, {step.about_id for step in stands if step.about_id and step.about_kind == kind}) for kind in kinds))
    return all(step.about_id in taken for step in stands)

"""Placing the cards of an edcamp on its board. Pure reckoning: no Django, the standard library alone, the same everywhere.

What the room calls, and what stays as it is:

    read(data) -> Instance                      from plain data; BadInstance(field, sentence) where they cannot be understood
    place(instance, *, seconds=None, steps=None, seed=0, start=None) -> Placed
                                                the best board found; the same seed and steps give the same board on every machine
    improve(instance, start, *, seed=0, steps=None) -> iterator of Placed
                                                goes on from a board for as long as it is asked, never worse
    replan(instance, start, *, share=15 %, seconds=None) -> Placed
                                                a board for what has changed, in which as much as can stays where it was
    prove(instance, placed, *, seconds=None, work=300,000) -> Placed
                                                the same board, or a better one, with a close bound (that of `place` is a plain one)
    Placed: placements, unplaced, score, bound, gap, clashes, left_out, crowded, moved, seconds, steps; as_json()
    Placement(session, slot, room): ids as they were given; `start` is a list of them

Data (ids are text or whole numbers; times are ISO moments, `HH:MM` or whole minutes):

    slots        [{id, start, end}]
    rooms        [{id, capacity (null: not known), features[], allow_parallel, closed[slot]}]
    sessions     [{id, title, leads[], needs[], minutes?, fixed?{slot, room}}]
    interest     [{person, session, weight}]
    unavailable  [{person, slots[]}]
    place        how many may be placed at most (optional)

Always kept: one session in a cell unless the room allows parallel ones; a lead in one place in each slot, and there; what a session needs among the
features of its room (step-free access is one); no closed cell; fixed sessions stay. Capacity never keeps a session out.
"""

from staffroom.edcamps.placing.instance import BadInstance, Instance, read
from staffroom.edcamps.placing.placed import Clash, Placed, Placement, Unplaced
from staffroom.edcamps.placing.proposing import improve, place, prove, replan

__all__ = ["BadInstance", "Clash", "Instance", "Placed", "Placement", "Unplaced", "improve", "place", "prove", "read", "replan"]

"""What happens to edcamps. Every act that touches a board holds its row first, so that no place is given twice."""

from staffroom.edcamps.actions.board import UNDOABLE, lock, lose_room, overflow, place, put_aside, shift, take_proposal, undo
from staffroom.edcamps.actions.cards import (
    MOST_OF_ONE,
    Says,
    change_card,
    hang_card_again,
    lead,
    lead_no_more,
    merge,
    part,
    put_up_card,
    put_up_list,
    take_back,
    take_down_card,
)
from staffroom.edcamps.actions.dots import dot, take_dot
from staffroom.edcamps.actions.edcamps import Part, Place, leave, minutes_of, put_up, say, set_parts, set_rooms, vote
from staffroom.edcamps.actions.held import CHANGED, Meanwhile, tell
from staffroom.edcamps.actions.turns import next_turn, pass_over, queue_up, take_turn_back

__all__ = [
    "CHANGED",
    "MOST_OF_ONE",
    "UNDOABLE",
    "Meanwhile",
    "Part",
    "Place",
    "Says",
    "change_card",
    "dot",
    "hang_card_again",
    "lead",
    "lead_no_more",
    "leave",
    "lock",
    "lose_room",
    "merge",
    "minutes_of",
    "next_turn",
    "overflow",
    "part",
    "pass_over",
    "place",
    "put_aside",
    "put_up",
    "put_up_card",
    "put_up_list",
    "queue_up",
    "say",
    "set_parts",
    "set_rooms",
    "shift",
    "take_back",
    "take_dot",
    "take_down_card",
    "take_proposal",
    "take_turn_back",
    "tell",
    "undo",
    "vote",
]

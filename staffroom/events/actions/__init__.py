"""What happens to events. Every act that touches a seat holds the row of the event first, so that none is lost or doubled."""

from staffroom.events.actions.editions import TELL_NEXT, come_again, tell_me_next, tell_next
from staffroom.events.actions.events import (
    TELL,
    Changed,
    What,
    begin_series,
    call_off,
    change,
    count_meals,
    keep_clock_times,
    leave,
    put_up,
    put_up_event,
    put_up_recording,
    take_down_event,
    tell,
)
from staffroom.events.actions.going import answer, give_part, remind_due
from staffroom.events.actions.guests import claim, come_as_guest, forget_guest, new_codes, prove_guest, put_on_list, sweep_guests
from staffroom.events.actions.planned import (
    TELL_FIRST,
    announce,
    give_up_planned,
    put_up_planned,
    reword,
    take_down_planned,
    tell_first,
    tell_me_first,
    tell_me_no_more,
)
from staffroom.events.actions.presence import confirm, correct, say_present, take
from staffroom.events.actions.stays import come_in, go_out, tell_part, tell_stays
from staffroom.events.actions.tries import plan_cover, will_try

__all__ = [
    "TELL", "TELL_FIRST", "TELL_NEXT", "Changed", "What", "announce", "answer", "begin_series", "call_off", "change", "claim", "come_again",
    "come_as_guest", "come_in", "confirm", "correct", "count_meals", "forget_guest", "give_part", "give_up_planned", "go_out", "keep_clock_times",
    "leave", "new_codes", "plan_cover", "prove_guest", "put_on_list", "put_up", "put_up_event", "put_up_planned", "put_up_recording", "remind_due",
    "reword", "say_present", "sweep_guests", "take", "take_down_event", "take_down_planned", "tell", "tell_first", "tell_me_first", "tell_me_next",
    "tell_me_no_more", "tell_next", "tell_part", "tell_stays", "will_try",
]

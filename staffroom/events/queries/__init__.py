"""What is seen of events: the list, one with what a viewer may do there, what is coming for somebody, the list at the door, calendars."""

from staffroom.events.queries.calendars import calendar_for_anyone, dated, dated_of, file_of, mine_dated
from staffroom.events.queries.guests import GuestPage, Slip, file_of_guest, for_guests, guest_by, guest_of, guest_page, of_code, on_now, slip_of
from staffroom.events.queries.listed import Asked, Line, Listed, editions, listed, version, version_of
from staffroom.events.queries.mine import Mine, coming, mine
from staffroom.events.queries.one import (
    At,
    Door,
    Row,
    Shown,
    amended,
    at_door,
    at_the_door,
    door_of,
    guest_door,
    kept_list,
    named,
    overlaps,
    parts_of,
    shown,
    stays,
)
from staffroom.events.queries.planned import ShownPlanned, asked_by, planned_list, shown_planned

__all__ = [
    "Asked", "At", "Door", "GuestPage", "Line", "Listed", "Mine", "Row", "Shown", "ShownPlanned", "Slip", "amended", "asked_by", "at_door",
    "at_the_door", "calendar_for_anyone", "coming", "dated", "dated_of", "door_of", "editions", "file_of", "file_of_guest", "for_guests",
    "guest_by", "guest_door", "guest_of", "guest_page", "kept_list", "listed", "mine", "mine_dated", "named", "of_code", "on_now", "overlaps",
    "parts_of", "planned_list", "shown", "shown_planned", "slip_of", "stays", "version", "version_of",
]

"""What is seen of events: the list, one with what a viewer may do there, what is coming for somebody, the list at the door, calendars."""

from staffroom.events.queries.calendars import calendar_for_anyone, dated, dated_of, file_of, mine_dated
from staffroom.events.queries.listed import Asked, Line, Listed, editions, listed, version, version_of
from staffroom.events.queries.mine import Mine, coming, mine
from staffroom.events.queries.one import At, Door, Row, Shown, amended, at_door, at_the_door, door_of, kept_list, overlaps, shown

__all__ = [
    "Asked", "At", "Door", "Line", "Listed", "Mine", "Row", "Shown", "amended", "at_door", "at_the_door", "calendar_for_anyone", "coming",
    "dated", "dated_of", "door_of", "editions", "file_of", "kept_list", "listed", "mine", "mine_dated", "overlaps", "shown", "version",
    "version_of",
]

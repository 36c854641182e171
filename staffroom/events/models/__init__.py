"""Everything dated: events and their series, who goes, who was there, what they will try."""

from staffroom.events.models.events import ACCESS, ENTRY_KINDS, Event, EventNews, Series
from staffroom.events.models.going import TELLS_HOST, Going
from staffroom.events.models.guests import Guest
from staffroom.events.models.planned import Asking, Planned
from staffroom.events.models.presence import Amendment, Presence, Stay, Try

__all__ = [
    "ACCESS", "ENTRY_KINDS", "TELLS_HOST", "Amendment", "Asking", "Event", "EventNews", "Going", "Guest", "Planned", "Presence", "Series",
    "Stay", "Try",
]

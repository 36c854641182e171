"""Times and places of a board in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import time_format

from staffroom.edcamps.models import Edcamp, Room, Slot
from staffroom.events.models import Event


def moment(event: Event, minute: int) -> datetime:
    """The moment so many minutes after the event begins, by the clock there."""
    return (event.starts_at + timedelta(minutes=minute)).astimezone(ZoneInfo(event.zone))


def clock_words(at: datetime) -> str:
    return time_format(at, "G:i")


def cell_words(edcamp: Edcamp, slot: Slot, room: Room) -> str:
    """ "10:30, Library"."""
    return f"{clock_words(moment(edcamp.event, slot.from_minute))}, {room.name}"

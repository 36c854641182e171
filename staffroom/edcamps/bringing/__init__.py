"""What an organiser brings into an edcamp: a file of pitches, or the schedule of a day that is over. Pure."""

from staffroom.edcamps.bringing.day import Day, planned_day
from staffroom.edcamps.bringing.pitches import MOST_BYTES, Brought, NoPitches, Pitch, read

__all__ = ["MOST_BYTES", "Brought", "Day", "NoPitches", "Pitch", "planned_day", "read"]

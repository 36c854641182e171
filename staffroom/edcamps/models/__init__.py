"""A day that its people make: rooms and slots, cards and who leads them, dots, every move on the board, and what was noted."""

from staffroom.edcamps.models.cards import Card, Dot, Lead
from staffroom.edcamps.models.carried import Carried
from staffroom.edcamps.models.edcamps import COUNTED, FEATURES, Edcamp, Room, Slot
from staffroom.edcamps.models.moves import Move
from staffroom.edcamps.models.notes import MOST_NOTES, Notes, NotesVersion
from staffroom.edcamps.models.thanks import Thanks
from staffroom.edcamps.models.turns import SECONDS, Turn

__all__ = ["COUNTED", "FEATURES", "MOST_NOTES", "SECONDS", "Card", "Carried", "Dot", "Edcamp", "Lead", "Move", "Notes", "NotesVersion", "Room",
           "Slot", "Thanks", "Turn"]

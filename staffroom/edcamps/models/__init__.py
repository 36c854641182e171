"""A day that its people make: rooms and slots, cards and who leads them, dots, and every move on the board."""

from staffroom.edcamps.models.cards import Card, Dot, Lead
from staffroom.edcamps.models.edcamps import FEATURES, Edcamp, Room, Slot
from staffroom.edcamps.models.moves import Move
from staffroom.edcamps.models.turns import SECONDS, Turn

__all__ = ["FEATURES", "SECONDS", "Card", "Dot", "Edcamp", "Lead", "Move", "Room", "Slot", "Turn"]

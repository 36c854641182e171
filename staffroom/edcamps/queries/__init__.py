"""What is seen of an edcamp: its wall, a card, what is one's own, what whoever keeps the board has before them."""

from staffroom.edcamps.queries.cards import Mine, alike, card_shown, mine, moves, place_words, turns
from staffroom.edcamps.queries.notes import (
    Noted,
    beginning,
    card_of_guest,
    edcamp_of_guest,
    leads_of,
    noted,
    steps,
    version_of_notes,
)
from staffroom.edcamps.queries.proposal import Proposed, proposed
from staffroom.edcamps.queries.wall import Cell, Hung, Line, Wall, free_numbers, listed, listed_version, picture_of, planned, stamp, version_of, wall

__all__ = [
    "Cell", "Hung", "Line", "Mine", "Noted", "Proposed", "Wall", "alike", "beginning", "card_of_guest", "card_shown", "edcamp_of_guest",
    "free_numbers", "leads_of", "listed", "listed_version", "mine", "moves", "noted", "picture_of", "place_words", "planned", "proposed",
    "stamp", "steps", "turns", "version_of", "version_of_notes", "wall",
]

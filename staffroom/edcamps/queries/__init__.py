"""What is seen of an edcamp: its wall, a card, what is one's own, what whoever keeps the board has before them."""

from staffroom.edcamps.queries.cards import Mine, alike, card_shown, mine, moves, place_words, turns
from staffroom.edcamps.queries.proposal import Proposed, proposed
from staffroom.edcamps.queries.wall import Cell, Hung, Line, Wall, free_numbers, listed, listed_version, picture_of, planned, stamp, version_of, wall

__all__ = [
    "Cell", "Hung", "Line", "Mine", "Proposed", "Wall", "alike", "card_shown", "free_numbers", "listed", "listed_version", "mine", "moves",
    "picture_of", "place_words", "planned", "proposed", "stamp", "turns", "version_of", "wall",
]

"""What is seen of an edcamp: its wall, a card, what is one's own, what whoever keeps the board has before them."""

from staffroom.edcamps.queries.cards import Mine, alike, card_shown, mine, moves, place_words
from staffroom.edcamps.queries.wall import Cell, Hung, Line, Wall, listed, listed_version, planned, stamp, version_of, wall

__all__ = ["Cell", "Hung", "Line", "Mine", "Wall", "alike", "card_shown", "listed", "listed_version", "mine", "moves", "place_words", "planned",
           "stamp", "version_of", "wall"]

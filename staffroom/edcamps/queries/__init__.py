"""What is seen of an edcamp: its wall, a card, what is one's own, what whoever keeps the board has before them."""

from staffroom.edcamps.queries.after import archive, editions, growth, growth_charts, growth_table, series_charts, thanked_by, thanks_of
from staffroom.edcamps.queries.bringing import Coming, coming
from staffroom.edcamps.queries.cards import Mine, alike, card_shown, mine, mine_of_guest, moves, place_words, turns
from staffroom.edcamps.queries.carried import Brings, brings, carried_of, day_of
from staffroom.edcamps.queries.notes import (
    Noted,
    beginning,
    card_by_door,
    card_of_guest,
    edcamp_by_door,
    edcamp_of_guest,
    lead_of_guest,
    leads_of,
    noted,
    steps,
    turn_of_guest,
    version_of_notes,
)
from staffroom.edcamps.queries.proposal import Proposed, proposed
from staffroom.edcamps.queries.there import There, there
from staffroom.edcamps.queries.wall import (
    Cell,
    Hung,
    Line,
    Wall,
    for_anyone,
    free_numbers,
    listed,
    listed_version,
    picture_of,
    planned,
    stamp,
    version_of,
    wall,
)

__all__ = [
    "Brings", "Cell", "Coming", "Hung", "Line", "Mine", "Noted", "Proposed", "There", "Wall", "alike", "archive", "beginning", "brings",
    "card_by_door", "card_of_guest", "card_shown", "carried_of", "coming", "day_of", "edcamp_by_door", "edcamp_of_guest", "editions", "for_anyone",
    "free_numbers", "growth", "growth_charts", "growth_table", "lead_of_guest", "leads_of", "listed", "listed_version", "mine", "mine_of_guest",
    "moves", "noted", "picture_of", "place_words", "planned", "proposed", "series_charts", "stamp", "steps", "thanked_by", "thanks_of", "there",
    "turn_of_guest", "turns", "version_of", "version_of_notes", "wall",
]

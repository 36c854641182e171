"""Pages of edcamps: the wall, cards, what whoever keeps the board does, how it is made."""

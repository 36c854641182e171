"""What this room shows on the pages of rooms below."""

from staffroom.credentials import queries
from staffroom.record import beside

beside.register(queries.beside)

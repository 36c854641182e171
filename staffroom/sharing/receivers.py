"""Rules about the rooms below are declared when Django starts."""

from staffroom.sharing import bodies, copies, persons

__all__ = ["bodies", "copies", "persons"]

"""Rules about the rooms below are declared when Django starts."""

from staffroom.sharing import bodies, copies

__all__ = ["bodies", "copies"]

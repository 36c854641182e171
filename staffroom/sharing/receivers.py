"""Rules about the rooms below are declared when Django starts."""

from staffroom.sharing import copies

__all__ = ["copies"]

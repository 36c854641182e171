"""What this room lends to rooms below."""

from staffroom.events import reported as _reported  # noqa: F401  what can be reported, told to the room below

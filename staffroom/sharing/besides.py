"""What rooms above show beside a copy, for its owner and for the one who holds it. They register here, so that this room need not know them:

    @besides.register
    def responding(viewer, copy):        # reads by the ordinary rule; None where it has nothing to show
        return besides.Beside("inquiry/_of_copy.html", …)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from staffroom.sharing.models import Copy
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Beside:
    """A template of the room above, and what it shows as `shows`."""

    template: str
    shows: Any


Reader = Callable[[Viewer, Copy], Beside | None]
READERS: dict[str, Reader] = {}


def register(reader: Reader) -> Reader:
    """Register a reader; doing it again replaces it."""
    READERS[f"{reader.__module__}.{reader.__qualname__}"] = reader
    return reader


def shown(viewer: Viewer, copy: Copy) -> list[Beside]:
    """Everything that stands beside this copy."""
    return [found for reader in READERS.values() if (found := reader(viewer, copy)) is not None]

"""What rooms above show on the page of an entry. They register here, so that the record need not know them:

    from staffroom.record import beside

    @beside.register
    def how_far(viewer, entry):        # reads by the ordinary rule
        return beside.Beside("practice/_how_far.html", …)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Beside:
    """A template of the room above, and what it shows as `shows`."""

    template: str
    shows: Any


Reader = Callable[[Viewer, Entry], Beside | None]
READERS: dict[str, Reader] = {}


def register(reader: Reader) -> Reader:
    """Register a reader; doing it again replaces it."""
    READERS[f"{reader.__module__}.{reader.__qualname__}"] = reader
    return reader


def shown(viewer: Viewer, entry: Entry) -> list[Beside]:
    """Everything that stands on the page of this entry, for its owner; a room that has nothing to show there gives None."""
    return [found for reader in READERS.values() if (found := reader(viewer, entry)) is not None]

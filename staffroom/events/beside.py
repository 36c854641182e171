"""What rooms above show on the pages of an event. They register here, so that events need not know them:

    from staffroom.events import beside

    @beside.register
    def certificate(place, viewer, event, presence=None, guest=None, token="", **_more):
        return beside.Beside("certificates/_mine.html", …)      # or None

`place` is "wall" (its page, for whoever looks; "below": the same, below its words), "event" (the same, for somebody with an account), "guest" (a
guest's own page) or "list" (for those who keep the list).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Beside:
    """A template of the room above, and what it shows as `shows`."""

    template: str
    shows: Any


Reader = Callable[..., Beside | None]
READERS: dict[str, Reader] = {}


def register(reader: Reader) -> Reader:
    """Register a reader; doing it again replaces it."""
    READERS[f"{reader.__module__}.{reader.__qualname__}"] = reader
    return reader


def shown(place: str, viewer: Viewer, event: Event, presence: Presence | None = None, guest: Guest | None = None, token: str = "",
          going: Going | None = None) -> list[Beside]:
    """Everything that rooms above have to say there."""
    found = (reader(place, viewer, event, presence=presence, guest=guest, token=token, going=going) for reader in READERS.values())
    return [one for one in found if one is not None]

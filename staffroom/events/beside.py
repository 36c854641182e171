"""What rooms above show on the pages of an event. They register here, so that events need not know them:

    from staffroom.events import beside

    @beside.register
    def certificate(place, viewer, event, presence=None, guest=None, token="", **_more):
        return beside.Beside("certificates/_mine.html", …)      # or None

`place` is "wall" (its page, for whoever looks; "below": the same, below its words), "event" (the same, for somebody with an account), "guest" (a
guest's own page) or "list" (for those who keep the list).
"""

from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.kit.beside import Beside, Readers
from staffroom.sharing.viewers import Viewer

__all__ = ["Beside", "register", "shown"]
READERS = Readers()
register = READERS.register


def shown(place: str, viewer: Viewer, event: Event, presence: Presence | None = None, guest: Guest | None = None, token: str = "",
          going: Going | None = None) -> list[Beside]:
    """Everything that rooms above have to say there."""
    return READERS.ask(place, viewer, event, presence=presence, guest=guest, token=token, going=going)

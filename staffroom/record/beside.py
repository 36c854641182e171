"""What rooms above show on the page of an entry:

    from staffroom.record import beside

    @beside.register
    def how_far(viewer, entry):        # reads by the ordinary rule; None where it has nothing to show
        return beside.Beside("practice/_how_far.html", …)
"""

from staffroom.kit.beside import Beside, Readers
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer

__all__ = ["Beside", "register", "shown"]
READERS = Readers()
register = READERS.register


def shown(viewer: Viewer, entry: Entry) -> list[Beside]:
    """Everything that stands on the page of this entry, for its owner."""
    return READERS.ask(viewer, entry)

"""What rooms above show beside a copy, for its owner and for the one who holds it:

    @besides.register
    def responding(viewer, copy):        # reads by the ordinary rule; None where it has nothing to show
        return besides.Beside("inquiry/_of_copy.html", …)
"""

from staffroom.kit.beside import Beside, Readers
from staffroom.sharing.models import Copy
from staffroom.sharing.viewers import Viewer

__all__ = ["Beside", "register", "shown"]
READERS = Readers()
register = READERS.register


def shown(viewer: Viewer, copy: Copy) -> list[Beside]:
    """Everything that stands beside this copy."""
    return READERS.ask(viewer, copy)

"""What this room lends to rooms below."""

from staffroom.record import beside
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer


@beside.register
def what_it_counts_for(viewer: Viewer, entry: Entry) -> beside.Beside:
    """The way from an entry to what it counts for. Asks the database nothing."""
    return beside.Beside("credit/_beside.html", entry)

"""What this room lends to rooms below."""

from staffroom.credit import counting, queries
from staffroom.credit.counting import vocabulary
from staffroom.ledger import about
from staffroom.record import beside
from staffroom.record.models import Entry
from staffroom.sharing.viewers import Viewer

about.NAMES["pack"] = lambda pack: counting.load(pack).title[queries.language()] if pack in counting.IDS else ""
about.NAMES["category"] = lambda word: vocabulary.KINDS[word][queries.language()] if word in vocabulary.KINDS else ""


@beside.register
def what_it_counts_for(viewer: Viewer, entry: Entry) -> beside.Beside:
    """The way from an entry to what it counts for. Asks the database nothing."""
    return beside.Beside("credit/_beside.html", entry)

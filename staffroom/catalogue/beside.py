"""What rooms above show beside the results of Find when these are few. They register here, so that Find need not know them:

    from staffroom.catalogue import beside

    @beside.register
    def needs(viewer, query):        # reads by the ordinary rule, in two statements at most
        return [beside.Thing(words=…, says=…, link=…)]
"""

from dataclasses import dataclass

from staffroom.catalogue.queries.finding import FEW, Found
from staffroom.kit.beside import Readers
from staffroom.kit.search import parse
from staffroom.sharing.viewers import Viewer

MOST = 2


@dataclass(frozen=True)
class Thing:
    """One line: somebody's words, what they are, and the page."""

    words: str
    says: str
    link: str


READERS = Readers()
register = READERS.register


def things(viewer: Viewer, found: Found) -> tuple[Thing, ...]:
    """At most two of them, where words were looked for and hardly any offer fits; also by the words that these were taken for."""
    if not found.wanted.words or found.total >= FEW:
        return ()
    query = parse(" ".join([found.wanted.words, *(meant for _typed, meant in found.meant)]))
    return tuple(thing for found in READERS.ask(viewer, query) for thing in found)[:MOST]

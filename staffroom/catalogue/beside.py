"""What rooms above show beside the results of Find when these are few. They register here, so that Find need not know them:

    from staffroom.catalogue import beside

    @beside.register
    def needs(viewer, query):        # reads by the ordinary rule, in two statements at most
        return [beside.Thing(words=…, says=…, link=…)]
"""

from collections.abc import Callable
from dataclasses import dataclass

from staffroom.catalogue.queries.finding import FEW, Found
from staffroom.kit.search import Query, parse
from staffroom.sharing.viewers import Viewer

MOST = 2


@dataclass(frozen=True)
class Thing:
    """One line: somebody's words, what they are, and the page."""

    words: str
    says: str
    link: str


Reader = Callable[[Viewer, Query], list[Thing]]
READERS: dict[str, Reader] = {}


def register(reader: Reader) -> Reader:
    """Register a reader; doing it again replaces it."""
    READERS[f"{reader.__module__}.{reader.__qualname__}"] = reader
    return reader


def things(viewer: Viewer, found: Found) -> tuple[Thing, ...]:
    """At most two of them, where words were looked for and hardly any offer fits; also by the words that these were taken for."""
    if not found.wanted.words or found.total >= FEW:
        return ()
    query = parse(" ".join([found.wanted.words, *(meant for _typed, meant in found.meant)]))
    return tuple(thing for reader in READERS.values() for thing in reader(viewer, query))[:MOST]

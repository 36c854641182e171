"""What rooms above say of a posting. They register here, so that the ledger need not know them:

    @about.register
    def claims_of(viewer, keys):       # what `about` of postings names; reads by the ordinary rule, one statement for all keys
        return {claim.pk: about.About(claim.title, claim.href) for claim in …}

    about.NAMES["pack"] = lambda pack: …        # the words for the id of a pack, or of a "category"; "" where it is not known
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from staffroom.kit.beside import Readers
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class About:
    """What an office decided on, as its owner knows it, and its page."""

    title: str
    href: str


READERS = Readers()
register = READERS.register
NAMES: dict[str, Callable[[str], str]] = {}


def told(viewer: Viewer, keys: list[UUID]) -> dict[UUID, About]:
    """What is known of these, by key."""
    found: dict[UUID, About] = {}
    for some in READERS.ask(viewer, keys):
        found |= some
    return found


def named(kind: str, word: str) -> str:
    """A pack or a category in words; the word itself where nobody knows others."""
    name = NAMES.get(kind)
    return (name(word) if name and word else "") or word

"""What the form "Note something" can be filled from: rooms above register a kind of thing of theirs.

    from staffroom.record import prefills

    @prefills.register("step")
    def from_step(viewer, code):            # reads the viewer's own step again, by the ordinary rule
        step = …                            # or returns None: not there, or not for this viewer
        return prefills.Prefill(title=step.title, minutes=step.minutes, from_id=step.pk)

An address then says `/record/new/?from=step:<code>`. Nothing else of an address is believed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Prefill:
    """First words for a form; `from_id` is the owner's own thing that the entry comes from."""

    title: str = ""
    minutes: int | None = None
    kind: str = ""
    source: str = ""
    link: str = ""
    origin: str = ""
    topics: tuple[str, ...] = ()
    contribution: str = ""
    from_id: UUID | None = None
    says: str = ""


# Where the words of a form's draft are taken up again: {"record.new": function(draft, code after the colon) -> address}.
HOMES: dict[str, Callable[[Any, str], str]] = {}

# What a draft of a form is called that holds no words yet: {"looks.part": words}.
NAMES: dict[str, Any] = {}

Reader = Callable[[Viewer, str], Prefill | None]
READERS: dict[str, Reader] = {}


def register(kind: str) -> Callable[[Reader], Reader]:
    """Register the reader of a kind of thing; doing it again replaces it."""

    def wrap(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return wrap


def read(viewer: Viewer, mark: str) -> tuple[str, Prefill | None]:
    """The kind and the words behind a mark such as "step:abc"; ("", None) for any mark that is not this viewer's."""
    kind, _colon, code = mark.partition(":")
    reader = READERS.get(kind)
    found = reader(viewer, code) if reader and code else None
    return (kind, found) if found else ("", None)

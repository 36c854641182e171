"""What can be saved to go back to: rooms above register a kind of thing of theirs.

    from staffroom.practice import savable

    @savable.register("offer")
    def offer(viewer, code):            # reads the thing again, by the ordinary rule
        return savable.Thing(title=…)   # or None: not there, or not for this viewer

Anywhere such a thing stands, a link then says `{% url "practice:save" "offer" code %}`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What is saved: `about` names something that others could look at too, `link` is its page."""

    title: str
    about_kind: str = ""
    about_id: UUID | None = None
    minutes: int | None = None
    link: str = ""


Reader = Callable[[Viewer, str], Thing | None]
READERS: dict[str, Reader] = {}


def register(kind: str) -> Callable[[Reader], Reader]:
    """Register the reader of a kind of thing; doing it again replaces it."""

    def wrap(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return wrap


def read(viewer: Viewer, kind: str, code: str) -> Thing | None:
    """The thing of this kind with this code, if this viewer may see it."""
    reader = READERS.get(kind)
    return reader(viewer, code) if reader else None

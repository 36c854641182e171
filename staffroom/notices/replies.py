"""What can be asked and answered by mail: rooms above put in which of their notices ask something, and what becomes of a reply.

Only public acts may stand here: a mailbox can be read by others, and a reply proves a code and nothing more (docs/decisions/0023).
"""

from collections.abc import Callable
from dataclasses import dataclass

from staffroom.notices.models import Notice, ReplyCode
from staffroom.people.models import Account
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Asked:
    """What a mail asks: `kind` and `thing` say what a reply is about; `words` are public."""

    kind: str
    thing: str
    title: str
    words: str
    href: str


@dataclass(frozen=True)
class Done:
    """What a reply did, told to whoever wrote it; with `back` another reply takes it back."""

    words: str
    href: str
    back: tuple[str, str] | None = None


ASKS: dict[str, Callable[[Viewer, Notice], Asked | None]] = {}
TAKES: dict[str, Callable[[Account, Viewer, ReplyCode, str], Done]] = {}


def asks(kind: str):
    """Notices of this kind ask something: `(viewer, notice) -> Asked`, or None when this viewer may not (or no longer) answer it."""
    def wrap(function: Callable[[Viewer, Notice], Asked | None]):
        ASKS[kind] = function
        return function
    return wrap


def takes(kind: str):
    """What becomes of a reply: `(by, viewer, code, text) -> Done`. Raises Refusal, whose words are for whoever wrote it."""
    def wrap(function: Callable[[Account, Viewer, ReplyCode, str], Done]):
        TAKES[kind] = function
        return function
    return wrap

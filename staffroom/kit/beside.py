"""What rooms above show on a page of a room below, which need not know them. The room below holds the readers, those above register theirs:

    READERS = Readers()                 # in the room below
    register = READERS.register

    @beside.register                    # in the room above; doing it again replaces it
    def how_far(viewer, entry): …       # None where it has nothing to show
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

R = TypeVar("R", bound=Callable[..., Any])


@dataclass(frozen=True)
class Beside:
    """A template of the room above, and what it shows as `shows`."""

    template: str
    shows: Any


class Readers:
    """Those who are asked what stands beside a thing, in the order in which they registered."""

    def __init__(self) -> None:
        self.known: dict[str, Callable[..., Any]] = {}

    def register(self, reader: R) -> R:
        self.known[f"{reader.__module__}.{reader.__qualname__}"] = reader
        return reader

    def ask(self, *things: Any, **more: Any) -> list[Any]:
        """What each of them has to show; whoever has nothing is left out."""
        return [found for reader in self.known.values() if (found := reader(*things, **more)) is not None]

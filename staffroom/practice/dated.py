"""What of somebody's own has a day or a time and belongs in their calendar: this room and rooms above say it of their things.

    from staffroom.practice import dated

    @dated.register(gettext_lazy("deadlines of what I saved"))
    def deadlines(viewer):                       # reads by the ordinary rule, in a few statements however many rows
        return [dated.Mine(Dated(…), _("a deadline"))]

What is registered stands on the page on which somebody switches their calendar on, in these words.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from staffroom.kit.calendars.writing import Dated
from staffroom.sharing.viewers import Viewer

MOST = 500


@dataclass(frozen=True)
class Mine:
    """A dated thing, and what it is called in a calendar that is to tell nothing."""

    told: Dated
    plain: str

    @property
    def untold(self) -> Dated:
        """The same time without a word of it: no title, place, note, address or name, and no language that it was written in."""
        return replace(self.told, title=f"Staffroom: {self.plain}", note="", place="", url="", language="", held_by=("", ""))


Giver = Callable[[Viewer], list[Mine]]
GIVERS: dict[str, tuple[str, Giver]] = {}


def register(words: str) -> Callable[[Giver], Giver]:
    """Register who gives dated things of one kind; doing it again replaces it."""

    def wrap(giver: Giver) -> Giver:
        GIVERS[f"{giver.__module__}.{giver.__qualname__}"] = (words, giver)
        return giver

    return wrap


def kinds() -> list[str]:
    """What a calendar can hold, in words."""
    return [str(words) for words, _giver in GIVERS.values()]


def of(viewer: Viewer, *, told: bool) -> list[Dated]:
    """Everything of this person that has a day, in order; with its words if it is to be told."""
    found = [one.told if told else one.untold for _words, giver in GIVERS.values() for one in giver(viewer)]
    return sorted(found, key=lambda one: (one.starts.isoformat(), one.key))[:MOST]

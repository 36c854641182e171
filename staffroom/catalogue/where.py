"""Places out of a fact in words: where something happens, where it counts. Pure."""

import re
from collections.abc import Iterable

from staffroom.kit.words import fold

WHERE = ("place", "counts")
ONLINE = "online"
LONGEST = 60
MOST = 6
_NOBODY_KNOWS = {"", "unknown", "not known", "tba", "tbd", "n/a", "various"}


def parts(text: str) -> list[str]:
    """The places that a fact names: "Texas, 1 hour; Ohio" is Texas and Ohio. What holds a digit is an amount or a number, no place."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;/|\n·]", text):
        words = " ".join(part.split()).strip(" .()")
        key = key_of(words)
        if key not in _NOBODY_KNOWS and len(words) <= LONGEST and not re.search(r"\d", words):
            found.setdefault(key, ONLINE if key == ONLINE else words)
    return list(found.values())[:MOST]


def places(place: str, online: bool | None) -> list[str]:
    """Where it happens: online, at places, or both."""
    found = parts(place)
    return found if not online or ONLINE in found else [ONLINE, *found]


def as_written(words: Iterable[str], known: dict[str, str]) -> list[str]:
    """Each as it was written first: `known` holds spellings by their folded words."""
    return [known.get(key_of(word), word) for word in words]


def key_of(words: str) -> str:
    """The same for every spelling of a place."""
    return fold(words)[:120]

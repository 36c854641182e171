"""Where nothing speaks of a sentence: what teachers bring most often, each with what hangs for it."""

from dataclasses import dataclass

from django.urls import reverse

from staffroom.catalogue.queries import finding
from staffroom.catalogue.wanted import UNKNOWN, Wanted
from staffroom.sharing.viewers import NOBODY


@dataclass(frozen=True)
class Matter:
    """A theme of the catalogue, how many offers have it and fit into the minutes, and where they stand."""

    words: str
    count: int
    address: str


def matters(minutes: int) -> list[Matter]:
    """Each that has something which fits into so many minutes: the same for everybody, whatever was said. Two statements."""
    wanted = Wanted(minutes=minutes)
    themes = next(by for by in finding.found(NOBODY, wanted, size=1).filters if by.name == "theme")
    here = reverse("catalogue:find")
    return [Matter(one.words, one.count, here + wanted.address(chosen={"theme": (one.value,)})) for one in themes.choices if one.value != UNKNOWN]

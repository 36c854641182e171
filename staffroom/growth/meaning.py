"""What a text means, as numbers: the vectors of its words, added up. Pure: whole numbers, no database, no clock, no chance.

The words and their vectors are third-party data (`thirdparty/words/`): how they were made stands there.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isqrt
from operator import mul
from pathlib import Path

from staffroom.growth.hearing import ENDINGS, plain
from staffroom.kit.words import fold

FOLDER = Path(__file__).resolve().parents[1] / "thirdparty" / "words"
SIZE = 64
UNIT = 100  # the length of the vector of a text
EACH = UNIT * UNIT // 100
ROOM = 1 << 15  # more than two vectors can have in common, or against each other: so no number of a row runs into the next
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")

Vector = tuple[int, ...]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, int], bytes]:
    """The place of each word, and all vectors one after the other."""
    words = (FOLDER / "words.txt").read_text().split()
    return {word: place * SIZE for place, word in enumerate(words)}, (FOLDER / "vectors.bin").read_bytes()


def _known(word: str, places: dict[str, int]) -> int | None:
    """Where the vector of a word begins: its own, or that of the word without its ending."""
    if word in places:
        return places[word]
    stripped = (word[: -len(ending)] + end for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 3 for end in ("", "e", "y"))
    return next((places[one] for one in stripped if one in places), None)


def vector(text: str) -> Vector:
    """What a text means; empty where none of its words is known."""
    places, table = _table()
    starts = (_known(word, places) for word in WORD.findall(plain(fold(text.replace("’", "'")))))
    rows = [struct.unpack_from(f"{SIZE}b", table, start) for start in starts if start is not None]
    added = list(map(sum, zip(*rows, strict=True)))
    length = isqrt(sum(map(mul, added, added)))
    return tuple([round(value * UNIT / length) for value in added]) if length else ()


@dataclass(frozen=True)
class Sayings:
    """What offers say or are said to be for: of each the place of its offer, its words (none for the offer's own text) and its vector."""

    places: Sequence[int]
    words: Sequence[str]
    vectors: Sequence[Vector]

    @cached_property
    def _ones(self) -> int:
        return int.from_bytes(struct.pack(f"<{len(self.vectors)}H", *[1] * len(self.vectors)), "little")

    @cached_property
    def _columns(self) -> list[int]:
        """Each column of all vectors as one long number, 16 bits a vector: one multiplication then reckons with all of them."""
        form, shift = f"<{len(self.vectors)}H", UNIT * self._ones
        columns = zip(*self.vectors, strict=True)
        return [int.from_bytes(struct.pack(form, *(value + UNIT for value in column)), "little") - shift for column in columns]

    def close_to(self, said: Vector, above: int = 0) -> list[tuple[int, int]]:
        """Which sayings are closer than this to what was said, by their places here, and how close: 100 for the same, 0 for nothing in common."""
        if not said or not self.vectors:
            return []
        together = sum(column * value for column, value in zip(self._columns, said, strict=True)) + ROOM * self._ones
        least, each = ROOM + (above + 1) * EACH, struct.unpack(f"<{len(self.vectors)}H", together.to_bytes(2 * len(self.vectors), "little"))
        return [(number, (found - ROOM) // EACH) for number, found in enumerate(each) if found >= least]

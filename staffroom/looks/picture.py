"""What was said last of some statements as a picture: a column for each word, a dot for each statement. Pure: no Django in here."""

from collections import Counter
from dataclasses import dataclass

from staffroom.looks.seen import HOWS

COLUMNS = ("", *HOWS)  # what was not said stands first
STEP = 26


@dataclass(frozen=True)
class Dot:
    """One statement: where its middle lies (`x` as an SVG length, `y` in pixels from above), what stands in it, and how it feels."""

    x: str
    y: int
    mark: str
    sure: str

    @property
    def base(self) -> int:
        """Where the letters in it stand."""
        return self.y + 4


@dataclass(frozen=True)
class Picture:
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]


def drawn(rows: list[tuple[str, str, str]]) -> Picture:
    """A picture of (mark, how, sure): the dots of a column lie one above the other, in their order from above."""
    counts = Counter(how for _mark, how, _sure in rows)
    height = STEP * max(counts.values(), default=1) + 4
    left = dict(counts)
    dots = []
    for mark, how, sure in rows:
        dots.append(Dot(f"{20 * COLUMNS.index(how) + 10}%", height - 2 - STEP * left[how] + STEP // 2, mark, sure))
        left[how] -= 1
    return Picture(height, tuple(dots), tuple(f"{20 * number}%" for number in range(1, len(COLUMNS))))

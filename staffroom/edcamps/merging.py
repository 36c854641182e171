"""Two texts that began from the same one become one again, and nothing that anybody wrote is lost. Pure.

Lines first, and within lines that both touched, words. Where both wrote at the same place both stand there, what was kept first coming first. Where
both changed the same words, or one took away what the other changed, the lines of both stand one below the other: that is a clash, and is told.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Both = Callable[[list[str], list[str], list[str]], list[str]]
_TOKENS = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
MOST_TOKENS = 600


@dataclass(frozen=True)
class Clash:
    """What both changed: the words of each, as they stand one below the other."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """One text of two, and what could not be made one."""

    text: str
    clashes: tuple[Clash, ...] = ()


def merge(base: str, mine: str, theirs: str) -> Merged:
    """`mine` and `theirs` both began from `base`; `theirs` was kept first."""
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    clashes: list[Clash] = []

    def both(held: list[str], one: list[str], other: list[str]) -> list[str]:
        return _lines(held, one, other, clashes)
    return Merged("\n".join(_three(base.split("\n"), mine.split("\n"), theirs.split("\n"), both)), tuple(clashes))


def _three(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], both: Both) -> list[str]:
    """What was changed on one side alone is taken; of what both changed `both` makes something."""
    made: list[str] = []
    at, here, there = 0, 0, 0
    for kept_to, mine_to, theirs_to, length in _shared(base, mine, theirs):
        held, one, other = list(base[at:kept_to]), list(mine[here:mine_to]), list(theirs[there:theirs_to])
        if one in (held, other):
            made += other
        elif other == held:
            made += one
        else:
            made += _beside(held, one, other) or _beside(held, other, one) or both(held, one, other)
        made += base[kept_to:kept_to + length]
        at, here, there = kept_to + length, mine_to + length, theirs_to + length
    return made


def _beside(held: list[str], changed: list[str], other: list[str]) -> list[str]:
    """One side changed it and the other wrote right before or after it; nothing where that is not so."""
    if not any(bit.strip() for bit in held):
        return []
    if other[:len(held)] == held:
        return changed + other[len(held):]
    return other[:-len(held)] + changed if other[-len(held):] == held else []


def _shared(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches that stand in all three, as (in base, in mine, in theirs, length), and the end."""
    found = []
    one = [tuple(block) for block in SequenceMatcher(None, base, mine).get_matching_blocks()]
    other = [tuple(block) for block in SequenceMatcher(None, base, theirs).get_matching_blocks()]
    first = second = 0
    while first < len(one) and second < len(other):
        (a, b, length), (c, d, size) = one[first], other[second]
        start, end = max(a, c), min(a + length, c + size)
        if start < end:
            found.append((start, b + start - a, d + start - c, end - start))
        if a + length <= c + size:
            first += 1
        else:
            second += 1
    return [*found, (len(base), len(mine), len(theirs), 0)]


def _lines(held: list[str], mine: list[str], theirs: list[str], clashes: list[Clash]) -> list[str]:
    """Lines that both changed."""
    if not any(line.strip() for line in held):
        return _added(mine, theirs)
    if mine and theirs and (words := _words(held, mine, theirs)) is not None:
        return words
    clashes.append(Clash("\n".join(mine), "\n".join(theirs)))
    return theirs + mine


def _added(mine: list[str], theirs: list[str]) -> list[str]:
    """Lines that both wrote where nothing was. Who writes on at the same words has not written two lines."""
    one, other = "\n".join(mine).rstrip(), "\n".join(theirs).rstrip()
    if other.startswith(one):
        return theirs
    return mine if one.startswith(other) else theirs + mine


class _Clash(Exception):
    """The words of a line cannot be made one."""


def _words(held: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """The same, word by word; None where both changed the same words."""
    cut = [_TOKENS.findall("\n".join(lines)) for lines in (held, mine, theirs)]
    if max(map(len, cut)) > MOST_TOKENS:
        return None
    try:
        return "".join(_three(*cut, _both_words)).split("\n")
    except _Clash:
        return None


def _both_words(held: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Words that both wrote at the same place. Who writes on at the same letters has not written two words."""
    one, other = "".join(mine), "".join(theirs)
    if one and other and one.startswith(other):
        return mine
    if one and other and other.startswith(one):
        return theirs
    if held:
        raise _Clash
    first, then = (mine, theirs) if theirs[0] == "\n" and mine[0] != "\n" else (theirs, mine)
    return [*first, *([] if first[-1].isspace() or then[0].isspace() else [" "]), *then]


def union(mine: str, theirs: str) -> str:
    """The lines that stand in both: what two texts began from when nobody knows it, so that nothing of either is taken away."""
    one = mine.split("\n")
    blocks = SequenceMatcher(None, one, theirs.split("\n")).get_matching_blocks()
    return "\n".join(line for block in blocks for line in one[block.a:block.a + block.size])

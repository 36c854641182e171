"""Suggestions as arithmetic that anybody can check. Pure: no database, no clock, no chance.

A teacher's sentence becomes weights on themes; each candidate gets points from four terms, each of which is a plain
sentence; at most three are chosen so that they differ. Points are integers (hundredths of a point).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

TEXT, THEME, MINUTES, KNOWN, TRY = 300, 260, 120, 60, 80
MOST = 3
ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "edly", "ed", "ly", "es", "s", "ment", "ness")


@dataclass(frozen=True)
class Theme:
    """A theme, the words people use for it, and the mood in which it usually comes."""

    slug: str
    name: str
    words: frozenset[str]
    mood: str = ""


@dataclass(frozen=True)
class Candidate:
    """An offer as the arithmetic sees it. `text` is its search score (any scale), None when the search did not find it."""

    ref: UUID
    code: str
    title: str
    kind: str
    themes: frozenset[str]
    minutes: int | None = None
    subjects: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    level: str = ""
    maker: str = ""
    ours: bool = False
    language: str = ""
    text: float | None = None
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is asked for: theme weights (0 to 100), minutes, and what the teacher has said about the classes taught."""

    themes: dict[str, int]
    minutes: int
    mood: str = "bothering"
    subjects: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    language: str = "en"
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Term:
    """One term of a score: its name, its points, and the fact it rests on."""

    name: str
    points: int
    fact: str = ""


@dataclass(frozen=True)
class Suggested:
    """A candidate that was chosen, its terms (largest first) and their sum."""

    candidate: Candidate
    terms: tuple[Term, ...] = field(default=())

    @property
    def points(self) -> int:
        return sum(term.points for term in self.terms)


def stem(word: str) -> str:
    """A crude stem: enough to let "marking" meet "mark" and "classes" meet "class"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a folded text."""
    return frozenset(stem(word) for word in re.findall(r"\w+", text) if len(word) > 2)


def theme_weights(sentence: frozenset[str], themes: Sequence[Theme], mood: str) -> dict[str, int]:
    """Weights 0 to 100 of the themes that a sentence speaks of.

    A stem that few themes know weighs more than one that many know. A theme whose usual mood is the one the teacher
    chose weighs a tenth more. Without any known word all weights are missing: an empty dict, never a guess.
    """
    spread: dict[str, int] = {}
    for theme in themes:
        for word in theme.words & sentence:
            spread[word] = spread.get(word, 0) + 1
    raw = {theme.slug: sum(100 // spread[word] for word in theme.words & sentence) * (11 if theme.mood == mood else 10) for theme in themes}
    most = max(raw.values(), default=0)
    return {slug: points * 100 // most for slug, points in raw.items() if most and points * 100 // most >= 20}


def score(candidate: Candidate, wish: Wish, best_text: float) -> Suggested:
    """The candidate with its terms. An offer longer than the minutes there are loses points in proportion."""
    terms = []
    if candidate.text is not None and best_text > 0:
        terms.append(Term("text", int(TEXT * candidate.text / best_text), ", ".join(candidate.found)))
    shared = {slug: wish.themes[slug] for slug in candidate.themes if slug in wish.themes}
    if shared:
        best = max(shared, key=lambda slug: (shared[slug], slug))
        spare = len(candidate.themes) - len(shared)
        terms.append(Term("theme", THEME * shared[best] // 100 - 15 * max(spare, 0), best))
    if candidate.minutes is not None:
        over = candidate.minutes - wish.minutes
        terms.append(Term("minutes", MINUTES if over <= 0 else -min(400, MINUTES * over // wish.minutes), str(candidate.minutes)))
    known = sorted((candidate.subjects & wish.subjects) | (candidate.stages & wish.stages))
    if known:
        terms.append(Term("known", KNOWN, known[0]))
    elif _elsewhere(candidate.stages, wish.stages, "any-stage") or _elsewhere(candidate.subjects, wish.subjects, "any-subject"):
        terms.append(Term("elsewhere", -2 * KNOWN))
    if candidate.ours and candidate.kind == "piece":
        terms.append(Term("try", TRY))
    if candidate.language and candidate.language.split("-")[0] != wish.language.split("-")[0]:
        terms.append(Term("language", -400, candidate.language))
    return Suggested(candidate, tuple(sorted(terms, key=lambda term: -term.points)))


def _elsewhere(of_offer: frozenset[str], of_teacher: frozenset[str], anything: str) -> bool:
    return bool(of_offer and of_teacher and anything not in of_offer and not of_offer & of_teacher)


def choose(candidates: Iterable[Candidate], wish: Wish, *, aside: frozenset[str] = frozenset(), most: int = MOST) -> list[Suggested]:
    """At most three, best first, each unlike those before it (kind, maker and theme lower a repeat's points).

    Something must speak for a suggestion: a candidate with neither a text nor a theme term is never chosen.
    """
    rows = [candidate for candidate in candidates if candidate.code not in aside]
    best_text = max((candidate.text for candidate in rows if candidate.text is not None), default=0.0)
    scored = [score(candidate, wish, best_text) for candidate in rows]
    left = [one for one in scored if one.points > 100 and any(term.name in {"text", "theme"} for term in one.terms)]
    chosen: list[Suggested] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (one.points - _likeness(one.candidate, chosen), one.candidate.title, one.candidate.code))
        if best.points - _likeness(best.candidate, chosen) <= 0:
            break
        chosen.append(best)
        left.remove(best)
    return chosen


def _likeness(candidate: Candidate, chosen: list[Suggested]) -> int:
    lost = 0
    for one in chosen:
        other = one.candidate
        lost += (
            90 * (candidate.kind == other.kind)
            + 60 * (candidate.maker == other.maker and bool(candidate.maker))
            + 40 * (candidate.themes == other.themes)
        )
    return lost

"""Suggestions as arithmetic that anybody can check. Pure: no database, no clock, no chance.

A teacher's sentence becomes weights on themes; each candidate gets points from a few terms, each of which is a plain
sentence; at most three are chosen so that they differ. Points are integers (hundredths of a point).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from staffroom.growth.hearing import WEAK
from staffroom.growth.meaning import Sayings, Vector

TEXT, PHRASE, THEME, LEAD, KEPT, MINUTES, KNOWN, TRY = 500, 200, 500, 2_000, 200, 75, 60, 75
STEP = 10  # so much less each way of passing it on gets than the one before it in their list
ALL_THEMES = 1_000  # so much at most for all themes of an offer together
CLOSE, FAR, SAME = 700, 55, 90  # points for what is close in meaning: none up to FAR of 100, all from SAME on
MOST = 3
FURTHER, PASS_ON = 1, 2  # of these, for what somebody is good at: to take it further, and ways to pass it on
MOST_NEAR = 120
LEAST = 300
BASICS, FOREIGN, ENGLISH, ELSEWHERE = -1_000, -800, -200, -120  # English, in which most is written, costs others less
SPEAKS = 300  # what words, phrases, themes and strengths must say together
AT_ALL, CLEARLY = 220, 400  # what words, meaning and strengths must say without the themes: to be shown, and to be more than near
BOTH, ABOUT, ALIKE = 2, 400, 600  # it also takes so many words said by both, or so many points of meaning: to be shown, and to be more than near
SURE = 2_000  # a theme of which less was said never weighs 100
ASIDE = 20  # percent of the strongest theme: one of which less was said is left out
WHOLE = 50  # what a whole phrase of a theme adds to its words
DOUBT = 10  # teachers of whom half kept it, added in thought to those who told: 5 of 5 says less than 40 of 45
FULL = 250  # a sentence of fewer telling words than this never gives all points of the text
ANYTHING = {"any-subject", "any-stage"}
# Everything that the page which explains the sums has to say in numbers.
NUMBERS = {"text": TEXT, "phrase": PHRASE, "close": CLOSE, "far": FAR, "same": SAME,
           "theme": THEME, "themes": ALL_THEMES, "lead": LEAD, "basics": -BASICS, "kept": KEPT,
           "minutes": MINUTES, "attempt": TRY, "known": KNOWN, "elsewhere": -ELSEWHERE, "foreign": -FOREIGN, "english": -ENGLISH,
           "least": LEAST, "speaks": SPEAKS, "clearly": CLEARLY, "step": STEP}


@dataclass(frozen=True)
class Theme:
    """A theme, the words and whole phrases (as stems) that people use for it, and the mood in which it usually comes."""

    slug: str
    name: str
    words: frozenset[str]
    mood: str = ""
    phrases: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An offer as the arithmetic sees it: `words` are the stems of what it says, `phrases` those of what it is for.

    `kept` of `told` teachers published that they kept it; `alike` says that these teach what the one who asks teaches.
    `lead`: in this way of learning one would "lead" others, "mentor" a colleague, "inquire" or "write", and its `place` in the list of these.
    What has the same `twin` says the same in another language. `sayings` are its own text ("") and
    what it is for, each with what that means; `close` says how close in meaning the closest of them, `saying`, is to what was asked (0 to 100).
    """

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
    words: frozenset[str] = frozenset()
    phrases: tuple[frozenset[str], ...] = ()
    kept: int = 0
    told: int = 0
    alike: bool = False
    lead: str = ""
    place: int = 0
    twin: str = ""
    sayings: tuple[tuple[str, Vector], ...] = ()
    close: int = 0
    saying: str = ""


@dataclass(frozen=True)
class Wish:
    """What is asked for: theme weights (0 to 100), minutes, and what the teacher has said about the classes taught.

    `words` are those of the sentence; `telling` those among them that some theme knows (None: all of them); `meaning` is what it means.
    """

    themes: dict[str, int]
    minutes: int
    mood: str = "bothering"
    subjects: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en"})
    words: frozenset[str] = frozenset()
    telling: frozenset[str] | None = None
    meaning: Vector = ()


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
    both: int = 0  # how many words are said by both

    @property
    def points(self) -> int:
        return sum(term.points for term in self.terms)

    @property
    def speaks(self) -> int:
        """What words, meaning, themes and strengths say for it: the part of the points that comes out of the sentence."""
        return sum(term.points for term in self.terms if term.name in {"text", "phrase", "close", "theme", "lead"})

    @property
    def said(self) -> int:
        """The part of this that the words themselves, their meaning, or a strength, say: without the themes."""
        return sum(term.points for term in self.terms if term.name in {"text", "phrase", "close", "lead"})

    @property
    def is_clear(self) -> bool:
        """Does it speak of what was said: by its words and their meaning, whatever somebody is good at? One word alone is often not the matter."""
        said = sum(term.points for term in self.terms if term.name in {"text", "phrase", "close"})
        return said >= CLEARLY and (self.both >= BOTH or self.is_alike)

    @property
    def is_near(self) -> bool:
        """Has it at least two words, or most of the meaning, in common with what was said; or is it for whatever somebody is good at?"""
        return self.both >= BOTH or self.close >= ABOUT or any(term.name == "lead" for term in self.terms)

    @property
    def is_alike(self) -> bool:
        """Does something that it says, or is for, mean nearly the same as what was said?"""
        return self.close >= ALIKE

    @property
    def close(self) -> int:
        """The points of meaning."""
        return sum(term.points for term in self.terms if term.name == "close")


def theme_weights(sentence: frozenset[str], themes: Sequence[Theme], mood: str) -> dict[str, int]:
    """Weights 0 to 100 of the themes that a sentence speaks of.

    A stem that few themes know weighs more than one that many know; a whole phrase of a theme weighs half a stem more.
    A theme whose usual mood is the one the teacher chose weighs a tenth more. One word alone is worth half: 100 needs two
    that no other theme knows. Without any known word all weights are missing: an empty dict, never a guess.
    """
    known = [(theme, theme.words & sentence) for theme in themes]
    spread = Counter(word for _theme, words in known for word in words)
    raw = {}
    for theme, words in known:
        points = sum(100 // spread[word] for word in words) + WHOLE * sum(bool(phrase) and phrase <= sentence for phrase in theme.phrases)
        raw[theme.slug] = points * (11 if theme.mood == mood else 10)
    most = max(raw.values(), default=0)
    return {slug: points * 100 // max(most, SURE) for slug, points in raw.items() if most and points * 100 // most >= ASIDE}


@dataclass(frozen=True)
class Shelf:
    """All candidates, and which of them say a word, are about a theme, or let somebody lead: by their places in `rows`.

    `named` are the words of what they are for.
    """

    rows: tuple[Candidate, ...]
    saying: Mapping[str, Sequence[int]]
    about: Mapping[str, Sequence[int]]
    leading: Sequence[int]
    sayings: Sayings
    named: frozenset[str] = frozenset()


def shelf_of(candidates: Iterable[Candidate]) -> Shelf:
    rows = tuple(candidates)
    saying: dict[str, list[int]] = {}
    about: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for word in row.words:
            saying.setdefault(word, []).append(place)
        for theme in row.themes:
            about.setdefault(theme, []).append(place)
    said = [(place, words, means) for place, row in enumerate(rows) for words, means in row.sayings if means]
    leading = [place for place, row in enumerate(rows) if row.lead]
    return Shelf(rows, saying, about, leading, Sayings(*zip(*said, strict=True)) if said else Sayings((), (), ()),
                 frozenset().union(*(phrase for row in rows for phrase in row.phrases)))


def closest(shelf: Shelf, wish: Wish) -> dict[int, tuple[int, str]]:
    """The places of the offers that mean something close to what was said: how close the closest of their sayings is, and which that is."""
    found: dict[int, tuple[int, str]] = {}
    for number, close in shelf.sayings.close_to(wish.meaning, above=FAR):
        if close > found.get(place := shelf.sayings.places[number], (FAR, ""))[0]:
            found[place] = (close, shelf.sayings.words[number])
    return found


def heard(shelf: Shelf, wish: Wish) -> list[Candidate]:
    """All candidates, each with how close in meaning it is."""
    rows = list(shelf.rows)
    for place, (close, saying) in closest(shelf, wish).items():
        rows[place] = replace(rows[place], close=close, saying=saying)
    return rows


def rarity(shelf: Shelf, wish: Wish) -> dict[str, int]:
    """How much each word of a sentence tells: 100 for one that a single offer says, less by equal steps each time twice as many say it, 10 at least.

    A word that no theme knows ("Monday", "girls") stands by chance in many texts: it tells half as much.
    """
    halvings = math.log2(max(len(shelf.rows), 2))
    often = {word: max(len(shelf.saying.get(word, ())), 1) for word in wish.words}
    rare = {word: max(10, round(100 - 100 * math.log2(many) / halvings)) for word, many in often.items()}
    telling = rare.keys() if wish.telling is None else wish.telling
    return {word: points // ((1 if word in telling else 2) * (2 if word in WEAK else 1)) for word, points in rare.items()}


def near(shelf: Shelf, wish: Wish, rare: Mapping[str, int], *, but: Collection[UUID] = ()) -> list[Candidate]:
    """The candidates for which sentence and strengths may say enough, all others left out unread; the likeliest 120, without `but`.

    What is reckoned here for each is never less than what `score` will give for text, phrase, close, theme and lead.
    """
    whole = max(sum(rare.values()), FULL)
    said, shared = [0] * len(shelf.rows), [0] * len(shelf.rows)
    for word, points in rare.items():
        for place in shelf.saying.get(word, ()):
            said[place] += points
    for theme, weight in wish.themes.items():
        for place in shelf.about.get(theme, ()):
            shared[place] += weight
    leads = set(shelf.leading if wish.mood == "good_at" else ())
    close = closest(shelf, wish)
    found = {place: TEXT * said[place] // whole + PHRASE * bool(shelf.rows[place].phrases) + _of_themes(shared[place]) + LEAD * (place in leads)
             + (_of_meaning(close[place][0]) if place in close else 0)
             for place in range(len(shelf.rows)) if said[place] or place in close or place in leads}
    enough = [place for place, points in found.items() if points >= SPEAKS and shelf.rows[place].ref not in but]
    likeliest = sorted(enough, key=lambda place: (-found[place], place))[:MOST_NEAR]
    return [replace(shelf.rows[place], close=close[place][0], saying=close[place][1]) if place in close else shelf.rows[place] for place in likeliest]


def _of_meaning(close: int) -> int:
    return CLOSE * min(close - FAR, SAME - FAR) // (SAME - FAR) if close > FAR else 0


def _of_themes(shared: int) -> int:
    return min(THEME * shared // 100, ALL_THEMES)


def score(candidate: Candidate, wish: Wish, rare: Mapping[str, int]) -> Suggested:
    """The candidate with its terms. An offer longer than the minutes there are loses points in proportion."""
    terms = []
    found = candidate.words & wish.words
    whole = max(sum(rare.values()), FULL)
    if found:
        said = sorted(found, key=lambda word: (-rare[word], word))
        named = [word for word in said if wish.telling is None or word in wish.telling] or said[:1]  # "until" counts a little and persuades nobody
        terms.append(Term("text", TEXT * sum(rare[word] for word in found) // whole, ", ".join(named[:3])))
    if any(phrase and phrase <= wish.words for phrase in candidate.phrases):
        terms.append(Term("phrase", PHRASE))
    if candidate.close > FAR:
        terms.append(Term("close", _of_meaning(candidate.close), candidate.saying))
    shared = {slug: wish.themes[slug] for slug in candidate.themes if slug in wish.themes}
    if shared:
        strongest = sorted(shared, key=lambda slug: (-shared[slug], slug))
        terms.append(Term("theme", _of_themes(sum(shared.values())), ", ".join(strongest[:2])))
    terms += _of_strength(candidate) if wish.mood == "good_at" else []
    if candidate.told:
        terms.append(kept_term(candidate))
    if candidate.minutes is not None:
        over = candidate.minutes - wish.minutes
        terms.append(Term("minutes", MINUTES if over <= 0 else -min(400, MINUTES * over // wish.minutes), str(candidate.minutes)))
    known = sorted((candidate.subjects & wish.subjects) | (candidate.stages & wish.stages), key=lambda slug: (slug in ANYTHING, slug))
    if known:
        terms.append(Term("known", KNOWN, known[0]))
    elif _elsewhere(candidate.stages, wish.stages, "any-stage") or _elsewhere(candidate.subjects, wish.subjects, "any-subject"):
        terms.append(Term("elsewhere", ELSEWHERE))
    if candidate.ours and candidate.kind == "piece":
        terms.append(Term("try", TRY))
    if candidate.language and candidate.language.split("-")[0] not in wish.languages:
        terms.append(Term("language", ENGLISH if candidate.language == "en" else FOREIGN, candidate.language))
    return Suggested(candidate, tuple(sorted(terms, key=lambda term: -term.points)), len(found - WEAK))


def _of_strength(candidate: Candidate) -> list[Term]:
    """For somebody who is good at it: to pass it on or look into it speaks for an offer, the basics against it."""
    lead = [Term("lead", LEAD - STEP * candidate.place, candidate.lead)] if candidate.lead else []
    return lead + ([Term("basics", BASICS)] if candidate.level == "rookie" else [])


def kept_term(candidate: Candidate) -> Term:
    """What teachers told of it: all points if endlessly many kept it, none if half of them did, as many less if nobody did."""
    points = abs(2 * candidate.kept - candidate.told) * KEPT // (candidate.told + DOUBT)
    return Term("kept", points if 2 * candidate.kept >= candidate.told else -points, "alike" if candidate.alike else "")


def _elsewhere(of_offer: frozenset[str], of_teacher: frozenset[str], anything: str) -> bool:
    return bool(of_offer and of_teacher and anything not in of_offer and not of_offer & of_teacher)


def choose(
    candidates: Iterable[Candidate], wish: Wish, rare: Mapping[str, int] | None = None, *, aside: frozenset[str] = frozenset(), most: int = MOST
) -> list[Suggested]:
    """At most three, best first, each unlike those before it (kind, maker and theme lower a repeat's points); one alone where it is only near.

    For what somebody is good at there are two branches: first what takes it further, where it speaks of it clearly, then ways to pass it on.
    Words, their meaning or a strength must speak for a suggestion, never its themes alone; with these they must say SPEAKS, and all terms LEAST.
    The second and the third must be as clear, with half of the points of the first, and half of what words or a strength say for it.
    """
    rows = [candidate for candidate in candidates if candidate.code not in aside]
    rare = rarity(shelf_of(rows), wish) if rare is None else rare
    left = [one for one in (score(candidate, wish, rare) for candidate in rows) if _speaks(one)]
    if wish.mood != "good_at":
        return _chosen(left, most)
    further = _chosen([one for one in left if not one.candidate.lead and one.candidate.level != "rookie" and one.is_clear], FURTHER)
    return [*further, *_chosen([one for one in left if one.candidate.lead], PASS_ON)][:most]


def _chosen(left: list[Suggested], most: int) -> list[Suggested]:
    """The best of these, each unlike those before it."""
    chosen: list[Suggested] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (one.points - _likeness(one.candidate, chosen), one.candidate.title, one.candidate.code))
        if best.points - _likeness(best.candidate, chosen) <= 0:
            break
        chosen.append(best)
        first = chosen[0]
        twin = best.candidate.twin or None
        left = [one for one in left if one is not best and _beside(one, first) and one.candidate.twin != twin]
    return chosen


def _beside(one: Suggested, first: Suggested) -> bool:
    """May it stand beside the first: no less clear, and with half of its points?"""
    alike = bool(one.candidate.lead) if first.candidate.lead else first.is_clear and one.is_clear
    return alike and one.points * 2 >= first.points and one.said * 2 >= first.said


def _speaks(one: Suggested) -> bool:
    loved = sum(term.points for term in one.terms if term.name == "kept" and term.points > 0)  # what is kept by all may still be about something else
    return one.points - loved > LEAST and one.speaks >= SPEAKS and one.said >= AT_ALL and one.is_near


def _likeness(candidate: Candidate, chosen: list[Suggested]) -> int:
    lost = 0
    for one in chosen:
        other = one.candidate
        lost += (
            90 * (candidate.kind == other.kind)
            + 60 * (candidate.maker == other.maker and bool(candidate.maker))
            + 40 * (candidate.themes == other.themes)
            + 120 * (candidate.lead == other.lead and bool(candidate.lead))
        )
    return lost

"""Suggestions as arithmetic that anybody can check. Pure: no database, no clock, no chance.

A teacher's sentence becomes weights on themes; each candidate gets points from a few terms, each of which is a plain
sentence; at most three are chosen so that they differ. Points are integers (hundredths of a point).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

TEXT, PHRASE, THEME, LEAD, KEPT, MINUTES, KNOWN, TRY = 300, 160, 260, 400, 200, 90, 60, 40
MOST = 3
LEAST = 220
BASICS = -400
SPEAKS = 150  # what words, phrases and themes must say together: a theme known by one word alone says less
CLEARLY = 340  # from here on they speak clearly: with less, of ninety judged answers two in five were of use, with more nine in ten
SURE = 2_000  # a theme of which less was said never weighs 100
DOUBT = 10  # teachers of whom half kept it, added in thought to those who told: 5 of 5 says less than 40 of 45
FULL = 250  # a sentence of fewer telling words than this never gives all points of the text
ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "edly", "ed", "ly", "es", "s", "ment", "ness")
GENERIC_WORDS = (
    "pupil student kid kids child children class classroom teacher teach school lesson learn learner year years week weeks day days "
    "time times thing things way ways help use make work good bad start stop new old first last next one two three never always also "
    "still just only back come came give take look tell told try ask find put let say said people person someone everyone nobody anyone "
    "everything nothing something anything today tomorrow yesterday idea best better worse bit lot kind sort really well able same "
    "other others half spend five six seven eight nine ten without between during alive cannot think want wants written must again "
    "enough whole going getting gets seem seems room rooms form olds aged four three seven twenty thirty forty twelve ten her him his she "
    "hers himself herself myself ones little went end ends turn turns turning change changed don doesn didn isn aren wasn won couldn wouldn "
    "shouldn haven hate hates love loves hard true real decent single entire swear already yet around away whatever actually simply quite please"
)
SHORT = {"ai", "pe", "ta"}
ANYTHING = {"any-subject", "any-stage"}
# Words that mean the same in a staffroom, by their stems: what others say, and what the lists of words say.
SAME = {
    "mum": "moth", "mums": "moth", "mom": "moth", "moms": "moth", "dad": "fath", "dads": "fath", "math": "maths", "mathematic": "maths",
    "cellphon": "phon", "smartphon": "phon", "behavior": "behaviour", "kindergartn": "kindergarten", "preschool": "nursery",
    "preschooler": "nursery", "recess": "playtim", "headteach": "principal", "paraprofessional": "assistant", "aide": "assistant", "ta": "assistant",
    "vocab": "vocabulary", "observed": "observ", "observation": "observ", "impostor": "fraud", "impost": "fraud", "argument": "argu",
    "discussion": "discuss", "expert": "experienc", "collaborat": "collabor", "forgotten": "forget", "forgett": "forget", "teenag": "teen",
}
# A few plain words that together mean one thing, or nothing about the thing itself.
EXPRESSIONS = (
    (r"\b(sick and tired|tired|sick|fed up|weary) (of|with)\b|\bi swear\b|\bout of (my|his|her|their) (skull|mind)s?\b|\bend(ed|s|ing)? up\b", " "),
    (r"\b(\d+(st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade(r|rs|s)?\b", " "),
    (r"\b(clean|tidy|pack)(ing|s)?[ -](up|away)\b", "tidy"),
    (r"\b(melt|melts|melting|melted)[ -]downs?\b", "meltdown"),
    (r"\b(gone|lost|vanished|forgotten) (again )?(by|the next|next|after|over)\b", "forget"),
    (r"\bcold[ -]call(s|ed|ing)?\b|\bcall(s|ed|ing)? on\b", "coldcall"),
    (r"\b(first|1st) (few )?(year|years|term|months|weeks)\b", "firstyear"),
    (r"\b(new|newly qualified|trainee|student|beginning) teachers?\b", "newteacher"),
    (r"\b(who|whether they|if they|what they) (have |has |really )?(got|gets?|understood|understands?|learned|learnt) (it|this|that)\b", "whogotit"),
)


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
    `lead`: in this way of learning one would "lead" others, "mentor" a colleague or "inquire".
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


@dataclass(frozen=True)
class Wish:
    """What is asked for: theme weights (0 to 100), minutes, and what the teacher has said about the classes taught.

    `words` are those of the sentence; `telling` those among them that some theme knows (None: all of them).
    """

    themes: dict[str, int]
    minutes: int
    mood: str = "bothering"
    subjects: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    language: str = "en"
    words: frozenset[str] = frozenset()
    telling: frozenset[str] | None = None


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

    @property
    def speaks(self) -> int:
        """What words, phrases, themes and strengths say for it: the part of the points that comes out of the sentence."""
        return sum(term.points for term in self.terms if term.name in {"text", "phrase", "theme", "lead"})

    @property
    def is_clear(self) -> bool:
        return self.speaks >= CLEARLY


def stem(word: str) -> str:
    """A crude stem: enough to let "marking" meet "mark" and "classes" meet "class"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not (ending == "s" and word.endswith("ss")):
            word = word[: -len(ending)]
            break
    word = word[:-1] if len(word) > 4 and word.endswith("e") else word
    return SAME.get(word, word)


GENERIC = frozenset(stem(word) for word in GENERIC_WORDS.split())


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a folded text, without words that every sentence about teaching holds."""
    for expression, word in EXPRESSIONS:
        text = re.sub(expression, word, text)
    found = {stem(word) for word in re.findall(r"\w+", text) if len(word) > 2 or word in SHORT}
    return frozenset(found - GENERIC)


def theme_weights(sentence: frozenset[str], themes: Sequence[Theme], mood: str) -> dict[str, int]:
    """Weights 0 to 100 of the themes that a sentence speaks of.

    A stem that few themes know weighs more than one that many know; a whole phrase of a theme weighs as two such stems.
    A theme whose usual mood is the one the teacher chose weighs a tenth more. One word alone is worth half: 100 needs two
    that no other theme knows, or a phrase. Without any known word all weights are missing: an empty dict, never a guess.
    """
    spread: dict[str, int] = {}
    for theme in themes:
        for word in theme.words & sentence:
            spread[word] = spread.get(word, 0) + 1
    raw = {}
    for theme in themes:
        points = sum(100 // spread[word] for word in theme.words & sentence) + 200 * sum(
            bool(phrase) and phrase <= sentence for phrase in theme.phrases
        )
        raw[theme.slug] = points * (11 if theme.mood == mood else 10)
    most = max(raw.values(), default=0)
    return {slug: points * 100 // max(most, SURE) for slug, points in raw.items() if most and points * 100 // most >= 30}


def rarity(candidates: Sequence[Candidate], wish: Wish) -> dict[str, int]:
    """How much each word of a sentence tells: 100 for one that hardly any candidate says, towards 10 for one that most say.

    A word that no theme knows ("Monday", "girls") stands by chance in many texts: it tells half as much.
    """
    many = max(len(candidates), 1)
    rare = {word: max(10, 100 - 180 * sum(word in one.words for one in candidates) // many) for word in wish.words}
    return {word: points if wish.telling is None or word in wish.telling else points // 2 for word, points in rare.items()}


def score(candidate: Candidate, wish: Wish, rare: dict[str, int]) -> Suggested:
    """The candidate with its terms. An offer longer than the minutes there are loses points in proportion."""
    terms = []
    found = candidate.words & wish.words
    whole = max(sum(rare.values()), FULL)
    if found:
        said = sorted(found, key=lambda word: (-rare[word], word))
        terms.append(Term("text", TEXT * sum(rare[word] for word in found) // whole, ", ".join(said[:3])))
    if any(phrase and phrase <= wish.words for phrase in candidate.phrases):
        terms.append(Term("phrase", PHRASE))
    shared = {slug: wish.themes[slug] for slug in candidate.themes if slug in wish.themes}
    if shared:
        best = max(shared, key=lambda slug: (shared[slug], slug))
        spare = len(candidate.themes) - len(shared)
        terms.append(Term("theme", THEME * shared[best] // 100 - 15 * max(spare, 0), best))
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
        terms.append(Term("elsewhere", -2 * KNOWN))
    if candidate.ours and candidate.kind == "piece":
        terms.append(Term("try", TRY))
    if candidate.language and candidate.language.split("-")[0] != wish.language.split("-")[0]:
        terms.append(Term("language", -400, candidate.language))
    return Suggested(candidate, tuple(sorted(terms, key=lambda term: -term.points)))


def _of_strength(candidate: Candidate) -> list[Term]:
    """For somebody who is good at it: to pass it on or look into it speaks for an offer, the basics against it."""
    lead = [Term("lead", LEAD, candidate.lead)] if candidate.lead else []
    return lead + ([Term("basics", BASICS)] if candidate.level == "rookie" else [])


def kept_term(candidate: Candidate) -> Term:
    """What teachers told of it: all points if endlessly many kept it, none if half of them did, as many less if nobody did."""
    points = abs(2 * candidate.kept - candidate.told) * KEPT // (candidate.told + DOUBT)
    return Term("kept", points if 2 * candidate.kept >= candidate.told else -points, "alike" if candidate.alike else "")


def _elsewhere(of_offer: frozenset[str], of_teacher: frozenset[str], anything: str) -> bool:
    return bool(of_offer and of_teacher and anything not in of_offer and not of_offer & of_teacher)


def choose(candidates: Iterable[Candidate], wish: Wish, *, aside: frozenset[str] = frozenset(), most: int = MOST) -> list[Suggested]:
    """At most three, best first, each unlike those before it (kind, maker and theme lower a repeat's points).

    Something must speak for a suggestion: its words or its theme, with SPEAKS at least, and LEAST in all. Where words speak for
    the first, they must speak for the others too, which need half of its points.
    """
    rows = [candidate for candidate in candidates if candidate.code not in aside]
    rare = rarity(rows, wish)
    left = [one for one in (score(candidate, wish, rare) for candidate in rows) if _speaks(one)]
    chosen: list[Suggested] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (one.points - _likeness(one.candidate, chosen), one.candidate.title, one.candidate.code))
        if best.points - _likeness(best.candidate, chosen) <= 0:
            break
        chosen.append(best)
        left.remove(best)
        if len(chosen) == 1 and _said(best):
            left = [one for one in left if _said(one) and one.points * 2 >= best.points]
    return chosen


def _speaks(one: Suggested) -> bool:
    loved = sum(term.points for term in one.terms if term.name == "kept" and term.points > 0)  # what is kept by all may still be about something else
    return one.points - loved > LEAST and one.speaks >= SPEAKS


def _said(one: Suggested) -> bool:
    """Does a word or a phrase of the sentence speak for it, or what somebody is good at, and not its theme alone?"""
    return any(term.name in {"text", "phrase", "lead"} for term in one.terms)


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

"""What a person typed into a search, read into terms: words, "phrases", title:word, by:name, an unfinished last word. Pure.

Scripts that do not part words by spaces (Han, Kana, Thai, Lao, Khmer, Burmese, Tibetan) are cut into overlapping pairs of characters, and a run of
them is looked for as a phrase of its pairs: any part of a sentence finds it, whatever its words are.
"""

import re
import unicodedata
from dataclasses import dataclass

from staffroom.kit.endings import stem
from staffroom.kit.words import clusters, fold

FIELDS = ("title", "maker", "body", "about")
IN_TITLE = "zq"  # before a word of the title where it is kept once more: nobody types that
OF_KIND = "zk"  # before the kind of a document, kept among the words of its title: so a search reads those of its kind alone
TYPED = {"title": "title", "by": "maker"}
MOST_TERMS = 24
MOST_CHARACTERS = 2_000
_SHORTENED = re.compile(r"(?<=\w)'(?=(?:t|s|m|d|ll|ve|re)\b)")
_UNPARTED = ("฀-๿຀-໿ༀ-࿿က-႟ក-៿᧠-᧿"  # Thai, Lao, Tibetan, Burmese, Khmer
             "々-〇぀-ヿㄅ-ㄯㇰ-ㇿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff")  # Kana, Han
_RUN = re.compile(f"[{_UNPARTED}]+")
_PARTS = re.compile(r'(?:\b(title|by):\s?)?"([^"]{2,200})"|\b(title|by):([^\s"]+)')
PLAIN_WORDS = frozenset("""
    a an the and or of to in on for with from by at as is are was were be been am i me my we our us you your he she they them their it its this
    that these those not no do does did done doing have has had how what when where which who why can could will would should may might must so
    if then than too very just about into over again there here all any some more most much many few get got go one two before after up down out
    off only also dont cant im ive keep know feel want need like really every each because while
""".split())  # noqa: SIM905  a list of words is easier to read than a list of strings


@dataclass(frozen=True)
class Term:
    """What must stand side by side: `stems` as they are kept, `said` as it was typed (folded). `unfinished`: so may a word begin."""

    stems: str
    said: str
    field: str = ""
    unfinished: str = ""

    @property
    def words(self) -> list[str]:
        return self.stems.split()


@dataclass(frozen=True)
class Query:
    """A search in parts: every term must (`all`) or may (`any`) occur; phrases must."""

    terms: tuple[Term, ...]
    phrases: tuple[Term, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.terms or self.phrases)

    @property
    def apart(self) -> "Query":
        """The same with runs of a script without spaces taken apart: for any of them."""
        return Query(tuple(Term(word, word, term.field) if len(term.words) > 1 else term for term in self.terms for word in term.words), self.phrases)


def words_of(text: str) -> list[str]:
    """The words of a text, folded: runs of letters, digits and the marks on them. "Won't" is one word, "l'école" is two."""
    folded = text.lower() if text.isascii() else fold(text)
    if "'" in folded:
        folded = _SHORTENED.sub("", folded)
    if folded.isascii():
        return re.findall(r"[a-z0-9]+", folded)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _RUN.sub(lambda run: f" {run[0]} ", folded)).split()


def is_run(word: str) -> bool:
    """Is it a run of a script without spaces between words?"""
    return not word.isascii() and bool(_RUN.match(word))


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters as a reader sees them, and the last one alone: 学習法 is 学習, 習法, 法."""
    seen = list(clusters(run))
    return [seen[at] + seen[at + 1] for at in range(len(seen) - 1)] + seen[-1:]


def stems_of(text: str, shown: dict[str, str] | None = None) -> list[str]:
    """A text as it is kept: words without endings, runs as pairs. `shown` is told a whole word for each stem it did not know."""
    words = words_of(text)
    if shown is not None:
        shown.update((kept, word) for word in words if (kept := stem(word)) not in shown)
    if text.isascii():
        return [stem(word) for word in words]
    return [piece for word in words for piece in (pairs(word) if is_run(word) else [stem(word)])]


def parse(text: str, *, prefix_last: bool = False) -> Query:
    """Read what a person typed: words, "phrases", title: and by: before either; nothing else has a meaning. At most 24 terms are used."""
    text = re.sub("[“”„«»]", '"', text[:MOST_CHARACTERS])
    phrases, terms = [], []
    for field_of_phrase, phrase, field, words in _PARTS.findall(text):
        if phrase:
            phrases += [made for made in [_phrase(phrase, TYPED.get(field_of_phrase, ""))] if made]
        else:
            terms += [_term(word, TYPED[field]) for word in words_of(words)]
    unique = list(dict.fromkeys(words_of(_PARTS.sub(" ", text))))
    terms += [_term(word) for word in [word for word in unique if word not in PLAIN_WORDS] or ([] if terms or phrases else unique)]
    last = unique[-1] if unique else ""
    if prefix_last and terms and terms[-1].said == last and text[-1:].isalnum() and len(last) > 2 and not is_run(last):
        terms[-1] = _term(last, unfinished=last)
    return Query(tuple(terms[:MOST_TERMS]), tuple(phrases[:6]))


def _phrase(text: str, field: str) -> Term | None:
    stems = [piece for word in words_of(text) for piece in (_within(word) if is_run(word) else [stem(word)])]
    return Term(" ".join(stems), " ".join(words_of(text)), field) if stems else None


def _term(word: str, field: str = "", unfinished: str = "") -> Term:
    if not is_run(word):
        return Term(stem(word), word, field, unfinished)
    held = _within(word)
    return Term(" ".join(held), word, field, word if len(list(clusters(word))) == 1 else "")


def _within(run: str) -> list[str]:
    """A run as it stands within a longer one: without its last character alone."""
    return pairs(run)[:-1] or [run]

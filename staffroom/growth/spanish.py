"""A sentence in Spanish, word by word in English, so that the sums hear it. Pure but for the list of words, which is read once."""

import re
from functools import lru_cache

from staffroom.catalogue import commons
from staffroom.kit.words import fold

# Words that every Spanish sentence holds, and no English one more than once; of themselves they say nothing.
EVERYDAY_WORDS = (
    "a al algo algun alguna algunos ano anos ante antes aqui asi aun aunque bien cada casi cinco como con cosa cosas creo cual cuando cuanto "
    "cuatro de del desde dia dias diez donde dos e el ella ellas ellos en entre era eran es esa ese eso esta estan estar estas este esto estos "
    "estoy fue ha haber hace hacen hacer hago han hasta hay he la las le les llevo lo logro los mas me mi mis mucha mucho muchos muy nada ni "
    "no nos nosotros nuestra nuestro nueve o ocho otra otras otro otros para pero poco por porque puedo pues que quien quiero sabe saben se "
    "sea seis ser si siempre siete sigo sin sobre solo son soy su sus tal tambien tan tanto te tener tengo tiene tienen toda todas todo todos "
    "treinta tres tu un una uno unos usan usar uso va van veinte ver y ya yo "
)
EVERYDAY = frozenset(EVERYDAY_WORDS.split())
ENGLISH_WORDS = "a the and my i to of is are they it in that for with do not have what how when at we he she"
ENGLISH = frozenset(ENGLISH_WORDS.split())
LEAST = 2  # so many everyday words, and more than English ones, make a sentence Spanish
WORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _list() -> tuple[re.Pattern, dict[str, str], dict[str, str]]:
    """The expressions as one pattern, what they mean, and the words: those with a star by how they begin, with the star."""
    known = commons.spanish()
    together = sorted((said for said in known if " " in said), key=len, reverse=True)
    pattern = "|".join(rf"(?P<e{place}>{said.replace('*', r'[^ ]*')})" for place, said in enumerate(together))
    return re.compile(rf"\b(?:{pattern})\b"), {f"e{place}": known[said] for place, said in enumerate(together)}, known


def is_spanish(text: str) -> bool:
    words = WORD.findall(fold(text))
    spanish = sum(word in EVERYDAY for word in words)
    return spanish >= LEAST and spanish > sum(word in ENGLISH for word in words)


def _meant(word: str, known: dict[str, str]) -> str:
    """A word in English; one that the list does not know stays, for many are alike in both."""
    if word in EVERYDAY and word not in known:
        return ""
    begun = (f"{word[:end]}*" for end in range(len(word), 2, -1))
    return known.get(word) or next((known[one] for one in begun if one in known), word if len(word) > 4 else "")


def in_english(text: str) -> list[tuple[str, str]]:
    """What was said and what it means in English, piece by piece."""
    pattern, expressions, known = _list()
    folded, found, place = fold(text), [], 0
    written = text if len(text) == len(folded) else folded

    def words(begin: int, end: int) -> list[tuple[str, str]]:
        return [(written[one.start() : one.end()], _meant(one[0], known)) for one in WORD.finditer(folded, begin, end)]

    for hit in pattern.finditer(folded):
        found += [*words(place, hit.start()), (written[hit.start() : hit.end()], expressions[hit.lastgroup or ""])]
        place = hit.end()
    return found + words(place, len(folded))


def english(text: str) -> str:
    """The text as the sums hear it: itself, or a Spanish one word by word."""
    return " ".join(meant for _said, meant in in_english(text) if meant) if is_spanish(text) else text

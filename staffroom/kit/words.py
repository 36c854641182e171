"""Text from people and from outside, made safe to store, to match and to show.

Three kinds of function:

* ``clean_line`` and ``clean_text`` take what a person typed. They repair what can be repaired
  without changing its meaning and raise ``Unfit`` for the rest, so that a form can say why.
* ``outside_line`` and ``outside_text`` take what a machine sent (a feed, a file). They never
  raise: what does not fit is taken out or cut.
* ``fold``, ``skeleton`` and ``handle_from`` make keys for matching. They are never shown.

What happens to which character (Unicode names; "line" and "text" are the two cleaners):

====================================================  =============  ==============
characters                                            line           text
====================================================  =============  ==============
NUL, lone surrogates                                  refused        refused
newline, CR, tab, U+2028, U+2029 and other spaces     one space      newline or tab kept
other control characters, U+FEFF, noncharacters       removed        removed
bidi embeddings, overrides and isolates               removed        removed
zero-width space, word joiner, tags outside a flag    removed        removed
zero-width joiner and non-joiner, LRM, RLM, ALM       kept           kept
more than 8 marks on one letter                       8 kept         8 kept
====================================================  =============  ==============

Text is stored in NFC: it looks as it was typed and compares the same on every database.
A limit counts what a reader sees as one character (a grapheme cluster); beside it stands a
limit of bytes, ``byte_room(limit)``, so that a column of bytes has a known size.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

_MOST_MARKS = 8
_BYTES_PER_CLUSTER = 8
_LEAST_BYTES = 256

_REMOVED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, without tab, newline, CR, NEL
    "\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,7}\U000e007f)|[\U000e0000-\U000e007f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_PADDED_END = re.compile(r"[^\S\n]+(?=\n|\Z)")
_MANY_BLANK = re.compile(r"\n{4,}")


class Unfit(ValueError):
    """Text that cannot be kept as it is.

    ``code`` is ``"nul"``, ``"surrogate"`` or ``"long"``; ``over`` is the number of characters too
    many (0 when the bytes, not the characters, are too many). The words for a person are the form's.
    """

    def __init__(self, code: str, over: int = 0):
        super().__init__(code)
        self.code = code
        self.over = over


def byte_room(limit: int) -> int:
    """The most UTF-8 bytes that a text of ``limit`` characters may take."""
    return max(_LEAST_BYTES, limit * _BYTES_PER_CLUSTER)


def clean_line(text: str, limit: int) -> str:
    """One line, trimmed, with single spaces; raises ``Unfit``. Cleaning twice changes nothing."""
    _refuse(text)
    return _within(_one_line(text), limit)


def clean_text(text: str, limit: int) -> str:
    """Text of many lines ending in ``\\n``, without outer blank lines; raises ``Unfit``."""
    _refuse(text)
    return _within(_many_lines(text), limit)


def clean_running(text: str, limit: int) -> str:
    """The same of a text that somebody is still typing: spaces at the ends of lines and blank lines stay; raises ``Unfit``."""
    _refuse(text)
    return _within(_fewer_marks(_visible(_LINE_ENDS.sub("\n", text))), limit)


def outside_line(text: str, limit: int) -> str:
    """One line from a machine: cleaned like ``clean_line``, cut with an ellipsis, never an error."""
    return cut(_one_line(_SURROGATE.sub("\ufffd", text)), limit)


def outside_text(text: str, limit: int) -> str:
    """Many lines from a machine: cleaned like ``clean_text``, cut with an ellipsis, never an error."""
    return cut(_many_lines(_SURROGATE.sub("\ufffd", text)), limit)


def _refuse(text: str) -> None:
    if "\x00" in text:
        raise Unfit("nul")
    if _SURROGATE.search(text):
        raise Unfit("surrogate")


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", _fewer_marks(_visible(text))).strip()


def _many_lines(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = _PADDED_END.sub("", _fewer_marks(_visible(text)))
    return _MANY_BLANK.sub("\n\n\n", text).strip()


def _visible(text: str) -> str:
    text = _TAGS.sub(lambda found: found.group(1) or "", _REMOVED.sub("", text))
    return unicodedata.normalize("NFC", text)


def _fewer_marks(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _within(text: str, limit: int) -> str:
    count = length(text)
    if count > limit:
        raise Unfit("long", count - limit)
    if len(text.encode()) > byte_room(limit):
        raise Unfit("long")
    return text


# Characters as a reader counts them


def clusters(text: str) -> Iterator[str]:
    """The grapheme clusters of ``text`` in order; joined they are ``text``.

    Follows UAX #29 with what the standard library knows. It never breaks where UAX #29 does not;
    in a few scripts it joins letters around a virama that UAX #29 would count apart.
    """
    start, flags = 0, 0
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        flags = flags + 1 if _is_flag_letter(before) else 0
        if not _joined(before, here, flags):
            yield text[start:at]
            start, flags = at, 0
    if text:
        yield text[start:]


def length(text: str) -> int:
    """How many characters a reader sees."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in clusters(text))


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters and ``byte_room(limit)`` bytes, never within a character.

    A cut text ends in an ellipsis, which counts.
    """
    room = byte_room(limit)
    begun = list(islice(clusters(text), limit + 1))
    if len(begun) <= limit and len(text.encode()) <= room:
        return text
    kept, size = [], len("…".encode())
    for cluster in begun[: limit - 1]:
        size += len(cluster.encode())
        if size > room:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _joined(before: str, here: str, flags: int) -> bool:
    if before < "\u0300" and here < "\u0300":
        return before == "\r" and here == "\n"
    if before in "\r\n" or unicodedata.category(before) == "Cc":
        return False
    return _extends(here) or _follows(before, here, flags)


def _extends(here: str) -> bool:
    return (
        here in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or unicodedata.category(here) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or "\U000e0020" <= here <= "\U000e007f"
    )


def _follows(before: str, here: str, flags: int) -> bool:
    if _is_flag_letter(here) and before not in _PREPENDED:
        return flags % 2 == 1
    if before == "\u200d":
        return unicodedata.category(here) in ("So", "Sm", "Po", "Cn", "Pd", "Lo", "Sk")
    if before in _PREPENDED:
        return unicodedata.category(here) not in ("Cc", "Zl", "Zp")
    if unicodedata.combining(before) == 9:
        return unicodedata.category(here) == "Lo"
    return _hangul(before, here)


_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
    "\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84\U00011a85"
    "\U00011a86\U00011a87\U00011a88\U00011a89\U00011d46\U00011f02"
)


def _hangul(before: str, here: str) -> bool:
    kind, following = _jamo(before), _jamo(here)
    return (kind == "L" and following in ("L", "V", "LV", "LVT")) or (
        (kind in ("V", "LV") and following in ("V", "T")) or (kind in ("T", "LVT") and following == "T")
    )


def _jamo(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return "LV" if (ord(character) - 0xAC00) % 28 == 0 else "LVT"
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    return "T" if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb" else ""


# Keys for matching


_ACCENTS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"  # marks on Latin, Greek and Cyrillic
    "\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Arabic, Hebrew
    "\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]"
)
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ς": "σ"}
    | dict.fromkeys("\u2018\u2019\u02bc\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)


def fold(text: str) -> str:
    """The form under which two texts count as the same word when people search.

    Compatibility forms (ligatures, full width), case, accents on Latin, Greek and Cyrillic, Arabic
    and Hebrew points, the Turkish dotless and dotted i, ß, kinds of quote and dash, and runs of
    spaces make no difference. Vowel signs of Indic and other scripts do. ``fold`` of a folded
    text is that text. Not for names of accounts: use ``skeleton`` there.
    """
    if text.isascii():
        return _SPACES.sub(" ", text.lower()).strip()
    text = unicodedata.normalize("NFKD", _SURROGATE.sub("", text)).casefold().translate(_LETTERS)
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _ACCENTS.sub("", text))).strip()


# Pairs "drawn letter, letter it is taken for"; after ``fold``, so lower case and without accents.
_CYRILLIC = "аa бb вb гr еe зe иn кk мm нh оo пn рp сc тt уy хx чu ѕs іi јj һh ԁd ԛq ԝw ьb ѵv ӏl үy ґr"
_GREEK = "αa βb γy ηn ιi κk νv οo ρp τt υu χx ωw ϲc ϳj σo ζz μu"
_OTHER = "օo սu ոn հh ցg զq ռn ɑa ɡg ɩi ʟl ǀl סo וl ןl ٥o هo ꓲl ꓳo"
_DIGITS = "0o 1l 3e 5s 8b |l !l $s @a il"
_ALIKE = str.maketrans({pair[0]: pair[1] for pair in f"{_CYRILLIC} {_GREEK} {_OTHER} {_DIGITS}".split()})


def skeleton(text: str) -> str:
    """What a name looks like: two names with one skeleton are easily taken for each other.

    Folds, drops everything invisible, spaces and punctuation, and puts one letter for each
    group of look-alikes (Cyrillic, Greek, a few others, digits). The idea is that of UTS #39; the
    table is short and our own, so a different skeleton is no proof that two names look different.
    """
    drawn = fold(text).translate(_ALIKE).translate(_ALIKE)  # twice: Cyrillic і is drawn like i, and i like l
    drawn = "".join(letter for letter in drawn if letter.isalnum() or unicodedata.category(letter) == "So")
    return drawn.replace("rn", "m").replace("vv", "w").replace("cl", "d")


_HANDLE = re.compile(r"[^a-z0-9]+")
_RESERVED_WORDS = """
    about account accounts admin administrator api app assets auth con aux nul prn clock com1 com2 com3 com4
    lpt1 lpt2 lpt3 demo district favicon feed feeds find health help index live login logout mail me media moderator
    new none null office official operator owner people practice principal privacy record register robots root
    school security settings signin signout signup staff staffroom static support system teacher terms today topics
    trust undefined user users verify webmaster well-known wellknown www
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())
_RESERVED_SHAPES = frozenset(skeleton(word) for word in _RESERVED)


def handle_from(text: str, limit: int = 30) -> str:
    """A handle of ``a-z``, ``0-9`` and inner hyphens made of ``text``; ``""`` if nothing usable is left.

    Empty stands for text of symbols only and for reserved words (addresses of pages, titles of
    offices, names that file systems keep for themselves). Being unique is the caller's.
    """
    handle = _HANDLE.sub("-", fold(text)).strip("-")[:limit].rstrip("-")
    return "" if handle in _RESERVED or {skeleton(handle), skeleton(text)} & _RESERVED_SHAPES else handle

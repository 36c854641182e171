"""English endings taken off (Porter, 1980, with the two changes of its author's own programs): "marks", "marked", "marking" are all "mark".

Pure, and done here rather than by each engine, so that every engine is given the same words. What is left is a key for matching, never shown.
"""

import re
from functools import lru_cache

_C, _V = "(?:[^aeiou][^aeiouy]*)", "(?:[aeiouy][aeiou]*)"
_SOME = re.compile(f"^{_C}?{_V}{_C}")
_ONE = re.compile(f"^{_C}?{_V}{_C}{_V}?$")
_MORE = re.compile(f"^{_C}?{_V}{_C}{_V}{_C}")
_VOWEL = re.compile(f"^{_C}?[aeiouy]")
_SHORT = re.compile("^" + _C + "[aeiouy][^aeiouwxy]$")
_DOUBLED = re.compile(r"([^aeiouylsz])\1$")
_SECOND = {"ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble", "alli": "al", "entli": "ent", "eli": "e",
           "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous",
           "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log"}
_THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_FOURTH = ("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti", "ous", "ive", "ize")


def _ends(*endings: str) -> re.Pattern:
    return re.compile("^(.+?)(" + "|".join(sorted(endings, key=len, reverse=True)) + ")$")


_SECOND_ENDS, _THIRD_ENDS, _FOURTH_ENDS = _ends(*_SECOND), _ends(*_THIRD), _ends(*_FOURTH)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its English ending; anything but three or more letters a to z stands as it is."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    return _tidy(_fourth(_swap(_swap(_first(word), _SECOND_ENDS, _SECOND), _THIRD_ENDS, _THIRD)))


def _first(word: str) -> str:
    """Plurals, -ed and -ing, and y after a vowel."""
    if word.endswith("sses") or (word.endswith("ies") and len(word) > 3):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _SOME.match(word[:-3]) else word
    elif (found := re.match("^(.+)(ed|ing)$", word)) and _VOWEL.match(found[1]):
        word = _after(found[1])
    return word[:-1] + "i" if word.endswith("y") and _VOWEL.match(word[:-1]) else word


def _after(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _DOUBLED.search(word):
        return word[:-1]
    return word + "e" if _SHORT.match(word) else word


def _swap(word: str, ends: re.Pattern, for_: dict[str, str]) -> str:
    found = ends.match(word)
    return found[1] + for_[found[2]] if found and _SOME.match(found[1]) else word


def _fourth(word: str) -> str:
    if found := _FOURTH_ENDS.match(word):
        return found[1] if _MORE.match(found[1]) else word
    found = re.match("^(.+[st])(ion)$", word)
    return found[1] if found and _MORE.match(found[1]) else word


def _tidy(word: str) -> str:
    if word.endswith("e") and (_MORE.match(word[:-1]) or (_ONE.match(word[:-1]) and not _SHORT.match(word[:-1]))):
        word = word[:-1]
    return word[:-1] if word.endswith("ll") and _MORE.match(word) else word

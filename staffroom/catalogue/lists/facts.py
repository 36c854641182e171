"""Facts in the words of a list: minutes, level, cost, language, yes or no. What cannot be read with certainty is not known."""

import re

from staffroom.catalogue.models import Offer
from staffroom.kit.words import fold

LEVELS = {"beginner": "rookie", "novice": "rookie", "introductory": "rookie", "new": "rookie", "intermediate": "practised", "advanced": "expert",
          "all": "anyone", "any": "anyone", "everyone": "anyone"}
FREE = {"free", "0", "0.00", "0,00", "gratis", "gratuit", "kostenlos", "no cost", "none"}
YES, NO = {"yes", "y", "true", "1", "online"}, {"no", "n", "false", "0"}


def minutes_in(text: str) -> int | None:
    """ "90", "90 min", "1.5 hours", "1 h 30" in minutes; anything else ("6 weeks", "3 hours/week") is not known."""
    text = fold(text)
    whole = re.fullmatch(r"(\d{1,5})\s*(m|min|mins|minutes?)?", text)
    if whole:
        return int(whole[1]) or None
    hours = re.fullmatch(r"(\d{1,3})(?:[.,](\d))?\s*(?:h|hrs?|hours?)\s*(?:(\d{1,2})\s*(?:m|min|minutes?)?)?", text)
    return (60 * int(hours[1]) + 6 * int(hours[2] or 0) + int(hours[3] or 0)) or None if hours else None


def is_no_number(text: str) -> bool:
    """A number that cannot be one of minutes or of money: "-5", "1e309", "NaN", "99999999"."""
    return bool(re.fullmatch(r"-\s*\d+([.,]\d+)?|[+-]?\d+(\.\d+)?e[+-]?\d+|[+-]?(nan|inf(inity)?)|\d{6,}", fold(text)))


def level_in(text: str) -> str:
    """A level by its own name or one that people use for it."""
    word = next(iter(re.findall(r"[a-z]+", fold(text))), "")
    return word if word in Offer.Level.values else LEVELS.get(word, "")


def cost_in(text: str) -> str:
    """Free, paid, or not known."""
    bare = fold(text).strip("£$€ ")
    if bare in FREE:
        return Offer.Cost.FREE
    return Offer.Cost.PAID if bare == "paid" or re.fullmatch(r"\d{1,6}([.,]\d{1,2})?", bare) else ""


def language_in(text: str) -> str:
    """The tag of a language; of several ("EN,DE") the first."""
    first = re.split(r"[,;/ ]", text.strip(), maxsplit=1)[0]
    return first.lower() if re.fullmatch(r"[a-zA-Z]{2}([-_][a-zA-Z]{2}|-[a-zA-Z]{4}|-[0-9]{3})?", first) else ""


def yes_in(text: str) -> bool | None:
    """Yes, no, or not known."""
    word = fold(text)
    return True if word in YES else False if word in NO else None

"""Codes of an event: at its door one that changes every ten minutes and one to print; one to give to guests beforehand. Pure."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
STAYS = timedelta(minutes=10)


def rotating(key: str, now: datetime) -> tuple[str, str]:
    """The code of these ten minutes, and the one before it, which holds a while longer."""
    turn = int(now.timestamp()) // int(STAYS.total_seconds())
    return _code(key, f"turn {turn}"), _code(key, f"turn {turn - 1}")


def changes_at(now: datetime) -> datetime:
    """The moment at which the code of these ten minutes changes."""
    turn = int(STAYS.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // turn + 1) * turn, UTC)


def printed(key: str) -> str:
    """The code that stands on paper as long as the event lasts."""
    return _code(key, "printed")


def for_guests(key: str) -> str:
    """The code with which people without an account sign up."""
    return _code(key, "guests")


def word(key: str, number: int) -> str:
    """A code word that is shown during a part of the event."""
    return _code(key, f"word {number}")


def tidy(text: str) -> str:
    """A code as people type it: capitals, without spaces and hyphens."""
    return "".join(text.upper().split()).replace("-", "")[:20]


def _code(key: str, what: str) -> str:
    number = int.from_bytes(hmac.digest(key.encode(), what.encode(), hashlib.sha256))
    found = ""
    for _letter in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return found

"""A secret address under which other programs read somebody's own calendar."""

import hashlib
import secrets

from django.db import models

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


def new_secret() -> str:
    """256 random bits, as a piece of an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class CalendarAddress(Row):
    """Whoever has the secret reads what of this person has a day; without a row nobody does. Its owner alone can read the secret again.

    By the digest it is found, so that a copy of the database opens no calendar. `shows_titles`: what things are called goes along too.
    """

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    secret = SealedText()
    digest = models.CharField(max_length=64, unique=True)
    shows_titles = models.BooleanField(default=False)

    known = {"person": "owner", "secret": "never", "digest": "never", "shows_titles": "owner"}
    owned_by = "person"
    on_erase = "delete"

"""Transcripts: what somebody chose of their record, frozen, under a number that opens its page until they end it."""

import json

from django.conf import settings
from django.db import models
from django.urls import reverse

from staffroom.credentials.models import Listed
from staffroom.kit.ids import new_code
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account

LENGTH = 20


def new_number() -> str:
    """What opens the public page: about 98 random bits. Longer than that of a certificate, so that either is known by its length."""
    return new_code(LENGTH)


class Transcript(Row):
    """What somebody chose of their record as it was that day: `body` (see `frozen`), and `signed`, the same as a learner record (empty at first).

    Both are sealed: they are read by whoever has the number while it stands, and go with the key of the person. `ended_at` when its person ended it.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    number = models.CharField(max_length=LENGTH, unique=True, default=new_number)
    body = SealedText()
    signed = SealedText()
    language = models.CharField(max_length=12)
    listed = models.OneToOneField(Listed, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("person", "number", "body", "signed", "language", "signed_at", "ended_at"), "owner") | {"listed": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="transcript_mine")]

    @property
    def href(self) -> str:
        return reverse("transcripts:transcript", args=[self.code])

    @property
    def address(self) -> str:
        """Where anybody checks it; the identifier of its learner record."""
        return settings.BASE_URL + reverse("checked:check", args=[self.number])

    @property
    def written(self) -> str:
        """The number as it stands on paper, in fours."""
        return "-".join(self.number[at:at + 4] for at in range(0, LENGTH, 4))

    def facts(self) -> dict | None:
        """What is on it; None when it can no longer be read."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

"""Badges that teachers brought from elsewhere; and of the issuer of this place its public keys and the lists of what was taken back."""

import json
from datetime import timedelta

from django.db import models
from django.urls import reverse

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.record.models import Evidence
from staffroom.record.shelf import evidence_label

WAITS = timedelta(days=1)


class Badge(Row):
    """A badge of somebody else's making. Until it is kept its file is `stored` here, for a day; then it is a piece of proof of an entry.

    `found` is what `openbadges.checks.verify` said, as JSON, with the small picture (WebP, base64) if there is one; `place` in it names another
    Staffroom that said so. `checked_at` is when.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, null=True, related_name="+")
    stored = models.CharField(max_length=64, blank=True)
    name = SealedText()
    found = SealedText()
    checked_at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField(null=True)

    known = {"person": "owner", "evidence": "owner", "stored": "never", "name": "owner", "found": "owner", "checked_at": "owner", "asked_at": "never"}
    holds_files = {"stored": "evidence"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="badge_mine")]
        constraints = [models.CheckConstraint(name="badge_kept_or_stored", condition=(
            models.Q(evidence=None) & ~models.Q(stored="")) | (models.Q(evidence__isnull=False, stored="")))]

    @property
    def href(self) -> str:
        return reverse("credentials:badge", args=[self.code])

    @property
    def label(self) -> str:
        """What its bytes are bound to: already the piece of proof that it becomes, so that they stay sealed as they lie."""
        return evidence_label(self.pk)

    @property
    def mime(self) -> str:
        """Not known before it is kept."""
        return ""

    def read(self) -> dict:
        """What was found; nothing when it can no longer be read."""
        try:
            found = json.loads(self.found)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class IssuerKey(Row):
    """A public key of this place (Multikey, z6Mk…). It stays listed after another one signs, so that what it signed can be checked for ever."""

    public = models.CharField(max_length=80, unique=True)
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("public", "ended_at", "code", "made_at"), "public")


class StatusList(Row):
    """A list of what was taken back (Bitstring Status List): its number and, as signed last, its credential as JSON; empty before the first time."""

    number = models.PositiveIntegerField(unique=True)
    signed = models.TextField(blank=True)

    known = dict.fromkeys(("number", "signed", "code", "made_at"), "public")


class Listed(Row):
    """The place of one signed thing in a list, drawn by lot: neighbours say nothing. Its bit is set when it was taken back or its person is gone."""

    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    person = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("list", "place", "person", "ended_at", "code", "made_at"), "never")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "place"], name="listed_once")]

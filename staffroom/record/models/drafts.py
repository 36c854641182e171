"""Words that are not finished: drafts, and what somebody sent after their session had ended."""

import json

from django.db import models

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.record.models.entry import Removal


class Draft(Row):
    """The words of one form, kept as they are typed. `form` names the form ("record.new", "record.entry:<code>", …).

    There is one draft of a form; a version written elsewhere at the same time is kept `beside` it, one for each `tab`.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    form = models.CharField(max_length=80)
    body = SealedText()
    device = SealedText()
    version = models.PositiveIntegerField(default=1)
    base = models.PositiveIntegerField(default=0)
    beside = models.BooleanField(default=False)
    tab = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    gone = models.OneToOneField(Removal, on_delete=models.RESTRICT, null=True, related_name="draft")

    known = {"person": "owner", "form": "owner", "body": "owner", "device": "owner", "version": "owner", "base": "owner", "beside": "owner",
             "tab": "never", "changed_at": "owner", "gone": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form"], condition=models.Q(beside=False, gone=None), name="draft_once"),
            models.UniqueConstraint(fields=["person", "form", "tab"], condition=models.Q(beside=True, gone=None), name="draft_beside_once"),
        ]
        indexes = [models.Index(fields=["person", "gone"], name="draft_mine")]

    def read(self) -> dict[str, list[str]]:
        """The fields of the form: {name: [values]}; nothing when they can no longer be read."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}


class KeptWords(Row):
    """A form that came in after its session had ended. Only the browser that sent it holds the key, only its own account gets it back."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    body = models.BinaryField()
    until_at = models.DateTimeField()

    known = {"person": "owner", "path": "never", "body": "never", "until_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="kept_once")]
        indexes = [models.Index(fields=["until_at"], name="kept_due")]

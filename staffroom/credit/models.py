"""The licence that a teacher looks at: private, sealed, and never counted by anybody else."""

from django.db import models

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class Licence(Row):
    """Which rules somebody chose, for which days, and what they told of their entries: all sealed in `body` (see kept.Kept). One for each person."""

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    body = SealedText()

    known = {"person": "owner", "body": "owner"}
    owned_by = "person"
    on_erase = "delete"

"""The licence that a teacher looks at: private, sealed, and never counted by anybody else."""

from datetime import date

from django.db import models

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


def _today() -> date:
    return clock.now().date()


class Licence(Row):
    """Which rules somebody chose, for which days, and what they told of their entries: all sealed in `body` (see kept.Kept). One for each person.

    On `look_on` the clock looks whether its end is to be told (see coming.py); None: there is nothing to tell any more.
    """

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    body = SealedText()
    look_on = models.DateField(null=True, default=_today)

    known = {"person": "owner", "body": "owner", "look_on": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["look_on"], name="licence_look", condition=models.Q(look_on__isnull=False))]

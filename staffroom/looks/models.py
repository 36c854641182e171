"""Looks at one's own practice: private, sealed, and never counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class Look(Row):
    """One look at some statements of a framework. What they are and what was said of them is sealed in `body` (see seen.Seen)."""

    class How(models.TextChoices):
        NOT_YET = "not_yet", _("Not yet")
        NOW_AND_THEN = "now_and_then", _("Now and then")
        MOSTLY = "mostly", _("Mostly")
        MINE = "mine", _("It is mine by now")

    class Sure(models.TextChoices):
        SHAKY = "shaky", _("Shaky")
        ALL_RIGHT = "all_right", _("All right")
        AT_EASE = "at_ease", _("At ease")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    on_on = models.DateField()
    body = SealedText()

    known = {"person": "owner", "on_on": "owner", "body": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "made_at"], name="look_person")]

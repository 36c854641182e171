"""What a teacher wants to get to; steps of the plan may belong to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class Goal(Row):
    """One private sentence, perhaps with a day and with statements of frameworks. `ended_as` is empty while it is open."""

    class Ended(models.TextChoices):
        REACHED = "reached", _("reached")
        LET_GO = "let_go", _("let go")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = SealedText()
    tags = SealedText()  # statements of frameworks (frameworks.pins)
    by_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=7, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    known = dict.fromkeys(("person", "title", "tags", "by_on", "ended_as", "ended_at", "version"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "ended_as"], name="goal_open")]

"""The small nouns of the loop: a step that I mean to take."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.practice.models.goals import Goal


class PlanStep(Row):
    """One thing I mean to do, with the minutes it takes. It may come from an offer; `about` names that for its owner alone.

    `ended_as` is empty while the step is open. A step that is let go or done can be opened again.
    """

    class Ended(models.TextChoices):
        DONE = "done", _("done")
        LET_GO = "let_go", _("let go")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = SealedText()
    why = SealedText()
    note = SealedText()
    link = SealedText()
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, related_name="steps")
    tags = SealedText()  # statements of frameworks (frameworks.pins)
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.UUIDField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    planned_on = models.DateField(null=True)
    not_before_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)  # the day of which its owner was reminded
    ended_as = models.CharField(max_length=6, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    known = dict.fromkeys(
        (
            "person",
            "title",
            "why",
            "note",
            "link",
            "tags",
            "goal",
            "about_kind",
            "about_id",
            "minutes",
            "planned_on",
            "not_before_on",
            "reminded_on",
            "ended_as",
            "ended_at",
            "version",
        ),
        "owner",
    )
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "ended_as", "planned_on"], name="step_open"),
                   models.Index(fields=["planned_on"], name="step_day", condition=models.Q(ended_as="") & models.Q(planned_on__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes=None) | models.Q(minutes__range=(1, 14_400)), name="step_minutes"),
            models.UniqueConstraint(
                fields=["person", "about_kind", "about_id"],
                name="step_about_once",
                condition=models.Q(ended_as="") & models.Q(about_id__isnull=False),
            ),
        ]

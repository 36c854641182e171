"""The small nouns of the loop: a step that I mean to take."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import money
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.practice.models.goals import Goal
from staffroom.practice.models.periods import Period


@dataclass(frozen=True)
class Required:
    """What makes a step a required one: the body, as it is called, and the key of what it put up."""

    by: str
    id: UUID


@dataclass(frozen=True)
class Cover:
    """Minutes for which somebody else must take the class, and what that costs in whole minor units; `minor` None: not known."""

    minutes: int
    minor: int | None = None
    currency: str = ""


class PlanStep(Row):
    """One thing I mean to do, with the minutes it takes. It may come from an offer; `about` names that for its owner alone.

    `required_by` is the body that requires it, as it was called then (empty: I chose it), `required_id` what that body put up.
    `ended_as` is empty while the step is open. A step that is let go or done can be opened again.
    """

    class Ended(models.TextChoices):
        DONE = "done", _("done")
        LET_GO = "let_go", _("let go")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    title = SealedText()
    why = SealedText()
    note = SealedText()
    link = SealedText()
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, related_name="steps")
    period = models.ForeignKey(Period, on_delete=models.SET_NULL, null=True, related_name="steps")
    cover_minutes = models.PositiveSmallIntegerField(null=True)
    cover_minor = models.PositiveIntegerField(null=True)
    cover_currency = models.CharField(max_length=3, blank=True)
    tags = SealedText()  # statements of frameworks (frameworks.pins)
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.UUIDField(null=True)
    required_by = SealedText()
    required_id = models.UUIDField(null=True)
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
            "period",
            "cover_minutes",
            "cover_minor",
            "cover_currency",
            "about_kind",
            "about_id",
            "required_by",
            "minutes",
            "planned_on",
            "not_before_on",
            "reminded_on",
            "ended_as",
            "ended_at",
            "version",
        ),
        "owner",
    ) | {"required_id": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "ended_as", "planned_on"], name="step_open"),
                   models.Index(fields=["person"], name="step_required", condition=models.Q(required_id__isnull=False)),
                   models.Index(fields=["planned_on"], name="step_day", condition=models.Q(ended_as="") & models.Q(planned_on__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes=None) | models.Q(minutes__range=(1, 14_400)), name="step_minutes"),
            models.CheckConstraint(condition=models.Q(cover_minor=None) | (models.Q(cover_minutes__isnull=False) & ~models.Q(cover_currency="")),
                                   name="step_cover"),
            models.UniqueConstraint(
                fields=["person", "about_kind", "about_id"],
                name="step_about_once",
                condition=models.Q(ended_as="") & models.Q(about_id__isnull=False),
            ),
            models.UniqueConstraint(fields=["person", "required_id"], name="step_required_once",
                                    condition=models.Q(ended_as="") & models.Q(required_id__isnull=False)),
        ]

    @property
    def over_period(self) -> int:
        """How many minutes more it takes than its planning period has; 0 when it fits, or when one of them is not known."""
        return max((self.minutes or 0) - self.period.minutes, 0) if self.period else 0

    @property
    def cover_cost(self) -> str:
        """The cost in words; empty where it is not known."""
        return "" if self.cover_minor is None else money.in_words(self.cover_minor, self.cover_currency)

"""The go-back list: what I mean to come back to, and when."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account

OLD = timedelta(days=90)  # untouched for so long: keep, try or drop


class Saved(Row):
    """Something to go back to. `back_on` is the day from which it comes up again; without one it takes its turn some day.

    The same thing stands once among those that wait. `became` is empty while it waits.
    """

    class When(models.TextChoices):
        TOMORROW = "tomorrow", _("Tomorrow")
        PLANNING = "planning", _("In my next planning time")
        UNIT = "unit", _("When a unit starts")
        SOME_DAY = "some_day", _("Some day")

    class Became(models.TextChoices):
        PLANNED = "planned", _("in my plan")
        DROPPED = "dropped", _("dropped")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = SealedText()
    why = SealedText()
    link = SealedText()
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.UUIDField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    asked_for = models.CharField(max_length=8, choices=When)
    back_on = models.DateField(null=True)
    touched_at = models.DateTimeField(default=clock.now)
    became = models.CharField(max_length=7, choices=Became, blank=True)
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("person", "title", "why", "link", "about_kind", "about_id", "minutes", "asked_for", "back_on", "touched_at", "became",
                           "ended_at"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "became", "back_on"], name="saved_open")]
        constraints = [models.UniqueConstraint(fields=["person", "about_kind", "about_id"], name="saved_once",
                                               condition=models.Q(became="") & models.Q(about_id__isnull=False))]

    @property
    def is_old(self) -> bool:
        return not self.became and self.touched_at <= clock.now() - OLD

"""A course that runs for weeks: a step with minutes a week and an entry to which each week's sitting is added."""

from django.db import models

from staffroom.kit.rows import Row
from staffroom.people.models import Account
from staffroom.practice.models.steps import PlanStep
from staffroom.record.models import Entry


class Study(Row):
    """What makes a step a course over weeks. `sat_on` is the day of the last sitting, or of the beginning; `asked_on` when its owner was asked.

    It says nothing in words: the title is the step's, the lines are the entry's.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    step = models.OneToOneField(PlanStep, on_delete=models.CASCADE, related_name="study")
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, related_name="+")
    week_minutes = models.PositiveSmallIntegerField()
    sat_on = models.DateField()
    paused_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)

    known = dict.fromkeys(("person", "step", "entry", "week_minutes", "sat_on", "paused_on", "asked_on"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["sat_on"], name="study_rests", condition=models.Q(paused_on=None, asked_on=None))]
        constraints = [models.CheckConstraint(condition=models.Q(week_minutes__range=(1, 3_000)), name="study_minutes")]

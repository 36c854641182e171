"""How many minutes a week a teacher means to give."""

from django.db import models

from staffroom.people.models import Account

MOST_A_WEEK = 3_000


class Pace(models.Model):
    """The minutes a week that its owner has for their own learning; without a row none were named."""

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+", primary_key=True)
    week_minutes = models.PositiveSmallIntegerField()

    known = {"person": "owner", "week_minutes": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(week_minutes__range=(1, MOST_A_WEEK)), name="pace_minutes")]

"""Planning periods: when in the week a teacher has time of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.people.models import Account

MOST_IN_A_PERIOD = 480


class Period(Row):
    """A planning period: a weekday, when it starts by the clock where its owner lives, and how long it is."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()

    known = dict.fromkeys(("person", "weekday", "starts_at", "minutes"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "weekday", "starts_at"], name="period_week")]
        constraints = [models.CheckConstraint(condition=models.Q(minutes__range=(1, MOST_IN_A_PERIOD), weekday__lte=6), name="period_minutes")]

    def __str__(self) -> str:
        return _("%(day)s %(time)s, %(n)s min") % {"day": self.get_weekday_display(), "time": f"{self.starts_at:%-H:%M}", "n": self.minutes}

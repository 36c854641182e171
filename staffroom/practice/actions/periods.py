"""Naming planning periods, and taking them back."""

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.practice.models import Period

MOST_PERIODS = 20


@act("practice.add_period")
def add_period(*, by: Account, weekday: int, starts_at: time, minutes: int) -> Period:
    """The week of this person holds the period; the same beginning again only changes how long it is. Raises Refusal beyond twenty."""
    alone(person=by.pk)  # one period for each beginning, also from two tabs
    held = Period.objects.filter(person=by, weekday=weekday, starts_at=starts_at).first()
    if held is None and Period.objects.filter(person=by).count() >= MOST_PERIODS:
        raise Refusal(_("You named twenty planning periods. Take one away first; nothing was added."))
    held = held or Period(person=by, weekday=weekday, starts_at=starts_at)
    held.minutes = minutes
    held.save()
    return held


@act("practice.remove_period")
def remove_period(*, by: Account, period: Period) -> None:
    """The period is gone. Steps that were put into it keep their day."""
    Period.objects.filter(pk=period.pk, person=by).delete()


def day_in(period: Period | None, planned_on: date | None, today: date) -> date | None:
    """The day of a step that is put into a period: the first such weekday from its own day on, or from today."""
    if period is None:
        return planned_on
    start = planned_on or today
    return start + timedelta(days=(period.weekday - start.weekday()) % 7)

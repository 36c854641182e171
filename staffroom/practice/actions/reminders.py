"""Reminding of steps that have a day: once, in the morning where their owner lives, without a word of what they are."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from staffroom.kit import clock
from staffroom.kit.acts import act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.practice.models import PlanStep
from staffroom.practice.mornings import mornings

AT_ONCE = 200


@act("practice.remind_due")
def remind_due(*, by: None) -> int:
    """Whoever has open steps for today is told once that day; who wishes to know the day before, then. How many steps that were.

    A step that was moved to another day is reminded of anew. Nobody is told who wishes for no reminders.
    """
    rows = PlanStep.objects.filter(_has_its_day(), ~Q(reminded_on=F("planned_on")), Q(not_before_on=None) | Q(not_before_on__lte=F("planned_on")),
                                   ended_as="", person__is_active=True)
    found = list(rows.select_related("person").order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for step in found:
        notices.tell(by=None, person=step.person, kind=Notice.Kind.DAY, key=f"day:{step.planned_on}", href=reverse("practice:plan"))
    PlanStep.objects.filter(pk__in=[step.pk for step in found]).update(reminded_on=F("planned_on"))
    return len(found)


def _has_its_day() -> Q:
    """Today where its owner lives, or tomorrow for those who wish to know the day before; never for those who wish for nothing."""
    wish = Preference.objects.filter(person=OuterRef("person"))
    no, early = Exists(wish.filter(reminds=Preference.Reminds.NO)), Exists(wish.filter(reminds=Preference.Reminds.BEFORE))
    found = Q(pk__in=[])
    for day, zones in mornings(clock.now()).items():
        found |= Q(person__zone__in=zones) & (Q(Q(planned_on=day), ~no) | Q(Q(planned_on=day + timedelta(days=1)), early))
    return found

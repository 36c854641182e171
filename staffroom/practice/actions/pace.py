"""Naming how many minutes a week one has."""

from staffroom.kit.acts import act
from staffroom.people.models import Account
from staffroom.practice.models import Pace


@act("practice.set_pace")
def set_pace(*, by: Account, week_minutes: int | None) -> None:
    """The plan of each week fits these minutes from now on; None: no minutes are named any more."""
    if week_minutes is None:
        Pace.objects.filter(person=by).delete()
    else:
        Pace.objects.update_or_create(person=by, defaults={"week_minutes": week_minutes})

"""What happens to a course over weeks. Nobody else is told of any of it: not that it began, rests, nor that it was left."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep, Study
from staffroom.practice.mornings import mornings
from staffroom.record import actions as record
from staffroom.record.models import Entry

RESTS = timedelta(days=14)
AT_ONCE = 200


@act("practice.begin_study")
def begin_study(*, by: Account, step: PlanStep, week_minutes: int) -> Study:
    """The step is a course of so many minutes a week. Begun already, only the minutes change. Raises Refusal for a step that ended."""
    held = PlanStep.objects.select_for_update().get(pk=step.pk, person=by)
    if held.ended_as:
        raise Refusal(_("This step has ended. Open it again first."))
    study = Study.objects.filter(step=held).first() or Study(person=by, step=held, sat_on=clock.today_in(by.zone))
    study.week_minutes = week_minutes
    study.save()
    return study


@act("practice.check_in")
def check_in(*, by: Account, study: Study, on_on: date, minutes: int, line: str = "") -> Entry:
    """A sitting of the course stands in the record, with its line under a day; the course goes on. All sittings are one entry, while it is there."""
    held = Study.objects.select_for_update().get(pk=study.pk, person=by)  # without its entry: that is read when the lock is held
    said = f"{on_on.isoformat()}: {line}" if line else ""
    if held.entry and held.entry.gone_id is None:
        entry = record.add_sitting(by=by, entry=held.entry, on_on=on_on, minutes=minutes, line=said)
    else:
        link = held.step.link if held.step.link.startswith("http") else ""
        origin = Entry.Origin.REQUIRED if held.step.required_by else Entry.Origin.CHOSEN
        entry = record.note(by=by, title=held.step.title, kind=Entry.Kind.COURSE, minutes=minutes, on_on=on_on, note=said, link=link,
                            origin=origin, from_kind="study", from_id=held.step_id)
    held.entry, held.sat_on, held.paused_on, held.asked_on = entry, max(on_on, held.sat_on), None, None
    held.save()
    return entry


@act("practice.pause_study")
def pause_study(*, by: Account, study: Study, pause: bool) -> Study:
    """The course rests, and nobody is asked how it goes; or it goes on from today."""
    today = clock.today_in(by.zone)
    changes = {"paused_on": today} if pause else {"paused_on": None, "asked_on": None, "sat_on": today}
    Study.objects.filter(pk=study.pk, person=by).update(**changes)
    study.refresh_from_db()
    return study


@act("practice.shrink_study")
def shrink_study(*, by: Account, study: Study) -> Study:
    """Half as many minutes a week, five at least."""
    held = Study.objects.select_for_update().get(pk=study.pk, person=by)
    held.week_minutes = min(held.week_minutes, max(5, held.week_minutes // 2))
    held.save()
    return held


@act("practice.ask_rested")
def ask_rested(*, by: None) -> int:
    """Whoever has a course without a sitting for fourteen days is told once that it may rest, shrink or end, not which. How many were told."""
    rested = Q(pk__in=[])
    for day, zones in mornings(clock.now()).items():
        rested |= Q(person__zone__in=zones, sat_on__lte=day - RESTS)
    wishes_none = Preference.objects.filter(person=OuterRef("person"), reminds=Preference.Reminds.NO)
    rows = Study.objects.filter(rested, ~Exists(wishes_none), paused_on=None, asked_on=None, step__ended_as="", person__is_active=True)
    found = list(rows.select_related("person", "step").order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for study in found:
        notices.tell(by=None, person=study.person, kind=Notice.Kind.RESTED, key=f"rested:{study.code}:{study.sat_on}",
                     href=reverse("practice:study", args=[study.step.code]))
    Study.objects.filter(pk__in=[study.pk for study in found]).update(asked_on=clock.now().date())
    return len(found)

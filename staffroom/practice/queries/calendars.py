"""My own calendar, for me and for whoever holds its secret address."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit.calendars.writing import Dated, calendar
from staffroom.practice import dated
from staffroom.practice.models import CalendarAddress, PlanStep
from staffroom.practice.models.calendars import digest_of
from staffroom.practice.queries.steps import open_steps
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import SELF, Viewer

EVERY_HOURS = 4


def calendar_address(viewer: Viewer) -> CalendarAddress | None:
    """My secret address, if my calendar is switched on."""
    return visible_to(viewer, CalendarAddress).first()


def calendar_behind(secret: str) -> CalendarAddress | None:
    """Whose calendar is read under this secret."""
    rows = CalendarAddress.objects.filter(digest=digest_of(secret), person__is_active=True)  # house: the secret is the right to read it
    return rows.select_related("person").first()


def calendar_of(address: CalendarAddress) -> bytes:
    """The calendar behind an address, in the language of its owner. The same things make the same bytes."""
    with translation.override(address.person.language):
        things = dated.of(Viewer(account=address.person, assurance=SELF), told=address.shows_titles)
        return calendar(things, name="Staffroom", every_hours=EVERY_HOURS)


def dated_steps(viewer: Viewer) -> list[dated.Mine]:
    """Open steps that have a day; one in a planning period has its time, by the clock where I live."""
    return [dated.Mine(_step(viewer, step), _("a step")) for step in open_steps(viewer) if step.planned_on]


def _step(viewer: Viewer, step: PlanStep) -> Dated:
    zone, day = viewer.account.zone if viewer.account else "UTC", step.planned_on
    starts = datetime.combine(day, step.period.starts_at, ZoneInfo(zone)) if step.period and step.period.weekday == day.weekday() else day
    ends = starts + timedelta(minutes=step.minutes or step.period.minutes) if isinstance(starts, datetime) and step.period else None
    url = f"{settings.BASE_URL.rstrip('/')}{reverse('practice:step', args=[step.code])}" if settings.BASE_URL else ""
    return Dated(f"{step.code}@staffroom", step.title, starts, step.made_at, ends, zone, url=url, sequence=step.version - 1)

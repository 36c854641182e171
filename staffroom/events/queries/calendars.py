"""Events as calendars know them: one as a file, what is coming for anybody, and what belongs into somebody's own calendar."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.events.models import Event, Going
from staffroom.kit import clock
from staffroom.kit.calendars.writing import CANCEL, CANCELLED, CONFIRMED, PUBLISH, TENTATIVE, Dated, calendar
from staffroom.orgs.models import Organisation, below
from staffroom.practice.dated import Mine
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

BACK = timedelta(days=31)  # how long what is over stays in a calendar
MOST = 500
EVERY_HOURS = 4


def dated(event: Event, going: Going | None = None, door: str = "") -> Dated:
    """One event, as it is for somebody who said this to it: how to join is there for those who go. Give only what its reader may see."""
    goes = going is not None and going.answer == Going.Answer.GOING
    status = CANCELLED if event.cancelled_at else TENTATIVE if going is not None and not goes else CONFIRMED
    note = [event.words, _("Join here: %(link)s") % {"link": event.link} if goes and event.link else ""]
    base = settings.BASE_URL.rstrip("/")
    host = base.partition("://")[2].partition("/")[0].partition(":")[0]
    return Dated(
        f"{event.code}@{host}", event.title, event.starts_at, event.changed_at if event.sequence else event.made_at, event.ends_at, event.zone,
        "\n\n".join(filter(None, note)), event.place, base + (reverse("events:by_link", args=[door]) if door else event.href), event.sequence, status,
        is_busy=goes)


def dated_of(viewer: Viewer, *, body: Organisation | None = None, since: datetime | None = None) -> list[Dated]:
    """The calendar of one person (what they go to, wait for or are interested in), or with a `body` what is for anyone or for this viewer of that
    body and those below it; from `since` on (now unless told).
    """
    since = since or clock.now()
    if body is None:
        mine = visible_to(viewer, Going).filter(person=viewer.pk, event__ends_at__gt=since, event__taken_down_at=None)
        rows = mine.exclude(answer=Going.Answer.NOT)
        return [dated(row.event, row) for row in rows.select_related("event__organisation").order_by("event__starts_at", "pk")[:MOST]]
    bodies = below([body.pk])
    return _hanging(viewer, Q(organisation__in=bodies) | Q(audience_body__in=bodies), since)


def _hanging(viewer: Viewer, which: Q, since: datetime) -> list[Dated]:
    events = visible_to(viewer, Event).exclude(audience=Event.Audience.LINK).filter(which, ends_at__gt=since, taken_down_at=None)
    return [dated(event) for event in events.order_by("starts_at", "pk")[:MOST]]


def mine_dated(viewer: Viewer) -> list[Mine]:
    """What I go to, wait for or am interested in, for my own calendar; what was called off says so."""
    if not viewer.holds_own_key:
        return []
    return [Mine(one, _("an event")) for one in dated_of(viewer, since=clock.now() - BACK)]


def file_of(viewer: Viewer, event: Event, door: str = "") -> bytes:
    """One event as a file for a calendar: to be put in, or, once it is called off, to be taken out."""
    rows = visible_to(viewer, Going).filter(event=event, person=viewer.pk) if viewer.holds_own_key else Going.objects.none()
    going = rows.exclude(answer=Going.Answer.NOT).first()
    return calendar([dated(event, going, door)], method=CANCEL if event.cancelled_at else PUBLISH)


def calendar_for_anyone(body: Organisation | None) -> bytes:
    """What hangs for anyone and is coming, of one body and those below it or of all, as a calendar to look at again."""
    since = clock.now() - BACK
    things = dated_of(NOBODY, body=body, since=since) if body else _hanging(NOBODY, Q(), since)
    return calendar(things, name=str(body or "Staffroom"), every_hours=EVERY_HOURS)

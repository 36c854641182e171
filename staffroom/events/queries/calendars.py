"""Events as calendars know them: what a room that writes or reads calendars needs, and nothing of the database."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from staffroom.events.models import Event, Going
from staffroom.kit import clock
from staffroom.orgs.models import Organisation, below
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Dated:
    """An event for a calendar. `uid` never changes; `sequence` grows with what a calendar has to learn of; `changed_at` is for LAST-MODIFIED.

    `link` is there for those who go alone. `status`: "confirmed", "tentative" (waits or is interested) or "cancelled".
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    words: str
    place: str
    link: str
    url: str
    organiser: str
    status: str
    made_at: datetime
    changed_at: datetime


def dated(event: Event, going: Going | None = None) -> Dated:
    """One event, as it is for somebody who said this to it. Give only what the rule lets its reader see."""
    goes = going is not None and going.answer == Going.Answer.GOING
    status = "cancelled" if event.cancelled_at else "tentative" if going is not None and not goes else "confirmed"
    return Dated(uid=f"{event.code}@{settings.BASE_URL.partition('://')[2].partition('/')[0].partition(':')[0]}", sequence=event.sequence,
                 starts_at=event.starts_at, ends_at=event.ends_at, zone=event.zone, title=event.title, words=event.words, place=event.place,
                 link=event.link if goes else "", url=settings.BASE_URL.rstrip("/") + event.href, organiser=str(event.organisation or ""),
                 status=status, made_at=event.made_at, changed_at=event.changed_at)


def dated_of(viewer: Viewer, *, body: Organisation | None = None, since: datetime | None = None, most: int = 1_000) -> list[Dated]:
    """The calendar of one person (what they go to, wait for or are interested in), or with a `body` what is for anyone or for this viewer of that
    body and those below it; from `since` on (now unless told).
    """
    since = since or clock.now()
    if body is None:
        mine = visible_to(viewer, Going).filter(person=viewer.pk, event__ends_at__gt=since, event__taken_down_at=None)
        rows = mine.exclude(answer=Going.Answer.NOT)
        return [dated(row.event, row) for row in rows.select_related("event__organisation").order_by("event__starts_at", "pk")[:most]]
    bodies = below([body.pk])
    events = visible_to(viewer, Event).exclude(audience=Event.Audience.LINK).filter(
        Q(organisation__in=bodies) | Q(audience_body__in=bodies), ends_at__gt=since, taken_down_at=None)
    return [dated(event) for event in events.order_by("starts_at", "pk")[:most]]

"""Copies that were handed over."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import Reader
from staffroom.sharing.viewers import Viewer

MOST = 50


def lasts(copy: Copy) -> bool:
    """Not taken back, and its day has not passed where its owner lives."""
    return copy.taken_back_at is None and copy.until_on >= clock.today_in(copy.person.zone)


def lasting(path: str = "") -> Q:
    """The same for many; `path` leads from the row to the copy ("copy__"). Around midnight it is another day for owners elsewhere."""
    today = clock.now().date()
    before, after = today - timedelta(days=1), today + timedelta(days=1)
    day, zone = f"{path}until_on", f"{path}person__zone__in"
    here = Q(**{day: today}) & ~Q(**{zone: clock.zones_where(after)})
    behind = Q(**{day: before, zone: clock.zones_where(before)})
    return Q(**{f"{path}taken_back_at": None}) & (Q(**{f"{day}__gt": today}) | here | behind)


def handed_to(viewer: Viewer) -> list[Copy]:
    """Copies that this viewer may read today, newest first; only in a session opened by a factor of their own."""
    if not viewer.holds_own_key:
        return []
    return [copy for copy in _handed(reader=viewer.pk, since=clock.now().date() - timedelta(days=1)) if lasts(copy)][:MOST]


@written_once
def _handed(*, reader: UUID, since: date) -> QuerySet[Copy]:
    """Those that may last, whatever day it is where their owner lives."""
    rows = Copy.objects.filter(reader_id=reader, taken_back_at=None, until_on__gte=since, person__is_active=True)
    return rows.select_related("person").order_by("-made_at", "-pk")[:2 * MOST]


def copies_of(about) -> list[Copy]:
    """Copies of a thing that somebody can read today."""
    rows = Copy.objects.filter(lasting(), about=about.pk, person_id=about.person_id)
    return list(rows.select_related("reader").order_by("made_at", "pk"))


def reader_of(copy: Copy, why) -> Reader:
    """The line that a copy adds to "Who can see this"."""
    return Reader(name=str(copy.reader), why=why, account=copy.reader, until=copy.until_on, share=copy)



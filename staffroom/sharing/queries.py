"""Copies that were handed over."""

from staffroom.kit import clock
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import Reader
from staffroom.sharing.viewers import Viewer


def handed_to(viewer: Viewer) -> list[Copy]:
    """Copies that this viewer may read today, newest first; only in a session opened by a factor of their own."""
    if not viewer.holds_own_key:
        return []
    rows = Copy.objects.filter(reader_id=viewer.pk, until_on__gte=clock.now().date(), taken_back_at=None, person__is_active=True)
    return list(rows.select_related("person").order_by("-made_at")[:50])


def copies_of(about) -> list[Copy]:
    """Copies of a thing that somebody can read today."""
    rows = Copy.objects.filter(about=about.pk, person_id=about.person_id, until_on__gte=clock.now().date(), taken_back_at=None)
    return list(rows.select_related("reader").order_by("made_at"))


def reader_of(copy: Copy, why) -> Reader:
    """The line that a copy adds to "Who can see this"."""
    return Reader(name=str(copy.reader), why=why, account=copy.reader, until=copy.until_on, share=copy)



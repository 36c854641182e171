"""A look back with what was said to it, for its owner; what stands beside an entry, and beside a copy."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from staffroom.inquiry.models import Reflection, Response
from staffroom.inquiry.rules import ABOUT
from staffroom.kit.statement import written_once
from staffroom.record.models import Entry
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder


def of_entry(viewer: Viewer, entry: Entry) -> Reflection | None:
    """The look back on an entry of mine, if there is one."""
    found = next(iter(_of_entry(person=viewer.pk, entry=entry.pk)), None)
    if found is not None:
        found.entry = entry
    return found


@written_once
def _of_entry(*, person: UUID, entry: UUID) -> QuerySet[Reflection]:
    return visible_to(holder(person), Reflection).filter(entry_id=entry)


def said_to(viewer: Viewer, reflection: Reflection) -> list[Response]:
    """What holders of copies said to it, oldest first."""
    return list(visible_to(viewer, Response).filter(copy__kind=ABOUT, copy__about=reflection.pk, copy__person_id=viewer.pk).order_by("made_at", "pk"))


def of_copy(viewer: Viewer, copy: Copy) -> Reflection | None:
    """The look back of mine that a copy was made of, while it and its entry are there."""
    return visible_to(viewer, Reflection).filter(pk=copy.about, entry__gone=None).select_related("entry").first()


def said_on(viewer: Viewer, copy: Copy) -> list[Response]:
    """What its holder said to a copy, oldest first."""
    return list(visible_to(viewer, Response).filter(copy=copy).order_by("made_at", "pk"))


def home(draft, code: str) -> str:
    """Where answers that were begun are taken up again."""
    return f"{reverse('inquiry:reflection', args=[code])}?draft=1"

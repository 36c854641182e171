"""Who may know a copy: its owner, and the one person it was handed to, until its day."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.sharing.models import Copy
from staffroom.sharing.queries import lasting, lasts, reader_of
from staffroom.sharing.rules import HANDED, Columns, Reader, declare, only_owner
from staffroom.sharing.viewers import Viewer


def may_read(viewer: Viewer, copy: Copy) -> bool:
    return viewer.holds_own_key and lasts(copy) and viewer.pk in {copy.person_id, copy.reader_id}


def may_take_back(viewer: Viewer, copy: Copy) -> bool:
    return may_read(viewer, copy) and viewer.pk == copy.person_id


def visible(viewer: Viewer) -> QuerySet[Copy]:
    if not viewer.holds_own_key:
        return Copy.objects.none()
    return Copy.objects.filter(lasting(), Q(person=viewer.pk) | Q(reader=viewer.pk)).select_related("person", "reader")


def readers(copy: Copy) -> list[Reader]:
    return [only_owner(copy.person), reader_of(copy, _("You handed it over."))]


declare(
    Copy,
    words=_("A copy that you hand over"),
    home=HANDED,
    visible=visible,
    verbs={"read": may_read, "take_back": may_take_back},
    readers=readers,
    columns=Columns(named=_("The person you name, until the day you set")),
)

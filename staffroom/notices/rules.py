"""Who may know what somebody was told. A session that an employer can open hears only of that body's doings (R4)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.notices.models import Notice, Preference, ReplyCode
from staffroom.orgs.rules import is_party, party
from staffroom.sharing.rules import Columns, declare, declare_notebook, only_owner
from staffroom.sharing.viewers import Viewer

COLUMNS = Columns(server=_("Could read it"))


def visible(viewer: Viewer) -> QuerySet[Notice]:
    rows = Notice.objects.filter(person_id=viewer.pk) if viewer.account else Notice.objects.none()
    return rows.filter(party(viewer, "body"))


def own(viewer: Viewer, notice: Notice) -> bool:
    if viewer.account is None or notice.person_id != viewer.pk:
        return False
    return viewer.holds_own_key or (notice.body is not None and is_party(viewer, notice.body))


declare(Notice, words=_("What you were told"), home="notebook", visible=visible, verbs={"read": own, "change": own},
        readers=lambda notice: [only_owner(notice.person)], columns=COLUMNS, private=True)
declare_notebook(Preference, words=_("Quiet hours and mail"), columns=COLUMNS)
declare_notebook(ReplyCode, words=_("Which mails you can answer by a reply"), columns=COLUMNS)

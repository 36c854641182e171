"""What a body offers, anyone may know. What it only asked, its offices and those whom it asked. What each of them said, they alone."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.offered.models import Adoption, Consent
from staffroom.orgs.models import CHAIN
from staffroom.orgs.rules import holds_office, may_speak, scope
from staffroom.sharing.rules import WALL, Columns, Reader, declare, declare_notebook
from staffroom.sharing.viewers import Viewer

YES = gettext_lazy("Yes")
HANGS = Q(agreed_at__isnull=False, ended_at=None)


def _asked(viewer: Viewer) -> Exists:
    return Exists(Consent.objects.filter(adoption=OuterRef("pk"), person_id=viewer.pk))


def visible(viewer: Viewer) -> QuerySet[Adoption]:
    rows = Adoption.objects.select_related(f"organisation__{CHAIN}", "by", "offer", "card", "session", "event")
    if viewer.account is None:
        return rows.filter(HANGS)
    mine = Q(_asked(viewer)) if viewer.holds_own_key else Q(pk__in=[])
    return rows.filter(HANGS | mine | Q(organisation__in=scope(viewer)))


def is_asked(viewer: Viewer, adoption: Adoption) -> bool:
    return viewer.holds_own_key and Consent.objects.filter(adoption=adoption, person_id=viewer.pk).exists()


def may_read(viewer: Viewer, adoption: Adoption) -> bool:
    if adoption.hangs:
        return True
    return viewer.account is not None and (holds_office(viewer, adoption.organisation) or is_asked(viewer, adoption))


def may_end(viewer: Viewer, adoption: Adoption) -> bool:
    return viewer.account is not None and adoption.ended_at is None and may_speak(viewer, adoption.organisation)


def may_answer(viewer: Viewer, adoption: Adoption) -> bool:
    return adoption.ended_at is None and is_asked(viewer, adoption)


def readers(adoption: Adoption) -> list[Reader]:
    if adoption.hangs:
        return [Reader(name=_("Anyone"), why=_("A body offers it. Who was asked and what each said stands nowhere."))]
    return [Reader(name=_("Offices of %(body)s") % {"body": adoption.organisation}, why=_("They asked.")),
            Reader(name=_("Those who made it"), why=_("They were asked."))]


declare(Adoption, words=gettext_lazy("What bodies offer that teachers made"), home=WALL, visible=visible, readers=readers,
        columns=Columns(named=YES, group=YES, principal=YES, office=YES, server=YES),
        verbs={"read": may_read, "end": may_end, "answer": may_answer})
declare_notebook(Consent, words=gettext_lazy("What you said when a body asked to offer something of yours"),
                 columns=Columns(server=gettext_lazy("Could read it")))

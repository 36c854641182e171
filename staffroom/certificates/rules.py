"""Who may know what of certificates: whoever they are about, and whoever runs the event. Whoever holds the number reads what the paper says."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.attendance.queries import eligible
from staffroom.certificates.models import Certificate, Revocation, Wish
from staffroom.events.models import Event, Presence
from staffroom.events.rules import may_run, run_by
from staffroom.orgs.models import CHAIN
from staffroom.sharing.rules import WALL, Columns, Reader, declare
from staffroom.sharing.viewers import Viewer


def _mine_or_run(viewer: Viewer) -> Q:
    if not viewer.holds_own_key:
        return Q(pk__in=[])
    return Q(person=viewer.pk) | Q(event__in=run_by(viewer).values("pk"))


def visible_certificates(viewer: Viewer) -> QuerySet[Certificate]:
    rows = Certificate.objects.select_related("person", f"event__organisation__{CHAIN}", "revocation", "replaced_by", "replaces")
    return rows.filter(_mine_or_run(viewer))


def is_own(viewer: Viewer, thing) -> bool:
    return viewer.holds_own_key and thing.person_id is not None and thing.person_id == viewer.pk


def may_end(viewer: Viewer, certificate: Certificate) -> bool:
    """Whoever it is about and whoever runs the event make it anew or revoke it, while it stands."""
    return certificate.ended_at is None and (is_own(viewer, certificate) or may_run(viewer, certificate.event))


MORE_THAN_SAID = (Presence.How.CODE, Presence.How.LATER)


def is_ready(presence: Presence) -> bool:
    """A certificate can be made: it is over, somebody was there, more than their own word says so, and they did all that the event asks for."""
    return bool(ready_of(presence.event, [presence]))


def ready_of(event: Event, presences: Iterable[Presence]) -> list[Presence]:
    """Those of the presences at one event for which a certificate can be made. One statement where the event asks for something, none otherwise."""
    if not event.is_over or event.cancelled_at is not None:
        return []
    known = [row for row in presences if row.minutes > 0 and (row.confirmed_at is not None or row.how in MORE_THAN_SAID)]
    return known if event.terms is None else eligible(event, known)


def readers(certificate: Certificate) -> list[Reader]:
    whose = str(certificate.person or certificate.facts["name"])
    event, why = certificate.event, _("They run the event.")
    mine = [Reader(name=whose, why=_("It is theirs."), account=certificate.person)]
    host = [Reader(name=str(event.host), why=why, account=event.host)] if event.host and event.host_id != certificate.person_id else []
    body = [Reader(name=_("Those who speak for %(body)s") % {"body": event.organisation}, why=why)] if event.organisation else []
    return [*mine, *host, *body, Reader(name=_("Whoever has its number"), why=_("The paper names a page on which anybody reads what it says."))]


SERVER = gettext_lazy("Could read it")
RUNS = gettext_lazy("Where they speak for the body that hosts")
COLUMNS = Columns(
    named=gettext_lazy("Whoever has its number"), group=gettext_lazy("Whoever runs the event"), principal=RUNS, office=RUNS, server=SERVER)
declare(Certificate, words=gettext_lazy("A certificate of attendance of yours, with what you had printed on it"), home=WALL,
        visible=visible_certificates, readers=readers, columns=COLUMNS, verbs={
            "read": lambda viewer, row: is_own(viewer, row) or may_run(viewer, row.event), "end": may_end})
declare(Revocation, words=gettext_lazy("That a certificate of yours was revoked, and why"), home=WALL, columns=COLUMNS,
        visible=lambda viewer: Revocation.objects.filter(certificate__in=visible_certificates(viewer).values("pk")),
        verbs={"read": lambda viewer, row: visible_certificates(viewer).filter(pk=row.certificate_id).exists()},
        readers=lambda row: readers(row.certificate))
declare(Wish, words=gettext_lazy("That you would like a certificate of an event"), home=WALL, columns=Columns(
    group=gettext_lazy("Whoever runs the event"), principal=RUNS, office=RUNS, server=SERVER),
        visible=lambda viewer: Wish.objects.select_related("person").filter(_mine_or_run(viewer)),
        verbs={"read": lambda viewer, row: is_own(viewer, row) or may_run(viewer, row.event)},
        readers=lambda row: [Reader(name=str(row.person), why=_("They said so."), account=row.person),
                             *([Reader(name=str(row.event.host), why=_("They run the event."), account=row.event.host)] if row.event.host else [])])

"""Who may know what of a claim: who sent it, and while it can be answered or appealed whoever decides in that one body, not beside, above or below.

A principal evaluates the people of a school, so they decide no claims, and an auditor only looks at what a body does. Nobody decides about
themselves, nor sees their own claim as an office does.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.claims.models import Claim, Desk, Ruling
from staffroom.kit import clock
from staffroom.orgs.models import Membership, Organisation
from staffroom.orgs.queries import current
from staffroom.people.models import Account
from staffroom.sharing.bodies import holder
from staffroom.sharing.rules import HANDED, WALL, Columns, Reader, declare
from staffroom.sharing.viewers import Viewer

DECIDING = frozenset({Membership.Role.PD_COORDINATOR, Membership.Role.SUPERINTENDENT, Membership.Role.ORG_ADMIN})


def seats(viewer: Viewer) -> set[UUID]:
    """The bodies in which this viewer decides today, by their keys."""
    return {office.organisation_id for office in viewer.offices if office.role in DECIDING}


def deciders(organisation: Organisation) -> QuerySet[Membership]:
    """The roles by which somebody decides in this body today."""
    return current().filter(organisation=organisation, role__in=DECIDING, person__is_active=True).select_related("person", "organisation")


def decides(person: Account, organisation: Organisation) -> bool:
    return current().filter(organisation=organisation, role__in=DECIDING, person=person).exists()


def sits_at(viewer: Viewer, organisation: Organisation) -> bool:
    """Does this viewer decide in this body?"""
    return viewer.account is not None and organisation.pk in seats(viewer)


def open_now() -> Q:
    """Claims that their office can read now."""
    return Q(shuts_at=None) | Q(shuts_at__gt=clock.now())


def visible(viewer: Viewer) -> QuerySet[Claim]:
    rows = Claim.objects.select_related("person", "organisation")
    if viewer.account is None:
        return rows.none()
    theirs = Q(open_now(), organisation__in=seats(viewer)) & ~Q(person=viewer.pk)
    return rows.filter(theirs | Q(person=viewer.pk)) if viewer.holds_own_key else rows.filter(theirs)


def is_own(viewer: Viewer, claim: Claim) -> bool:
    return viewer.holds_own_key and claim.person_id == viewer.pk


def may_look(viewer: Viewer, claim: Claim) -> bool:
    """As the office that was asked."""
    return viewer.account is not None and claim.person_id != viewer.pk and claim.is_open() and claim.organisation_id in seats(viewer)


def may_read(viewer: Viewer, claim: Claim) -> bool:
    return is_own(viewer, claim) or may_look(viewer, claim)


def may_decide(viewer: Viewer, claim: Claim) -> bool:
    return may_look(viewer, claim) and claim.is_pending()


def readers(claim: Claim) -> list[Reader]:
    """Who sent it, and whoever decides in that body today, while it is open."""
    found = [Reader(name=str(claim.person), why=_("Who sent it."), account=claim.person)]
    if claim.organisation_id is None or not claim.is_open():
        return found
    others = {row.person_id: row for row in deciders(claim.organisation) if row.person_id != claim.person_id}
    return [*found, *map(holder, others.values())]


def visible_rulings(viewer: Viewer) -> QuerySet[Ruling]:
    """One's own, and those of bodies in which the viewer decides: a body keeps its own decisions when the copy is shut."""
    rows = Ruling.objects.select_related("claim__organisation", "person", "by")
    if viewer.account is None:
        return rows.none()
    theirs = Q(claim__organisation__in=seats(viewer)) & ~Q(person=viewer.pk)
    return rows.filter(theirs | Q(person=viewer.pk)) if viewer.holds_own_key else rows.filter(theirs)


def may_read_ruling(viewer: Viewer, ruling: Ruling) -> bool:
    return (viewer.holds_own_key and ruling.person_id == viewer.pk) or may_change_ruling(viewer, ruling)


def may_change_ruling(viewer: Viewer, ruling: Ruling) -> bool:
    """Correct or revoke what it granted, as the body that said so: also after the copy is shut. Whether it can be is asked by the act."""
    return viewer.account is not None and ruling.person_id != viewer.pk and ruling.claim.organisation_id in seats(viewer)


def readers_of_ruling(ruling: Ruling) -> list[Reader]:
    body = ruling.claim.organisation
    others = {row.person_id: row for row in deciders(body) if row.person_id != ruling.person_id} if body else {}
    return [Reader(name=str(ruling.person), why=_("Who sent it."), account=ruling.person), *map(holder, others.values())]


OFFICE = _("Whoever decides in the body that you asked, until you can no longer appeal")
declare(Claim, words=_("A copy that you send to an office, so that it counts"), home=HANDED, visible=visible, readers=readers,
        verbs={"read": may_read, "look": may_look, "decide": may_decide, "change": is_own},
        columns=Columns(office=OFFICE))
declare(Ruling, words=_("What an office answered, and why"), home=HANDED, visible=visible_rulings, readers=readers_of_ruling,
        verbs={"read": may_read_ruling, "change": may_change_ruling},
        columns=Columns(office=_("Whoever decides in that body: its own decisions")))
declare(Desk, words=_("Which bodies take claims, and by which rules"), home=WALL, visible=lambda viewer: Desk.objects.select_related("organisation"),
        verbs={"read": lambda viewer, desk: True}, readers=lambda desk: [Reader(name=_("Anyone"), why=_("It is public."))])

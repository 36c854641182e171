"""Who may know what of a body, its roles and its invitations. `sharing.bodies` puts these in the one rule table.

A viewer is anything with `account`, `pk`, `holds_own_key`, `body` and `offices` (see sharing.viewers.Viewer). An office
reaches its own body and the bodies below it, never beside or above. Nothing here says a word about anybody's notebook.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from staffroom.kit import clock
from staffroom.orgs.models import CHAIN, ClaimedDomain, Invitation, JoinSheet, Membership, Organisation, below
from staffroom.people import factors

OFFICE = Membership.OFFICE_ROLES
ADMIN = frozenset({Membership.Role.ORG_ADMIN})


def scope(viewer: Any, roles: Collection[str] = OFFICE) -> QuerySet[Organisation]:
    """The bodies that this viewer's offices reach."""
    return below([office.organisation_id for office in viewer.offices if office.role in roles])


def _reaches(viewer: Any, organisation: Organisation, roles: Collection[str]) -> bool:
    seats = {office.organisation_id for office in viewer.offices if office.role in roles}
    return bool(seats) and any(body.pk in seats for body in organisation.chain())


def holds_office(viewer: Any, organisation: Organisation) -> bool:
    return _reaches(viewer, organisation, OFFICE)


def may_speak(viewer: Any, organisation: Organisation) -> bool:
    """May this viewer answer in the name of the body?"""
    return _reaches(viewer, organisation, Membership.SPEAKING_ROLES)


def administers(viewer: Any, organisation: Organisation) -> bool:
    return _reaches(viewer, organisation, ADMIN)


def party(viewer: Any, field: str) -> Q:
    """Which own rows a session may show: all of them with a key of one's own, otherwise those of the body that opened it."""
    if viewer.holds_own_key:
        return Q()
    return Q(**{f"{field}__in": below(Organisation.objects.filter(code=viewer.body).values("pk"))})


def is_party(viewer: Any, organisation: Organisation) -> bool:
    return viewer.holds_own_key or any(body.code == viewer.body for body in organisation.chain())


def visible_organisations(viewer: Any) -> QuerySet[Organisation]:
    """Names of bodies are public."""
    return Organisation.objects.select_related(CHAIN)


def visible_domains(viewer: Any) -> QuerySet[ClaimedDomain]:
    return ClaimedDomain.objects.all()


def visible_memberships(viewer: Any) -> QuerySet[Membership]:
    """One's own roles, and those in bodies that one's offices reach."""
    rows = Membership.objects.select_related("person", f"organisation__{CHAIN}")
    if viewer.account is None:
        return rows.none()
    return rows.filter(Q(party(viewer, "organisation"), person=viewer.pk) | Q(organisation__in=scope(viewer)))


def may_read_membership(viewer: Any, membership: Membership) -> bool:
    if viewer.account is None:
        return False
    is_own = membership.person_id == viewer.pk and is_party(viewer, membership.organisation)
    return is_own or holds_office(viewer, membership.organisation)


def may_look(viewer: Any, membership: Membership) -> bool:
    """Open a member's page in the office."""
    return holds_office(viewer, membership.organisation)


def _is_over(membership: Membership) -> bool:
    return membership.ended_at is not None or (membership.to_on is not None and membership.to_on < clock.now().date())


def may_end(viewer: Any, membership: Membership) -> bool:
    return not _is_over(membership) and administers(viewer, membership.organisation)


def may_leave(viewer: Any, membership: Membership) -> bool:
    return not _is_over(membership) and membership.person_id == viewer.pk and is_party(viewer, membership.organisation)


def visible_invitations(viewer: Any) -> QuerySet[Invitation]:
    """Those of bodies that the viewer administers, and open ones for the viewer by name."""
    rows = Invitation.objects.select_related("by", "to_person", f"organisation__{CHAIN}")
    if viewer.account is None:
        return rows.none()
    mine = Q(party(viewer, "organisation"), to_person=viewer.pk, accepted_at=None, withdrawn_at=None, lapses_at__gt=clock.now())
    return rows.filter(mine | Q(organisation__in=scope(viewer, ADMIN)))


def may_read_invitation(viewer: Any, invitation: Invitation) -> bool:
    return may_answer(viewer, invitation) or may_manage(viewer, invitation)


def visible_sheets(viewer: Any) -> QuerySet[JoinSheet]:
    """Those of bodies that the viewer administers."""
    rows = JoinSheet.objects.select_related("by", f"organisation__{CHAIN}")
    return rows.none() if viewer.account is None else rows.filter(organisation__in=scope(viewer, ADMIN))


def may_manage(viewer: Any, invitation: Invitation | JoinSheet) -> bool:
    return viewer.account is not None and administers(viewer, invitation.organisation)


def may_answer(viewer: Any, invitation: Invitation) -> bool:
    """Accept or decline one that waits by name."""
    return viewer.account is not None and invitation.to_person_id == viewer.pk and invitation.is_open() and may_join(viewer, invitation.organisation)


def may_join(viewer: Any, organisation: Organisation) -> bool:
    """Only in a session of one's own: a body must not be able to join somebody to anything by a sign-in that it controls.

    Somebody who has nothing but the body's sign-in may join that body.
    """
    if viewer.account is None:
        return False
    return viewer.holds_own_key or (is_party(viewer, organisation) and not factors.has_own(viewer.account))

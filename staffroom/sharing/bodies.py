"""Who may know what of schools, districts and other bodies: their names, their mail domains, roles in them, invitations to them."""

from django.utils.translation import gettext_lazy as _

from staffroom.orgs import rules
from staffroom.orgs.models import ClaimedDomain, Invitation, JoinSheet, Membership, Organisation
from staffroom.orgs.queries import current, office_holders
from staffroom.sharing.rules import WALL, Columns, Reader, declare, same_for_all
from staffroom.sharing.viewers import Viewer

SERVER = _("Could read it")


def anybody(viewer: Viewer, thing) -> bool:
    return True


def anyone(thing) -> list[Reader]:
    return [Reader(name=_("Anyone"), why=_("It is public."))]


def holder(membership: Membership) -> Reader:
    """The line that an office role adds to "Who can see this"."""
    return Reader(name=str(membership.person), why=f"{membership.get_role_display()}, {membership.organisation}", account=membership.person,
                  until=membership.to_on)


def readers_of_role(membership: Membership, holders: list[Membership] | None = None) -> list[Reader]:
    """The person, and everybody who holds an office in the body or above it today. `holders`: when they are known already."""
    if holders is None:
        holders = office_holders([membership.organisation])[membership.organisation_id]
    others = {row.person_id: row for row in holders if row.person_id != membership.person_id}
    return [Reader(name=str(membership.person), why=_("It is this person’s role."), account=membership.person), *map(holder, others.values())]


def _administrators(body: Organisation) -> dict:
    rows = current().filter(role=Membership.Role.ORG_ADMIN, organisation__in=[up.pk for up in body.chain()]).select_related("person", "organisation")
    return {row.person_id: holder(row) for row in rows}


def readers_of_invitation(invitation: Invitation) -> list[Reader]:
    """The administrators of the body and of those above it, and the person for whom it waits."""
    found = _administrators(invitation.organisation)
    if invitation.to_person and invitation.is_open():
        found[invitation.to_person_id] = Reader(name=str(invitation.to_person), why=_("It waits for this person."), account=invitation.to_person)
    return list(found.values())


declare(Organisation, words=_("Names of schools, districts and other bodies"), home=WALL, visible=rules.visible_organisations, readers=anyone,
        verbs={"read": anybody, "office": rules.holds_office, "speak": rules.may_speak, "manage": rules.administers},
        with_code=same_for_all(rules.visible_organisations))
declare(ClaimedDomain, words=_("Mail domains that a body controls"), home=WALL, visible=rules.visible_domains, readers=anyone,
        verbs={"read": anybody})
declare(
    Membership, words=_("Your roles in bodies, and since when"), home=WALL, visible=rules.visible_memberships, readers=readers_of_role,
    verbs={"read": rules.may_read_membership, "look": rules.may_look, "end": rules.may_end, "leave": rules.may_leave},
    columns=Columns(group=_("Your name, to hand you a copy"), principal=_("Name, role, dates, in their own body"),
                    office=_("Name, role, dates, in their own body and below it"), server=SERVER))
declare(
    Invitation, words=_("Open invitations to a role"), home=WALL, visible=rules.visible_invitations, readers=readers_of_invitation,
    verbs={"read": rules.may_read_invitation, "manage": rules.may_manage, "answer": rules.may_answer},
    columns=Columns(you=_("Those for you"), office=_("Administrators of the body and of those above it"), server=SERVER))
declare(
    JoinSheet, words=_("Sheets by which people join a body: how many did, not who"), home=WALL, visible=rules.visible_sheets,
    readers=lambda sheet: list(_administrators(sheet.organisation).values()), verbs={"read": rules.may_manage, "manage": rules.may_manage},
    columns=Columns(office=_("Administrators of the body and of those above it"), server=SERVER))

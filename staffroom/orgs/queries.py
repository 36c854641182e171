"""Who belongs where, now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from staffroom.kit import clock
from staffroom.kit.order import by_key, by_name
from staffroom.kit.statement import written_once
from staffroom.orgs.models import CHAIN, ClaimedDomain, Invitation, JoinSheet, Membership, Organisation, below, in_force
from staffroom.orgs.tokens import hash_of, sheet_hash


@dataclass(frozen=True)
class Office:
    """A role with office duties, held today."""

    role: str
    organisation_id: UUID
    organisation_code: str
    organisation_name: str


def current(on: date | None = None) -> QuerySet[Membership]:
    """Memberships in force on a day (today, UTC, unless told)."""
    return Membership.objects.filter(in_force(on or clock.now().date()))


def offices_of(person_id: UUID, within: str | None = None) -> tuple[Office, ...]:
    """The office roles a person holds today, asked afresh on every request: a role taken away is gone with the next one.

    `within` (the code of a body) leaves out those that are not in that body or below it; an empty code leaves out all.
    """
    if within == "":
        return ()
    if within is not None:
        rows = _offices(day=clock.now().date(), person=person_id)
        return tuple(Office(*row) for row in rows.filter(organisation__in=below(Organisation.objects.filter(code=within).values("pk"))))
    return tuple(Office(*row) for row in _offices_now(day=clock.now().date(), person=person_id))


def _offices(*, day: date, person: UUID) -> QuerySet:
    rows = current(day).filter(person_id=person, role__in=Membership.OFFICE_ROLES).order_by(by_name("organisation__name"), "role")
    return rows.values_list("role", "organisation_id", "organisation__code", "organisation__name")


_offices_now = written_once(_offices)


def holds_office(day: date) -> Exists:
    """Does the account of a statement hold an office on this day? Read along with its session (people.sessions)."""
    return Exists(current(day).filter(person_id=OuterRef("pk"), role__in=Membership.OFFICE_ROLES))


def administers(person_id: UUID, organisation: Organisation) -> bool:
    """Is this person an administrator of the body or of one above it, today?"""
    chain = [body.pk for body in organisation.chain()]
    return current().filter(person_id=person_id, role=Membership.Role.ORG_ADMIN, organisation__in=chain).exists()


def speaks_for(person_id: UUID, organisation: Organisation) -> Organisation | None:
    """The nearest body, this one or one above it, in whose name this person may answer today."""
    chain = organisation.chain()
    seats = current().filter(person_id=person_id, role__in=Membership.SPEAKING_ROLES, organisation__in=[body.pk for body in chain])
    held = set(seats.values_list("organisation_id", flat=True))
    return next((body for body in chain if body.pk in held), None)


def spoken_for(person_id: UUID) -> list[Organisation]:
    """The bodies in whose name this person may answer today by a role in them, by name."""
    rows = current().filter(person_id=person_id, role__in=Membership.SPEAKING_ROLES).select_related(f"organisation__{CHAIN}")
    return list(dict.fromkeys(row.organisation for row in rows.order_by(by_name("organisation__name"), "pk")))


def chains_of(person_id: UUID) -> list[Organisation]:
    """The bodies to which this person belongs today and those above them, the nearest first, each once."""
    rows = current().filter(person_id=person_id).select_related(f"organisation__{CHAIN}").order_by(by_name("organisation__name"), "pk")
    return list(dict.fromkeys(body for row in rows for body in row.organisation.chain()))


def schools_of(person_id: UUID) -> list[Organisation]:
    """The schools to which this person belongs today, by name."""
    rows = current().filter(person_id=person_id, organisation__kind=Organisation.Kind.SCHOOL).select_related("organisation")
    return list(dict.fromkeys(row.organisation for row in rows.order_by(by_name("organisation__name"), "pk")))


def has_voice(organisation: Organisation) -> bool:
    """Is there anybody today who may answer in the name of this body or of one above it?"""
    chain = [body.pk for body in organisation.chain()]
    return current().filter(role__in=Membership.SPEAKING_ROLES, organisation__in=chain).exists()


def colleagues_of(person_id: UUID, on: date) -> QuerySet:
    """Keys of the people who share a body with this person on a day."""
    mine = current(on).filter(person_id=person_id).values("organisation_id")
    return current(on).filter(organisation_id__in=mine).values("person_id")


def is_claimed(domain: str) -> bool:
    """Does a body claim this mail domain, or one above it?"""
    labels = domain.split(".")
    return ClaimedDomain.objects.filter(domain__in=[".".join(labels[start:]) for start in range(len(labels))]).exists()


def claimant(domain: str) -> str:
    """The code of the body that claims this mail domain, or the nearest domain above it; nothing when none does."""
    labels = domain.split(".")
    rows = ClaimedDomain.objects.filter(domain__in=[".".join(labels[start:]) for start in range(len(labels))]).select_related("organisation")
    nearest = max(rows, key=lambda row: len(row.domain), default=None)
    return nearest.organisation.code if nearest else ""


def office_holders(bodies: Iterable[Organisation]) -> dict[UUID, list[Membership]]:
    """For each body (by key): the office roles in force today in it and above it, the nearest first."""
    chains = {body.pk: [up.pk for up in body.chain()] for body in bodies}
    found = defaultdict(list)
    rows = current().filter(role__in=Membership.OFFICE_ROLES, organisation__in={key for chain in chains.values() for key in chain})
    for row in rows.select_related("person", "organisation").order_by(by_key("person__name_key"), "pk"):
        found[row.organisation_id].append(row)
    return {key: [row for up in chain for row in found[up]] for key, chain in chains.items()}


def by_token(token: str) -> Invitation | None:
    """The invitation whose link this is, in whatever state."""
    return Invitation.objects.filter(token_hash=hash_of(token)).select_related("by", f"organisation__{CHAIN}").first()


def holds(invitation: Invitation) -> bool:
    """Can it still be accepted: open, and made by somebody who is still an administrator (or by whoever runs the instance)?"""
    return invitation.is_open() and (invitation.by is None or administers(invitation.by.pk, invitation.organisation))


def by_sheet(typed: str) -> JoinSheet | None:
    """The sheet with this code, in whatever state."""
    return JoinSheet.objects.filter(token_hash=sheet_hash(typed)).select_related("by", f"organisation__{CHAIN}").first()


def still_joins(sheet: JoinSheet) -> bool:
    """Can people still join by it: open, and made by somebody who is still an administrator (or by whoever runs the instance)?"""
    return sheet.is_open() and (sheet.by is None or administers(sheet.by.pk, sheet.organisation))

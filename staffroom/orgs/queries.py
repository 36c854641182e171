"""Who belongs where, now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from staffroom.kit import clock
from staffroom.orgs.models import Membership


@dataclass(frozen=True)
class Office:
    """A role with office duties, held today."""

    role: str
    organisation_id: UUID
    organisation_code: str
    organisation_name: str


def current(on: date | None = None) -> QuerySet[Membership]:
    """Memberships in force on a day (today, UTC, unless told)."""
    day = on or clock.now().date()
    return Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


def offices_of(person_id: UUID) -> tuple[Office, ...]:
    """The office roles a person holds today, asked afresh on every request: a role taken away is gone with the next one."""
    rows = current().filter(person_id=person_id, role__in=Membership.OFFICE_ROLES).select_related("organisation").order_by("organisation__name", "role")
    return tuple(Office(row.role, row.organisation_id, row.organisation.code, row.organisation.name) for row in rows)

"""Who may know what of an account, a profile and its access log. `sharing` puts these in the one rule table.

A viewer is anything with `account`, `pk` and `holds_own_key` (see sharing.viewers.Viewer). Rooms above add to
`COLLEAGUES` a function from an account's key and a day to the keys of people who share a body with it on that day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from staffroom.kit import clock
from staffroom.kit.statement import written_once
from staffroom.people.models import AccessLine, Account, Profile

COLLEAGUES: list[Callable[[UUID, date], Iterable[UUID] | QuerySet]] = []
Seen = Profile.Seen


def _colleagues(person_id: UUID, day: date) -> Q:
    found = Q(pk__in=[])
    for keys in COLLEAGUES:
        found |= Q(person_id__in=keys(person_id, day))
    return found


def own_account(viewer: Any, account: Account) -> bool:
    """Only in a session opened by a factor of the teacher's own."""
    return viewer.holds_own_key and viewer.pk == account.pk


def visible_profiles(viewer: Any, day: date | None = None) -> QuerySet[Profile]:
    """Profiles of which this viewer may know at least one thing (today, unless told), of accounts that are in use."""
    may = Q(widest__gte=Seen.ANYONE)
    if viewer.account is not None:
        may |= Q(widest__gte=Seen.SIGNED_IN) | (Q(widest__gte=Seen.BODIES) & _colleagues(viewer.pk, day or clock.now().date()))
        if viewer.holds_own_key:
            may |= Q(person_id=viewer.pk)
    return Profile.objects.filter(may, person__is_active=True)


def visible_accounts(viewer: Any) -> QuerySet[Account]:
    """Accounts whose name this viewer may know: their own, and those with a visible profile."""
    return Account.objects.filter(Q(pk=viewer.pk) | Exists(visible_profiles(viewer).filter(person_id=OuterRef("pk"))))


def visible_directory(viewer: Any) -> QuerySet[Profile]:
    """Those who put themselves in the directory, for people who are signed in."""
    if viewer.account is None:
        return Profile.objects.none()
    return Profile.objects.filter(in_directory=True, person__is_active=True).exclude(person__name="")


def visible_access(viewer: Any) -> QuerySet[AccessLine]:
    """The viewer's own lines, in a session of their own."""
    return AccessLine.objects.filter(person_id=viewer.pk) if viewer.holds_own_key else AccessLine.objects.none()


def may_read_profile(viewer: Any, profile: Profile) -> bool:
    return visible_profiles(viewer).filter(pk=profile.pk).exists()


def may_change_profile(viewer: Any, profile: Profile) -> bool:
    return viewer.holds_own_key and viewer.pk == profile.person_id


def level_of(viewer: Any, profile: Profile) -> Profile.Seen:
    """How near this viewer stands to the person: what is told to that level or wider may be shown."""
    if viewer.account is None:
        return Seen.ANYONE
    if viewer.pk == profile.person_id:
        return Seen.ME if viewer.holds_own_key else Seen.SIGNED_IN
    return Seen.BODIES if _as_colleague(viewer=viewer.pk, profile=profile.pk, day=clock.now().date()) else Seen.SIGNED_IN


@written_once
def _as_colleague(*, viewer: UUID, profile: UUID, day: date) -> QuerySet:
    return Profile.objects.filter(_colleagues(viewer, day), pk=profile).values_list("pk")


def shown_fields(profile: Profile, level: int) -> list[str]:
    """The filled fields that somebody at this level may know."""
    return [field for field in Profile.FIELDS if getattr(profile, field) and profile.level(field) >= level]


def readers_of_profile(profile: Profile) -> Profile.Seen:
    """The widest circle that may know something of it."""
    return Seen(profile.widest)

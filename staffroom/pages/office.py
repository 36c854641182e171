"""What the office shows: bodies in its reach, their roles and invitations, and the list of what stays shut to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit import clock, squares
from staffroom.kit.order import by_key, by_name
from staffroom.kit.paging import page_in, page_of
from staffroom.kit.statement import written_once
from staffroom.orgs.models import ClaimedDomain, Invitation, JoinSheet, Membership, Organisation, in_force
from staffroom.orgs.queries import Office
from staffroom.orgs.rules import ADMIN
from staffroom.orgs.tokens import sheet_code
from staffroom.people.actions import log_access
from staffroom.people.models import Account
from staffroom.sharing.rules import RULES, can, visible_to
from staffroom.sharing.viewers import NOBODY, SELF, Viewer

A_PAGE = 25
INVITED = 10
MOST_BODIES = 12
MEMBER = ("code", "role", "from_on", "to_on", "person__name", "person__is_demo")  # all that a row of the list shows; the body is known


@dataclass(frozen=True)
class Seat:
    """A body in which the viewer holds an office, and what the viewer acts as."""

    code: str
    name: str
    roles: list[str]


def seats(viewer: Viewer) -> list[Seat]:
    """The bodies in which this viewer holds an office today."""
    found: dict[str, Seat] = {}
    for office in viewer.offices:
        seat = found.setdefault(office.organisation_code, Seat(office.organisation_code, office.organisation_name, []))
        seat.roles.append(str(Membership.Role(office.role).label))
    return list(found.values())


def acting_as(viewer: Viewer, body: Organisation) -> str:
    """The office by which the viewer is in here, "principal, Juniper School": as administrator if they are one, else the nearest one."""
    nearest = _nearest(viewer, body)
    return _("%(role)s, %(body)s") % {"role": Membership.Role(nearest.role).label, "body": nearest.organisation_name}


def _nearest(viewer: Viewer, body: Organisation) -> Office:
    held = {(office.organisation_id, office.role in ADMIN): office for office in viewer.offices}
    return next(held[up.pk, is_admin] for is_admin in (True, False) for up in body.chain() if (up.pk, is_admin) in held)


def members(viewer: Viewer, body: Organisation, left: bool, number: str) -> Page:
    """Roles in this body, in force or over, by name: a page of them."""
    def rows() -> QuerySet[Membership]:
        return visible_to(viewer, Membership).filter(organisation=body)

    today = clock.now().date()
    if left:
        return page_of(_shown(rows()).exclude(in_force(today)).order_by("-to_on", by_key("person__name_key"), "pk"), number, A_PAGE)
    as_held = {"person": viewer.pk, "seat": _nearest(viewer, body).organisation_id, "body": body.pk, "day": today}
    return page_in(_Pages(A_PAGE, sum(_count(**as_held)), lambda: _first(**as_held), lambda: _in_force(rows(), today)), number)


def _shown(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.select_related(None).select_related("person").only(*MEMBER)


def _in_force(rows: QuerySet[Membership], day: date) -> QuerySet[Membership]:
    return _shown(rows.filter(in_force(day))).order_by(by_key("person__name_key"), "role", "pk")


def _seated(person: UUID, seat: UUID) -> Viewer:
    """Somebody who administers the body with this key: what a statement about a body is written for."""
    return Viewer(account=Account(pk=person), assurance=SELF, synthetic=(Office(Membership.Role.ORG_ADMIN, seat, "", ""),))


@written_once
def _first(*, person: UUID, seat: UUID, body: UUID, day: date) -> QuerySet[Membership]:
    return _in_force(visible_to(_seated(person, seat), Membership).filter(organisation=body), day)[:A_PAGE]


@written_once
def _count(*, person: UUID, seat: UUID, body: UUID, day: date) -> QuerySet:
    rows = visible_to(_seated(person, seat), Membership).select_related(None).filter(in_force(day), organisation=body)
    return rows.order_by().values("organisation").annotate(n=Count("pk")).values_list("n", flat=True)


def roles_of(viewer: Viewer, member: Membership) -> list[Membership]:
    """Every role of the same person that this viewer's offices reach, the newest first. Roles elsewhere do not exist here."""
    return list(visible_to(viewer, Membership).filter(person_id=member.person_id).order_by("-from_on", "pk")[:100])


def invitations(viewer: Viewer, body: Organisation, number: str) -> Page:
    """Open invitations to this body, the newest first; none for somebody who does not administer it."""
    if not can(viewer, "manage", body):
        return page_of(Invitation.objects.none(), number, INVITED)
    to = {"body": body.pk, "now": clock.now()}
    return page_in(_Pages(INVITED, sum(_open_count(**to)), lambda: _open_first(**to), lambda: _open(**to)), number)


def _open(*, body: UUID, now: datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(organisation=body, accepted_at=None, withdrawn_at=None, lapses_at__gt=now)  # house: for who manages it
    rows = rows.select_related("by", "to_person").only("code", "role", "to_name", "lapses_at", "by__name", "to_person__name")
    return rows.order_by("-made_at", "-pk")


@written_once
def _open_first(*, body: UUID, now: datetime) -> QuerySet[Invitation]:
    return _open(body=body, now=now)[:INVITED]


@written_once
def _open_count(*, body: UUID, now: datetime) -> QuerySet:
    rows = _open(body=body, now=now).select_related(None).order_by()
    return rows.values("organisation").annotate(n=Count("pk")).values_list("n", flat=True)


@dataclass(frozen=True)
class Door:
    """What stands on a sheet: where to go, the code as it is typed there, and the picture (QR) of both."""

    address: str
    code: str
    picture: str


def sheets(viewer: Viewer, body: Organisation) -> list[JoinSheet]:
    """The sheets of this body, the newest first, ended ones too: how many joined stays to be read."""
    return list(visible_to(viewer, JoinSheet).filter(organisation=body).order_by("-made_at", "-pk")[:A_PAGE])


def door_of(sheet: JoinSheet) -> Door:
    """Where a sheet leads."""
    code, base = sheet_code(sheet.code), settings.BASE_URL.rstrip("/")
    return Door(f"{base}{reverse('join_paste')}", f"{code[:4]}-{code[4:]}", squares.picture(f"{base}{reverse('join_sheet', args=[code])}"))


class _Pages(Paginator):
    """Pages of which the first is asked for by a statement that is written once."""

    def __init__(self, size: int, count: int, first: Callable[[], list], others: Callable[[], QuerySet]):
        super().__init__([], size)
        self.count, self.first, self.others = count, first, others

    def page(self, number) -> Page:
        here = self.validate_number(number)
        return Page(self.first() if here == 1 else self.others()[(here - 1) * self.per_page:here * self.per_page], here, self)


def _below(viewer: Viewer, body: Organisation) -> QuerySet[Organisation]:
    now = in_force(clock.now().date())
    inside = Membership.objects.filter(now, organisation=OuterRef("pk")).values("organisation").annotate(n=Count("person", distinct=True)).values("n")
    count = Coalesce(Subquery(inside, output_field=IntegerField()), 0)
    return visible_to(viewer, Organisation).filter(parent=body).annotate(people_count=count).order_by(by_name("name"), "pk")


def bodies_below(viewer: Viewer, body: Organisation, number: str) -> Page:
    """The bodies that stand directly under this one, with how many people hold a role there: a page of them."""
    return page_of(_below(viewer, body), number, A_PAGE)


@written_once
def first_below(*, body: UUID) -> QuerySet[Organisation]:
    """The first few of them, and one more if there are more: names of bodies are the same for everybody."""
    return visible_to(NOBODY, Organisation).filter(parent=body).select_related(None).order_by(by_name("name"), "pk")[:MOST_BODIES + 1]


@written_once
def domains(*, body: UUID) -> QuerySet[ClaimedDomain]:
    """Its mail domains, which are the same for everybody too."""
    return visible_to(NOBODY, ClaimedDomain).filter(organisation=body).order_by("domain")[:50]


def shut() -> list[str]:
    """What no office can see, out of the very table that opens the pages: every private kind of thing; the first of these rooms leads."""
    return _shut(translation.get_language())


@cache
def _shut(_language: str | None) -> list[str]:
    private = [rule for rule in RULES.values() if rule.private]
    rooms = ("record", "practice", "growth", "looks", "required", "needs")
    leads = [next(rule for rule in private if rule.model._meta.app_label == room) for room in rooms]
    return list(dict.fromkeys(str(rule.words) for rule in [*leads, *private]))


def log_look(viewer: Viewer, member: Membership) -> None:
    """The person reads in their own access log that this office opened their page. Opening one's own page is no look."""
    if member.person_id == viewer.pk:
        return
    with translation.override(member.person.language):
        office = acting_as(viewer, member.organisation)
        what = _("your roles in %(body)s") % {"body": member.organisation}
        log_access(by=viewer.account, person=member.person, what=what, how="page", by_name=f"{viewer.account} ({office})")

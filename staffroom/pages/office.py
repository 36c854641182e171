"""What the office shows: bodies in its reach, their roles and invitations, and the list of what stays shut to it."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.orgs.models import ClaimedDomain, Invitation, Membership, Organisation, in_force
from staffroom.orgs.rules import ADMIN
from staffroom.pages.people import page_of
from staffroom.people.actions import log_access
from staffroom.sharing.rules import RULES, visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 25
INVITED = 10  # each is a form of its own
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
    held = {(office.organisation_id, office.role in ADMIN): office for office in viewer.offices}
    nearest = next(held[up.pk, is_admin] for is_admin in (True, False) for up in body.chain() if (up.pk, is_admin) in held)
    return _("%(role)s, %(body)s") % {"role": Membership.Role(nearest.role).label, "body": nearest.organisation_name}


def members(viewer: Viewer, body: Organisation, left: bool, number: str) -> Page:
    """Roles in this body, in force or over, by name: a page of them."""
    rows = visible_to(viewer, Membership).filter(organisation=body).select_related(None).select_related("person").only(*MEMBER)
    now = Q(in_force(clock.now().date()))
    if left:
        return page_of(rows.exclude(now).order_by("-to_on", "person__name", "pk"), number, A_PAGE)
    return page_of(rows.filter(now).order_by("person__name", "role", "pk"), number, A_PAGE)


def roles_of(viewer: Viewer, member: Membership) -> list[Membership]:
    """Every role of the same person that this viewer's offices reach, the newest first. Roles elsewhere do not exist here."""
    return list(visible_to(viewer, Membership).filter(person_id=member.person_id).order_by("-from_on", "pk")[:100])


def invitations(viewer: Viewer, body: Organisation, number: str) -> Page:
    """Open invitations to this body, the newest first; none for somebody who does not administer it."""
    rows = visible_to(viewer, Invitation).filter(organisation=body, accepted_at=None, withdrawn_at=None, lapses_at__gt=clock.now())
    rows = rows.select_related(None).select_related("by", "to_person").only("code", "role", "to_name", "lapses_at", "by__name", "to_person__name")
    return page_of(rows.order_by("-made_at", "-pk"), number, INVITED)


def _below(viewer: Viewer, body: Organisation) -> QuerySet[Organisation]:
    now = in_force(clock.now().date())
    inside = Membership.objects.filter(now, organisation=OuterRef("pk")).values("organisation").annotate(n=Count("person", distinct=True)).values("n")
    count = Coalesce(Subquery(inside, output_field=IntegerField()), 0)
    return visible_to(viewer, Organisation).filter(parent=body).annotate(people_count=count).order_by("name", "pk")


def bodies_below(viewer: Viewer, body: Organisation, number: str) -> Page:
    """The bodies that stand directly under this one, with how many people hold a role there: a page of them."""
    return page_of(_below(viewer, body), number, A_PAGE)


def first_below(viewer: Viewer, body: Organisation) -> list[Organisation]:
    """The first few of them, and one more if there are more."""
    rows = visible_to(viewer, Organisation).filter(parent=body).select_related(None)
    return list(rows.order_by("name", "pk")[:MOST_BODIES + 1])


def domains(viewer: Viewer, body: Organisation) -> list[ClaimedDomain]:
    return list(visible_to(viewer, ClaimedDomain).filter(organisation=body).order_by("domain")[:50])


def shut() -> list[str]:
    """What no office can see, out of the very table that opens the pages: every private kind of thing."""
    return list(dict.fromkeys(str(rule.words) for rule in RULES.values() if rule.private))


def log_look(viewer: Viewer, member: Membership) -> None:
    """The person reads in their own access log that this office opened their page. Opening one's own page is no look."""
    if member.person_id == viewer.pk:
        return
    with translation.override(member.person.language):
        office = acting_as(viewer, member.organisation)
        what = _("your roles in %(body)s") % {"body": member.organisation}
        log_access(by=viewer.account, person=member.person, what=what, how="page", by_name=f"{viewer.account} ({office})")

"""Schools, districts and other bodies; who belongs to them, from when to when, and in which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Organisation(Row):
    """A body in a tree: the instance, a region, a district, a school, or another kind of body."""

    class Kind(models.TextChoices):
        REGION = "region", _("region or agency")
        DISTRICT = "district", _("district")
        SCHOOL = "school", _("school")
        UNION = "union", _("union")
        UNIVERSITY = "university", _("university")
        OTHER = "other", _("other body")

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)

    known = {"parent": "public", "kind": "public", "name": "public", "place": "public", "is_demo": "public", "code": "public", "made_at": "public"}
    owned_by = None
    on_erase = "keep"

    def __str__(self) -> str:
        return self.name


class ClaimedDomain(Row):
    """A mail domain that this body controls: mail to it opens no notebook."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=190, unique=True)

    known = {"organisation": "public", "domain": "public"}
    on_erase = "keep"


class Membership(Row):
    """One role of one person in one body, from a day to a day. Ending it takes nothing from the person."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        PARAEDUCATOR = "paraeducator", _("paraeducator")
        FACILITATOR = "facilitator", _("facilitator")
        COACH = "coach", _("coach")
        MENTOR = "mentor", _("mentor")
        PRINCIPAL = "principal", _("principal")
        PD_COORDINATOR = "pd_coordinator", _("professional-learning coordinator")
        SUPERINTENDENT = "superintendent", _("superintendent")
        UNION_REP = "union_rep", _("union representative")
        FUNDER = "funder", _("funder")
        AUDITOR = "auditor", _("auditor")
        ORG_ADMIN = "org_admin", _("administrator of this body")

    OFFICE_ROLES = frozenset({"principal", "pd_coordinator", "superintendent", "org_admin", "auditor"})

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    known = {"person": "members", "organisation": "members", "role": "members", "from_on": "members", "to_on": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], condition=models.Q(to_on=None), name="one_open_membership"),
            models.CheckConstraint(condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")), name="membership_in_order"),
        ]


class Invitation(Row):
    """A link that lets somebody accept a role from inside their own account, once, until it lapses."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Membership.Role)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    to_name = models.CharField(max_length=120, blank=True)
    lapses_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    known = {"organisation": "members", "role": "members", "by": "members", "token_hash": "never", "to_name": "members", "lapses_at": "members",
             "accepted_by": "members", "accepted_at": "members", "withdrawn_at": "members"}
    owned_by = None
    on_erase = "keep"

    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.lapses_at > clock.now()

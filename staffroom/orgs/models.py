"""Schools, districts and other bodies; who belongs to them, from when to when, and in which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.people.models import Account

DEPTH = 5
CHAIN = "parent__" * (DEPTH - 2) + "parent"


class Organisation(Row):
    """A body in a tree: the instance, a region, a district, a school, or another kind of body."""

    class Kind(models.TextChoices):
        REGION = "region", _("region or agency")
        DISTRICT = "district", _("district")
        SCHOOL = "school", _("school")
        UNION = "union", _("union")
        UNIVERSITY = "university", _("university")
        OTHER = "other", _("other body")

    UNDER = {Kind.REGION: (Kind.DISTRICT, Kind.SCHOOL, Kind.OTHER), Kind.DISTRICT: (Kind.SCHOOL, Kind.OTHER)}

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

    def chain(self) -> list["Organisation"]:
        """This body and those above it, the nearest first (one query for each unless `CHAIN` was selected with it)."""
        found = [self]
        while found[-1].parent is not None and len(found) < DEPTH:
            found.append(found[-1].parent)
        return found


def below(keys) -> models.QuerySet[Organisation]:
    """The bodies with these keys and everything below them in the tree."""
    found = models.Q(pk__in=keys)
    for up in range(1, DEPTH):
        found |= models.Q(**{"__".join(["parent"] * up) + "__in": keys})
    return Organisation.objects.filter(found)


class ClaimedDomain(Row):
    """A mail domain that this body controls: mail to it opens no notebook."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=190, unique=True)

    known = {"organisation": "public", "domain": "public"}
    on_erase = "keep"


class Membership(Row):
    """One role of one person in one body, from a day to a day. Ending it takes nothing from the person.

    `to_on` is its last day. One that was ended by somebody has `ended_at` and is over from that moment.
    """

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
        ORG_ADMIN = "org_admin", _("administrator")

    OFFICE_ROLES = frozenset({"principal", "pd_coordinator", "superintendent", "org_admin", "auditor"})
    SPEAKING_ROLES = OFFICE_ROLES - {"auditor"}  # may answer in the name of the body; an auditor only looks

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    known = dict.fromkeys(("person", "organisation", "role", "from_on", "to_on", "ended_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], condition=models.Q(to_on=None), name="one_open_membership"),
            models.CheckConstraint(condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")), name="membership_in_order"),
            models.CheckConstraint(condition=models.Q(ended_at=None) | models.Q(to_on__isnull=False), name="membership_ended_on_a_day"),
        ]
        indexes = [models.Index(fields=["organisation", "ended_at"], name="membership_body")]


def in_force(day) -> models.Q:
    """Which memberships are in force on a day."""
    return models.Q(models.Q(to_on=None) | models.Q(to_on__gte=day), from_on__lte=day, ended_at=None)


class Invitation(Row):
    """A link that lets somebody accept a role from inside their own account, once, until it lapses.

    One for `to_person` (somebody whose name the office knows already) needs no link: it waits on that person's own page.
    `to_name` is wiped when it was used or withdrawn; `to_hash` only counts how often a name was invited.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Membership.Role)
    by = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    to_name = models.CharField(max_length=120, blank=True)
    to_person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    to_hash = models.CharField(max_length=64, blank=True)
    lapses_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    known = {"organisation": "members", "role": "members", "by": "members", "token_hash": "never", "to_name": "members", "to_person": "members",
             "to_hash": "never", "lapses_at": "members", "accepted_by": "members", "accepted_at": "members", "withdrawn_at": "members"}
    owned_by = None
    on_erase = "keep"
    token: str  # the secret part of the link, on a row that was just made

    class Meta:
        indexes = [models.Index(fields=["to_hash", "made_at"], name="invitation_to"), models.Index(fields=["by", "made_at"], name="invitation_by")]

    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.lapses_at > clock.now()


class JoinSheet(Row):
    """A sheet of paper by whose code several people become teachers of a body, each from inside their own account.

    At most `most` of them, until `lapses_at`. Its code is made from the row's and the instance's key; a keyed hash is stored.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sheets")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    most = models.PositiveSmallIntegerField()
    joins_count = models.PositiveSmallIntegerField(default=0)
    lapses_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("organisation", "by", "most", "joins_count", "lapses_at", "ended_at"), "members") | {"token_hash": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(joins_count__lte=models.F("most")), name="join_sheet_has_room")]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="join_sheet_body")]

    def is_open(self) -> bool:
        return self.ended_at is None and self.lapses_at > clock.now() and self.joins_count < self.most

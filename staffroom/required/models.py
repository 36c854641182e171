"""What a body requires of its people, how that changed, and what these say to it: that it is done, or that it is not for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.orgs.models import Membership, Organisation
from staffroom.people.models import Account

MOST_MINUTES = 14_400
ASKED = (Membership.Role.TEACHER, Membership.Role.PARAEDUCATOR, Membership.Role.FACILITATOR, Membership.Role.COACH, Membership.Role.MENTOR,
         Membership.Role.PRINCIPAL, Membership.Role.PD_COORDINATOR)


class Requirement(Row):
    """Something that a body requires, with the reason, the minutes it takes and the last day for it.

    It is for whoever holds one of `roles` (",teacher,coach,") in the body or in one below it. Of the options that one may choose among,
    `choose_count` are enough, and `shown_count` are shown first.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.TextField()
    reason = models.TextField()
    minutes = models.PositiveIntegerField()
    due_on = models.DateField()
    roles = models.CharField(max_length=200)
    choose_count = models.PositiveSmallIntegerField(default=0)
    shown_count = models.PositiveSmallIntegerField(default=3)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    known = dict.fromkeys(("organisation", "by", "title", "reason", "minutes", "due_on", "roles", "choose_count", "shown_count", "ended_at",
                           "ended_why", "code", "made_at"), "members") | {"version": "never"}
    owned_by = None
    on_erase = "keep"  # it is the body's; the name of whoever put it up goes

    class Meta:
        indexes = [models.Index(fields=["organisation", "ended_at", "due_on"], name="requirement_body")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason="") & ~models.Q(title=""), name="requirement_says_why"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, MOST_MINUTES)), name="requirement_minutes"),
            models.CheckConstraint(condition=models.Q(shown_count__gte=1), name="requirement_shows"),
            models.CheckConstraint(condition=models.Q(ended_at=None) | ~models.Q(ended_why=""), name="requirement_ended_why"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def role_list(self) -> list[str]:
        return [role for role in self.roles.split(",") if role]

    @property
    def for_whom(self) -> str:
        """The roles for which it is, in words."""
        return ", ".join(str(Membership.Role(role).label) for role in self.role_list)


class Option(Row):
    """One thing that is required: an offer that hangs here, or words with perhaps an address. MUST: of everybody; MAY: to choose among;
    INSTEAD: put up later, it counts in place of the others.
    """

    class Kind(models.TextChoices):
        MUST = "must", _("everybody does this")
        MAY = "may", _("to choose among")
        INSTEAD = "instead", _("in place of it")

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    position = models.PositiveSmallIntegerField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.TextField()
    link = models.TextField(blank=True)
    words = models.TextField(blank=True)

    known = dict.fromkeys(("requirement", "by", "kind", "position", "offer", "title", "link", "words", "code", "made_at"), "members")
    owned_by = None
    on_erase = "keep"

    class Meta:
        indexes = [models.Index(fields=["requirement", "position"], name="option_of")]

    @property
    def name(self) -> str:
        return self.offer.title if self.offer else self.title

    @property
    def is_gone(self) -> bool:
        """Was the offer taken down? Then nothing of it is shown."""
        return self.offer is not None and self.offer.taken_down_at is not None

    @property
    def minutes(self) -> int | None:
        return self.offer.minutes if self.offer else None


class Change(Row):
    """How a requirement read before it was changed, and why it was."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.TextField()
    reason = models.TextField()
    minutes = models.PositiveIntegerField()
    due_on = models.DateField()
    why = models.TextField()

    known = dict.fromkeys(("requirement", "by", "title", "reason", "minutes", "due_on", "why", "code", "made_at"), "members")
    owned_by = None
    on_erase = "keep"

    class Meta:
        indexes = [models.Index(fields=["requirement", "-made_at"], name="change_of")]


class Done(Row):
    """Somebody told the office that they have done it: their name and the day, and nothing else of theirs. Taken back, the row goes."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=clock.now)

    known = dict.fromkeys(("person", "requirement", "told_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["requirement", "-told_at"], name="done_told")]
        constraints = [models.UniqueConstraint(fields=["person", "requirement"], name="done_once")]


class NotForMe(Row):
    """Somebody said that it does not meet their need, and why, out of a short list: own words could give away whose they are.

    Who said so is known to them alone. Taken back, the row goes.
    """

    class Why(models.TextChoices):
        KNOWN = "known", _("I know it already")
        SUBJECT = "subject", _("It is not for my subject or the age of my pupils")
        TIME = "time", _("I have no time for it by then")
        ACCESS = "access", _("I cannot get there, or cannot use it as it is")
        OTHER = "other", _("Another reason")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=7, choices=Why)

    known = dict.fromkeys(("person", "requirement", "why"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["requirement", "why"], name="not_for_me_why")]
        constraints = [models.UniqueConstraint(fields=["person", "requirement"], name="not_for_me_once")]

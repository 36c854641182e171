"""Which bodies take claims, what teachers ask them to count, and what they answered."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.record.models import Entry

MOST_DAYS = 180
LEAST_APPEAL_DAYS = 7
MOST_MINUTES = 100_000  # as long as an entry of a record can be


class Desk(Row):
    """A body takes claims: under which rules, within how many days it answers, how long a teacher may appeal, whether two people say yes.

    One for each body that ever chose to. What was sent stays under what was said when it was sent.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    pack = models.CharField(max_length=20)
    answer_days = models.PositiveSmallIntegerField()
    appeal_days = models.PositiveSmallIntegerField()
    needs_two = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    known = dict.fromkeys(("organisation", "pack", "answer_days", "appeal_days", "needs_two", "is_open", "code", "made_at"), "public") | {
        "by": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(answer_days__range=(1, MOST_DAYS)), name="desk_answers"),
            models.CheckConstraint(condition=models.Q(appeal_days__range=(LEAST_APPEAL_DAYS, MOST_DAYS)), name="desk_hears_appeals"),
        ]


class Claim(Row):
    """A frozen copy of an entry that a teacher sent to the office of a body, so that its hours count; and where it stands.

    `body` is the copy (sent.Sent): nothing else of the record went along. The office reads it until `shuts_at`; while that is None it is not
    answered. `final_at`: how long its owner can appeal; correcting or revoking opens no copy that is shut, an appeal does. `round` counts how
    often it was sent and decided anew. `appealed_from` is what it was when the teacher appealed, once. `organisation` is None for one that was
    brought along from another instance.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("waits for an answer")
        SECONDED = "seconded", _("one person said yes; a second one looks")
        APPEALED = "appealed", _("appealed; another person looks")
        RETURNED = "returned", _("came back to be changed")
        APPROVED = "approved", _("approved")
        CORRECTED = "corrected", _("approved, then corrected")
        DECLINED = "declined", _("declined")
        REVOKED = "revoked", _("approved, then revoked")
        WITHDRAWN = "withdrawn", _("withdrawn")

    PENDING = ("submitted", "seconded", "appealed")
    GRANTED = ("approved", "corrected")
    LIVE = (*PENDING, "returned", *GRANTED)

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    body_name = models.CharField(max_length=420)
    pack = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State, default=State.SUBMITTED)
    body = SealedText()
    minutes = models.PositiveIntegerField()
    counted_minutes = models.PositiveIntegerField(null=True)
    granted_minutes = models.PositiveIntegerField(null=True)
    on_on = models.DateField()
    is_clean = models.BooleanField(default=False)
    facts_version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answer_days = models.PositiveSmallIntegerField()
    appeal_days = models.PositiveSmallIntegerField()
    needs_two = models.BooleanField(default=False)
    appeal = SealedText()
    appealed_from = models.CharField(max_length=9, choices=State, blank=True)
    shuts_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)

    known = dict.fromkeys((
        "person", "organisation", "body_name", "pack", "version", "state", "body", "minutes", "counted_minutes", "granted_minutes", "on_on",
        "is_clean", "round", "sent_at", "due_on", "answer_days", "appeal_days", "needs_two", "appeal", "appealed_from", "shuts_at",
        "final_at", "code", "made_at"), "members") | {"entry": "owner", "facts_version": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="claim_once", condition=models.Q(state__in=(
                "submitted", "seconded", "appealed", "returned", "approved", "corrected"))),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, MOST_MINUTES)), name="claim_minutes"),
            models.CheckConstraint(condition=~models.Q(state__in=("approved", "corrected")) | models.Q(granted_minutes__range=(1, 2 * MOST_MINUTES)),
                                   name="claim_granted"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "sent_at"], name="claim_queue"),
                   models.Index(fields=["person", "-sent_at"], name="claim_mine"),
                   models.Index(fields=["organisation", "person", "on_on"], name="claim_day")]

    def is_pending(self) -> bool:
        return self.state in self.PENDING

    def is_granted(self) -> bool:
        return self.state in self.GRANTED

    def is_open(self) -> bool:
        """Can the office read the copy now?"""
        return self.shuts_at is None or self.shuts_at > clock.now()

    def may_be_appealed(self) -> bool:
        """Once, in its time, and where less was granted than was asked for."""
        answered = self.state in {*self.GRANTED, self.State.DECLINED, self.State.REVOKED}
        in_time = self.final_at is not None and self.final_at > clock.now()
        return answered and in_time and not self.appealed_from and self.organisation_id is not None and (self.granted_minutes or 0) < self.minutes

    def window(self) -> timedelta:
        return timedelta(days=self.appeal_days)


class Ruling(Row):
    """What somebody of the office answered, in whose name and why. It stays with the teacher, and with the body as its own decision."""

    class What(models.TextChoices):
        FIRST = "first", _("said yes, as the first of two")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent it back to be changed")
        DECLINED = "declined", _("declined")
        CORRECTED = "corrected", _("corrected the minutes")
        REVOKED = "revoked", _("revoked it")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="rulings")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    in_name = SealedText()
    what = models.CharField(max_length=9, choices=What)
    minutes = models.PositiveIntegerField(null=True)
    reason = SealedText()
    round = models.PositiveSmallIntegerField()

    known = dict.fromkeys(("person", "claim", "by", "in_name", "what", "minutes", "reason", "round", "code", "made_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "round"], condition=models.Q(what__in=("approved", "returned", "declined")), name="ruling_once"),
            models.UniqueConstraint(fields=["claim", "round", "by"], condition=models.Q(what__in=("first", "approved")), name="ruling_of_two_people"),
            models.CheckConstraint(condition=models.Q(by=None) | ~models.Q(by=models.F("person")), name="ruling_of_somebody_else"),
        ]
        indexes = [models.Index(fields=["claim", "made_at"], name="ruling_of_claim")]

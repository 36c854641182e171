"""What becomes of something I tried: the questions weeks later, and what of the answers I put up."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account

WAITS = timedelta(days=21)  # a question that nobody answers by then goes by itself


class Easier(models.TextChoices):
    """Did it make my job easier?"""

    YES = "yes", _("Yes")
    SOMEWHAT = "somewhat", _("Somewhat")
    NO = "no", _("No")
    TOO_EARLY = "too_early", _("Too early to say")
    NOT_DONE = "not_done", _("I did not do it")


class Still(models.TextChoices):
    """Still doing it?"""

    KEPT = "kept", _("I kept it")
    CHANGED = "changed", _("I changed it and kept it")
    LET_GO = "let_go", _("I let it go")


class FollowUp(Row):
    """Questions about something that was tried, asked once so many days later, for three weeks. The answers are its owner's.

    One row for each thing that ended and each number of days: each question has one place for one answer. `about` names
    what can be told to others; `from_id` the step or entry that it came from.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = SealedText()
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.UUIDField(null=True)
    from_id = models.UUIDField(null=True)
    after_days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    easier = models.CharField(max_length=9, choices=Easier, blank=True)
    still = models.CharField(max_length=7, choices=Still, blank=True)
    pupils = SealedText()
    answered_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("person", "title", "about_kind", "about_id", "after_days", "due_at", "asked_at", "easier", "still", "pupils",
                           "answered_at", "set_aside_at"), "owner") | {"from_id": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "due_at"], name="follow_up_mine"),
                   models.Index(fields=["due_at"], name="follow_up_due", condition=models.Q(asked_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["person", "from_id", "after_days"], name="follow_up_once"),
            models.CheckConstraint(condition=models.Q(after_days__range=(1, 400)), name="follow_up_days"),
            models.CheckConstraint(condition=models.Q(answered_at=None) | ~models.Q(easier=""), name="follow_up_answered"),
        ]

    @property
    def is_open(self) -> bool:
        """Does it still wait for an answer? After three weeks it no longer does."""
        return self.answered_at is None and self.set_aside_at is None and self.due_at > clock.now() - WAITS

    @property
    def may_be_told(self) -> bool:
        """Is there an answer, and something on the wall that it is about?"""
        return self.answered_at is not None and self.about_id is not None


class Telling(Row):
    """What one teacher put up about one thing: a published act, one row for each teacher and thing, gone when it is taken back.

    Its name stands beside it only when its author chose so. `school` is one of theirs then, which counts among the schools and is never named.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    easier = models.CharField(max_length=9, choices=Easier)
    still = models.CharField(max_length=7, choices=Still, blank=True)
    after_days = models.PositiveSmallIntegerField()
    is_named = models.BooleanField(default=False)
    school = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(default=clock.now)

    known = {"person": "owner", "about_kind": "public", "about_id": "public", "easier": "public", "still": "public", "after_days": "public",
             "is_named": "public", "school": "owner", "told_at": "public", "code": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"], name="telling_about")]
        constraints = [models.UniqueConstraint(fields=["person", "about_kind", "about_id"], name="telling_once")]

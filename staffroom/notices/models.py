"""What a person is told, where and when. A notice carries counts and links, never private words (R14)."""

from allauth.account.models import EmailAddress
from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class Notice(Row):
    """One thing to be told. Its sentence is built from `kind` when it is shown; `name` is at most a public or chosen name.

    `body` is the body whose doing it tells, and none for everything else: a session that a body can open hears of that body alone.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("a copy was handed to you")
        CONFIRMED = "confirmed", _("something of yours was confirmed")
        ACCEPTED = "accepted", _("something of yours was accepted")
        INVITED = "invited", _("you were invited")
        JOINED = "joined", _("you were given a role")
        FACTOR = "factor", _("a way to sign in was changed")
        ENDED = "ended", _("a role of yours ended")
        EXPORT = "export", _("your export is ready")
        FOUND = "found", _("something new fits a search of yours")
        LOOKED = "looked", _("an office looked at something of yours")
        ASKED = "asked", _("a question about something you tried")
        DAY = "day", _("a step of yours has its day")
        CLOSING = "closing", _("something you saved closes soon")
        RESTED = "rested", _("a course of yours has rested for two weeks")
        NEEDED = "needed", _("somebody misses something, and you may know")
        ANSWERED = "answered", _("an answer to a need that you share")
        REQUIRED = "required", _("a body requires something of you")
        ALTERED = "altered", _("something that a body requires of you was changed")
        REOPENED = "reopened", _("an answer of yours does not fit")
        SAME = "same", _("somebody says that two needs are one")
        MERGED = "merged", _("a need of yours was made one with another")
        DUE = "due", _("a review of yours is due again")
        REPORTED = "reported", _("something on the wall was reported")
        OBJECTED = "objected", _("an author answered to a decision")
        DECIDED = "decided", _("something you reported was looked at")
        DOWN = "down", _("something of yours was taken down")
        BACK = "back", _("something of yours hangs again")
        STAYS = "stays", _("something of yours stays down")
        SEAT = "seat", _("a seat at an event is yours")
        MOVED = "moved", _("an event was moved")
        OFF = "off", _("an event was called off")
        FIRST = "first", _("something that you asked for has a date")
        SOON = "soon", _("an event begins soon")
        PRESENT = "present", _("a list says that you were there")
        PAPER = "paper", _("a certificate of yours")
        THANKS = "thanks", _("somebody thanks you")
        OFFERED = "offered", _("a body asks to offer something of yours")
        AGREED = "agreed", _("whether a body offers something is answered")
        BUDDY = "buddy", _("somebody asks you to be their buddy")
        PAIRED = "paired", _("a colleague is your buddy now")
        NOT_NOW = "not_now", _("a colleague cannot be your buddy just now")
        CLAIMED = "claimed", _("claims wait for your office")
        RESPONDED = "responded", _("a colleague said something to a look back of yours")
        LICENCE = "licence", _("the days for which you count come to their end")
        PARTED = "parted", _("you and a buddy are buddies no longer")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=160, blank=True)
    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    href = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)
    read_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("person", "kind", "name", "body", "href", "read_at"), "owner") | {"key": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [models.Index(fields=["person", "-made_at"], name="notice_person")]


class Preference(models.Model):
    """How a person wants to be told: mail or not, when of a day that comes, and the quiet hours (17 to 7 unless changed, in the person's zone).

    `is_asked`: once a week, by mail, what a colleague misses; it is answered by a reply.
    """

    class Reminds(models.TextChoices):
        MORNING = "morning", _("On the morning")
        BEFORE = "before", _("The day before")
        NO = "no", _("Not at all")

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+", primary_key=True)
    by_mail = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=False)
    quiet_from = models.PositiveSmallIntegerField(default=17)
    quiet_to = models.PositiveSmallIntegerField(default=7)
    reminds = models.CharField(max_length=7, choices=Reminds, default=Reminds.MORNING)

    known = dict.fromkeys(("person", "by_mail", "is_asked", "quiet_from", "quiet_to", "reminds"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(quiet_from__lte=23, quiet_to__lte=23), name="quiet_hours")]


class ReplyCode(Row):
    """One mail that can be answered: by whom, about what, until when. The secret is nowhere stored (`notices.codes`).

    It counts for the mailbox to which it went, while that is the main address of the account and the password of then is the password of now.
    """

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    thing = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField(default=0)
    lapses_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("person", "address", "lapses_at", "used_at"), "owner") | dict.fromkeys(("kind", "thing", "token_hash", "epoch"), "never")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "thing", "address"], name="reply_code_once")]
        indexes = [models.Index(fields=["lapses_at"], name="reply_code_lapses")]

    def is_good(self) -> bool:
        """May the mailbox to which it went still speak for this person?"""
        return (self.person.is_active and self.epoch == self.person.epoch and self.address.verified and self.address.primary
                and self.address.email == self.person.email)

    def has_lapsed(self) -> bool:
        return self.lapses_at <= clock.now()

"""What a teacher did, for how long, and how well it is proved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account
from staffroom.sharing.models import Copy
from staffroom.topics.models import Topic

DAY_MINUTES = 1_440
MOST_MINUTES = 100_000


class Removal(Row):
    """Something was let go: who, when, and until when it can come back. After that the sweep destroys it for good."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    until_at = models.DateTimeField()

    known = {"person": "owner", "until_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["until_at"], name="removal_due")]


class Entry(Row):
    """One thing a teacher did to learn, or did for others' learning. Its words are sealed; nobody above the teacher reads it.

    `minutes` is the sum of its sittings and `on_on` the day of the last of them; both are kept by the acts. `version`
    counts every change, `facts_version` those that somebody who confirmed it would have to know of.
    """

    class Kind(models.TextChoices):
        READ = "read", _("Read")
        WATCHED = "watched", _("Watched")
        LISTENED = "listened", _("Listened")
        COURSE = "course", _("Course")
        CONFERENCE = "conference", _("Conference or workshop")
        EDCAMP = "edcamp", _("Edcamp")
        CHAT = "chat", _("Chat")
        VISIT = "visit", _("Visit to a colleague")
        CONVERSATION = "conversation", _("Conversation or coaching")
        TALK = "talk", _("Talk or meeting")
        TRIED = "tried", _("Tried in class")
        LED = "led", _("Led or hosted")
        MENTORED = "mentored", _("Mentored")
        OTHER = "other", _("Something else")

    class Contribution(models.TextChoices):
        HOSTED = "hosted", _("hosted")
        LED_SESSION = "led_session", _("led a session")
        MODERATED = "moderated", _("moderated")
        MENTORED = "mentored", _("mentored")
        REVIEWED = "reviewed", _("reviewed")
        WROTE = "wrote", _("wrote")
        TRANSLATED = "translated", _("translated")
        ANSWERED = "answered", _("answered")
        HELPED_SET_UP = "helped_set_up", _("helped to set up")

    class TimeKind(models.TextChoices):
        OWN = "own", _("Mine")
        CONTRACT = "contract", _("Paid time")
        RELEASE = "release", _("Release")

    class Origin(models.TextChoices):
        CHOSEN = "chosen", _("I chose it")
        REQUIRED = "required", _("It was required")

    class Outcome(models.TextChoices):
        WORKED = "worked", _("Worked")
        MIXED = "mixed", _("Mixed")
        DID_NOT = "did_not", _("Did not")
        NOT_DONE = "not_done", _("Not done")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    title = SealedText()
    note = SealedText()
    source = SealedText()
    link = SealedText()
    tags = SealedText()  # statements of frameworks (frameworks.pins)
    kind = models.CharField(max_length=14, choices=Kind)
    contribution = models.CharField(max_length=14, choices=Contribution, blank=True)
    helped_count = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    on_on = models.DateField()
    time_kind = models.CharField(max_length=8, choices=TimeKind, default=TimeKind.OWN)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CHOSEN)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    from_kind = models.CharField(max_length=40, blank=True)
    from_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    facts_version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    gone = models.OneToOneField(Removal, on_delete=models.RESTRICT, null=True, related_name="entry")

    known = dict.fromkeys((
        "person", "title", "note", "source", "link", "tags", "kind", "contribution", "helped_count", "minutes", "on_on", "time_kind", "origin",
        "outcome", "topics", "from_kind", "version", "facts_version", "changed_at", "gone"), "owner") | {"from_id": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-on_on", "-id", "gone", "minutes"], name="entry_timeline"),
                   models.Index(fields=["person", "from_kind", "from_id"], name="entry_from")]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="entry_minutes"),
            models.CheckConstraint(condition=models.Q(helped_count=None) | ~models.Q(contribution=""), name="entry_helped"),
        ]

    def __str__(self) -> str:
        return self.title


class Sitting(Row):
    """One sitting of an entry: a day and whole minutes, at most a day's worth."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)  # an index below begins with it
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="sittings")
    on_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    known = {"person": "owner", "entry": "owner", "on_on": "owner", "minutes": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        ordering = ["on_on", "id"]
        indexes = [models.Index(fields=["person", "on_on"], name="sitting_day")]
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gte=1, minutes__lte=DAY_MINUTES), name="sitting_minutes")]


class Rung(Row):
    """One rung of the proof ladder that an entry has reached: who, when, in whose name, and for how many minutes."""

    class Step(models.TextChoices):
        NOTED = "noted", _("Noted")
        PROOF = "proof", _("Proof")
        CONFIRMED = "confirmed", _("Confirmed")
        ACCEPTED = "accepted", _("Accepted")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="rungs", db_index=False)  # the constraint below begins with it
    step = models.CharField(max_length=9, choices=Step)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    in_name = SealedText()
    minutes = models.PositiveIntegerField()
    facts_version = models.PositiveIntegerField(default=1)

    known = {"person": "owner", "entry": "owner", "step": "owner", "by": "owner", "in_name": "owner", "minutes": "owner", "facts_version": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "step"], name="rung_once")]


class Ask(Row):
    """A named person was handed a frozen copy of an entry and asked to confirm it, or to accept it for a body."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="asks")
    copy = models.OneToOneField(Copy, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    facts_version = models.PositiveIntegerField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    known = {"person": "members", "entry": "never", "copy": "members", "body": "members", "minutes": "members", "facts_version": "never",
             "answer": "members", "answered_at": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(answer="", answered_at=None) | (~models.Q(answer="") & ~models.Q(answered_at=None)),
                                              name="ask_answered")]

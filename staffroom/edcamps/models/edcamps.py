"""An edcamp, its rooms and its slots."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staffroom.events.models import Event
from staffroom.kit.rows import Row

# What a room has and what a card can ask for.
FEATURES = {"step_free": _("step-free"), "projector": _("projector"), "quiet": _("quiet"), "loop": _("hearing loop"), "sockets": _("sockets"),
            "tables": _("tables to move")}


class Edcamp(Row):
    """What an event of the kind edcamp has besides: a board. Who signs up, waits, was there and holds the code is the event's.

    `version` counts what changed on the board, and `board` is all that hangs there as it stood at that version, so that a page of it is one row.
    Dots are counted when `voting` is closed, and by nobody before. `named` is what was ticked of the use of the name.
    """

    class Voting(models.TextChoices):
        BEFORE = "before", _("not yet")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Credit(models.TextChoices):
        NONE = "none", _("No credit hours are meant to come of it")
        ASKED = "asked", _("Approval was asked for and has not come yet")
        APPROVED = "approved", _("It was approved beforehand")
        UNKNOWN = "unknown", _("Not known yet")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="edcamp")
    version = models.PositiveIntegerField(default=0)
    board = models.JSONField(default=dict)
    voting = models.CharField(max_length=6, choices=Voting, default=Voting.BEFORE)
    dots_count = models.PositiveSmallIntegerField(default=4)
    named = models.JSONField(default=list)
    credit = models.CharField(max_length=8, choices=Credit, default=Credit.UNKNOWN)

    known = dict.fromkeys(("event", "version", "board", "voting", "dots_count", "named", "credit", "code", "made_at"), "public")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(dots_count__gte=3, dots_count__lte=5), name="edcamp_dots")]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def href(self) -> str:
        return reverse("edcamps:wall", args=[self.code])

    @property
    def channel(self) -> str:
        """Where its open pages hear that something changed."""
        return f"edcamp:{self.code}"


class Room(Row):
    """A room of the building for that day. `lost_at`: nothing can take place there any more."""

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="rooms")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    capacity = models.PositiveSmallIntegerField(null=True)
    features = models.JSONField(default=list)
    allows_parallel = models.BooleanField(default=False)
    lost_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("edcamp", "number", "name", "capacity", "features", "allows_parallel", "lost_at", "code", "made_at"), "public")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edcamp", "number"], name="edcamp_room")]

    def __str__(self) -> str:
        return self.name


class Slot(Row):
    """A part of the day, in minutes since the event begins: when the event moves, its day moves along."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Sessions")
        PLENARY = "plenary", _("Everyone")
        LUNCH = "lunch", _("Meal")
        BREAK = "break", _("Break")

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.SESSION)
    title = models.CharField(max_length=80, blank=True)
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    known = dict.fromkeys(("edcamp", "kind", "title", "from_minute", "to_minute", "code", "made_at"), "public")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(to_minute__gt=models.F("from_minute")), name="edcamp_slot_lasts")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    @property
    def starts_at(self) -> datetime:
        return self.edcamp.event.starts_at + timedelta(minutes=self.from_minute)

    @property
    def ends_at(self) -> datetime:
        return self.edcamp.event.starts_at + timedelta(minutes=self.to_minute)


COUNTED = (Slot.Kind.SESSION, Slot.Kind.PLENARY)  # what counts as learning

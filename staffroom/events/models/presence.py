"""Who was there, how that is known, what was set right, and what they will try."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.events.models.events import Event
from staffroom.events.models.guests import ONE_OF_THEM, Guest
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry


class Presence(Row):
    """Somebody, with an account or as a guest, was at an event for so many minutes (0: was not there, after a correction). It becomes one entry of
    a person's record, by their tap.

    `is_measured`: the minutes are added up from stays. `how` they said so themselves, or that somebody who keeps the list did. Confirmed by whoever
    keeps the list: `confirmed_by`, `confirmed_at`.
    """

    class How(models.TextChoices):
        SELF = "self", _("said so")
        CODE = "code", _("with the code at the door")
        LIST = "list", _("on the list")
        ROOM = "room", _("in a room together, on a signed list")
        LATER = "late", _("watched the recording")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")
    how = models.CharField(max_length=4, choices=How)
    minutes = models.PositiveSmallIntegerField()
    is_measured = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(Entry, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys((
        "event", "person", "guest", "how", "minutes", "is_measured", "confirmed_by", "confirmed_at", "code", "made_at"), "members") | {
        "entry": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="presence_once"),
                       models.UniqueConstraint(fields=["event", "guest"], name="presence_guest_once"),
                       models.CheckConstraint(condition=ONE_OF_THEM, name="presence_somebody"),
                       models.CheckConstraint(condition=models.Q(minutes__lte=1440), name="presence_minutes")]

    @property
    def who(self) -> Account | Guest | None:
        return self.person or self.guest


class Stay(Row):
    """Somebody came and left again: of the whole event, or of one `slot` of it. Their minutes are added up by `staying`; while `left_at` is open they
    are there.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")
    slot = models.CharField(max_length=40, blank=True)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("event", "person", "guest", "slot", "came_at", "left_at", "code", "made_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["event", "person"], name="stay_of")]
        constraints = [models.CheckConstraint(condition=ONE_OF_THEM, name="stay_somebody"),
                       models.CheckConstraint(condition=models.Q(left_at=None) | models.Q(left_at__gte=models.F("came_at")), name="stay_ends_after"),
                       models.UniqueConstraint(fields=["event", "person"], condition=models.Q(left_at=None), name="stay_open_once"),
                       models.UniqueConstraint(fields=["event", "guest"], condition=models.Q(left_at=None), name="stay_guest_open_once")]

    @property
    def came(self) -> str:
        """By the clock there."""
        return f"{self.came_at.astimezone(ZoneInfo(self.event.zone)):%-H:%M}"

    @property
    def left(self) -> str:
        return f"{self.left_at.astimezone(ZoneInfo(self.event.zone)):%-H:%M}" if self.left_at else ""


class Amendment(Row):
    """What a presence said before, who set it right, and why."""

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="amendments")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    was_minutes = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300)

    known = dict.fromkeys(("presence", "person", "by", "was_minutes", "minutes", "why", "code", "made_at"), "members")
    owned_by = "person"
    on_erase = "delete"


class Try(Row):
    """What somebody takes home from an event: one sentence of their own, and the step of their plan that it became."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    words = SealedText()
    step = models.ForeignKey(PlanStep, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("event", "person", "words", "step"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "event"], name="try_mine")]

"""What somebody did of what a certificate takes, lists of rooms that watched together, and the three questions after an event."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.events.models import Event, Guest
from staffroom.events.models.guests import ONE_OF_THEM
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Deed(Row):
    """Somebody, with an account or as a guest, did one thing that a certificate takes. `number`: which code word, or which try of the quiz, with
    `right` percent of it right. What they answered is kept nowhere.
    """

    class Kind(models.TextChoices):
        WORD = "word", _("a code word")
        TRY = "try", _("a try of the quiz")
        WATCHED = "watched", _("watched the recording")
        TOLD = "told", _("answered the three questions")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    number = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)

    known = dict.fromkeys(("event", "person", "guest", "kind", "number", "code", "made_at"), "members") | {"right": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["event", "person"], name="deed_of")]
        constraints = [models.CheckConstraint(condition=ONE_OF_THEM, name="deed_somebody"),
                       models.CheckConstraint(condition=models.Q(right__lte=100), name="deed_percent"),
                       models.UniqueConstraint(fields=["event", "person", "kind", "number"], name="deed_once"),
                       models.UniqueConstraint(fields=["event", "guest", "kind", "number"], name="deed_guest_once")]


class Roster(Row):
    """People who watched together in one room, as one of them (`person`) signs it: where, for how many minutes, and the names. Each name is a guest
    on the list of the event, taken into an account from inside alone.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    names = models.JSONField(default=list)

    known = dict.fromkeys(("event", "person", "place", "minutes", "names", "code", "made_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="roster_once"),
                       models.CheckConstraint(condition=models.Q(minutes__gte=1, minutes__lte=1440), name="roster_minutes")]


class Reply(models.Model):
    """What one person answered to the three questions, until they close. Nothing tells whose it is or when it was given: its key is random, and that
    they answered at all stands elsewhere (`Deed`).
    """

    class Worth(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    class Tries(models.TextChoices):
        YES = "yes", _("Yes, and I know what")
        PERHAPS = "perhaps", _("Perhaps")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    worth = models.CharField(max_length=6, choices=Worth)
    tries = models.CharField(max_length=7, choices=Tries)
    words = models.CharField(max_length=600, blank=True)

    known = dict.fromkeys(("id", "event", "worth", "tries", "words"), "never")
    owned_by = None
    on_erase = "keep"


class Outcome(Row):
    """The three questions of an event are closed: one table for ever, and no reply is kept. Fewer than five answers: `table` is {}."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    table = models.JSONField(default=dict)

    known = dict.fromkeys(("event", "table", "code", "made_at"), "members")

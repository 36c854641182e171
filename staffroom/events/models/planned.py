"""What is to take place and has no date yet, and who wants to be told first."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from staffroom.events.models.events import Event
from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class Planned(Row):
    """Announced for anyone, without a date. `asking_count` is how many want to be told first; once a date is set it is an `event`, and the number
    stays as it was. Given up (`dropped_at`), it says why.
    """

    host = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Event.Kind)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    season = models.CharField(max_length=120, blank=True)
    asking_count = models.PositiveIntegerField(default=0)
    event = models.OneToOneField(Event, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)
    dated_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=600, blank=True)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys((
        "host", "organisation", "kind", "title", "words", "season", "asking_count", "event", "is_demo", "dated_at", "dropped_at", "why", "code",
        "made_at"), "public") | dict.fromkeys(("version", "changed_at", "taken_down_at"), "never")
    owned_by = "host"
    on_erase = "delete"  # one for which others asked is given up without the name: events.actions.leave

    class Meta:
        indexes = [models.Index(fields=["-made_at"], condition=Q(dated_at=None, dropped_at=None), name="planned_open")]
        constraints = [models.CheckConstraint(condition=Q(dated_at=None) | Q(dropped_at=None), name="planned_dated_or_dropped")]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        return reverse("events:planned", args=[self.code])

    @property
    def is_open(self) -> bool:
        return self.dated_at is None and self.dropped_at is None


class Asking(Row):
    """Somebody said "tell me first". How many is public, exactly; who, only they know. Told, the row is gone."""

    planned = models.ForeignKey(Planned, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    known = {"planned": "owner", "person": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["planned", "person"], name="asking_once")]
        indexes = [models.Index(fields=["planned", "made_at"], name="asking_order")]

"""Who goes, who waits for a seat, who is interested, and who does what there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.events.models.events import Event
from staffroom.events.models.guests import ONE_OF_THEM, Guest
from staffroom.kit.rows import Row
from staffroom.people.models import Account
from staffroom.practice.models import PlanStep


class Going(Row):
    """What somebody said to an event, with an account (`person`) or as a guest. Going and waiting are told to its host; interested and not are
    theirs alone.

    `place` is their number in the queue while they wait. `part` is what they do there besides being there. `reminded` are the hours before
    the beginning of which they were reminded last. `is_early`: they asked for it before it had a date, and may sign up before all others.
    `step` of their plan notes the cover that they need to go.
    """

    class Answer(models.TextChoices):
        GOING = "going", _("going")
        WAITS = "waits", _("on the waiting list")
        INTERESTED = "interested", _("interested")
        NOT = "not", _("not going")

    class Part(models.TextChoices):
        HOSTS = "hosts", _("hosts")
        LEADS = "leads", _("leads a session")
        HELPS = "helps", _("helps")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="goings")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    part = models.CharField(max_length=5, choices=Part, blank=True)
    place = models.PositiveIntegerField(null=True)
    reminded = models.PositiveSmallIntegerField(null=True)
    is_early = models.BooleanField(default=False)
    step = models.ForeignKey(PlanStep, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("event", "person", "guest", "answer", "part", "place", "code", "made_at"), "members") | {
        "reminded": "never", "is_early": "owner", "step": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "answer"], name="going_mine")]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="going_once"),
            models.UniqueConstraint(fields=["event", "guest"], name="going_guest_once"),
            models.CheckConstraint(condition=ONE_OF_THEM, name="going_somebody"),
            models.UniqueConstraint(fields=["event", "place"], condition=models.Q(answer="waits"), name="going_queue"),
            models.CheckConstraint(condition=~models.Q(answer="waits") | models.Q(place__isnull=False), name="going_waits_somewhere"),
            models.CheckConstraint(condition=models.Q(part="") | models.Q(answer="going"), name="going_part"),
        ]

    @property
    def who(self) -> Account | Guest | None:
        return self.person or self.guest


TELLS_HOST = (Going.Answer.GOING, Going.Answer.WAITS)

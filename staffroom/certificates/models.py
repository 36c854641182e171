"""Certificates of attendance: frozen facts under a number, what stands in whose place, what was revoked, and who would like one."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from staffroom.events.models import Event, Presence
from staffroom.kit.ids import new_code
from staffroom.kit.rows import Row
from staffroom.people.models import Account

LENGTH = 16


def new_number() -> str:
    """What stands on the paper and opens its public page: about 78 random bits."""
    return new_code(LENGTH)


class Certificate(Row):
    """What a paper says of somebody's presence, for ever: `facts` never change (`facts.frozen` says their shape), and the PDF is made of them.

    Nobody's but the person's (None: a guest's, who has `presence` only). `replaces` is the one in whose place it stands and `why` the reason;
    `ended_at` when another one took its place or it was revoked. `takeaway` is in the holder's words, printed by their choice alone.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    number = models.CharField(max_length=LENGTH, unique=True, default=new_number)
    facts = models.JSONField()
    takeaway = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=12)
    issued_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys((
        "event", "person", "number", "facts", "takeaway", "language", "replaces", "why", "ended_at", "code", "made_at"), "members") | {
        "presence": "never", "issued_by": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="certificate_mine"), models.Index(fields=["event"], name="certificate_event")]
        constraints = [models.UniqueConstraint(fields=["presence"], condition=models.Q(ended_at=None), name="certificate_stands_once")]

    @property
    def href(self) -> str:
        return reverse("certificates:certificate", args=[self.code])

    @property
    def address(self) -> str:
        """Where anybody checks it."""
        return settings.BASE_URL.rstrip("/") + reverse("verify:check", args=[self.number])

    @property
    def written(self) -> str:
        """The number as it stands on paper, in fours."""
        return "-".join(self.number[at:at + 4] for at in range(0, LENGTH, 4))


class Revocation(Row):
    """That a certificate says what is not so, or is not wanted: by whom, and why."""

    certificate = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="revocation")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    by_holder = models.BooleanField(default=False)
    why = models.CharField(max_length=300)

    known = dict.fromkeys(("certificate", "person", "by_holder", "why", "code", "made_at"), "members") | {"by": "never"}
    owned_by = "person"
    on_erase = "delete"


class Wish(Row):
    """Somebody would like a certificate of an event; whoever runs it may issue it, for all who wish, when it is over."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    known = dict.fromkeys(("event", "person", "code", "made_at"), "members")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="certificate_wish_once")]

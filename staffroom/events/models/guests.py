"""Somebody who is on the list of an event and has no account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.events.models.events import Event
from staffroom.kit.rows import Row
from staffroom.people.models import Account

ONE_OF_THEM = models.Q(person__isnull=True, guest__isnull=False) | models.Q(person__isnull=False, guest__isnull=True)


class Guest(Row):
    """A name on the list of one event, and an address if one was given. Their page is opened by a secret link (`token_hash`).

    `to_hash` tells the same address again without reading it. Only an address whose link was opened (`proved_at`) is told of changes. Who was put
    on the list by hand names `by`. Since `asks_at` they want to be told first of the next edition; told of it, it is the `next` one, for which they
    may sign up before all others.
    """

    class Came(models.TextChoices):
        MAIL = "mail", _("signed up by mail")
        CODE = "code", _("came with the code")
        HAND = "hand", _("put on the list by hand")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=120)
    came = models.CharField(max_length=4, choices=Came)
    address = models.CharField(max_length=254, blank=True)
    to_hash = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=12, default="en")
    proved_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    asks_at = models.DateTimeField(null=True)
    next = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("event", "name", "came", "by", "code", "made_at"), "members") | dict.fromkeys(
        ("address", "to_hash", "token_hash", "language", "proved_at", "asks_at", "next"), "never")
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "to_hash"], condition=~models.Q(to_hash=""), name="guest_once")]

    def __str__(self) -> str:
        return self.name

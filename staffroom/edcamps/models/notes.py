"""The notes of a session: one text for each card, written by many, and how it read before."""

from django.db import models
from django.urls import reverse

from staffroom.edcamps.models.cards import Card
from staffroom.events.models import Guest
from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.people.models import Account

MOST_NOTES = 20_000


class Notes(Row):
    """What stands in the notes of a card now. `version` is the number of the newest of its versions."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("card", "text", "version", "changed_at", "code", "made_at"), "public") | {"taken_down_at": "never"}
    on_erase = "keep"  # many wrote it

    @property
    def href(self) -> str:
        return reverse("edcamps:notes", args=[self.card.code])


class NotesVersion(Row):
    """How the notes read after somebody wrote, and who that was: `by` with an account, or a `guest`. `key` is the name of one saving, so that one
    that is sent again changes nothing; `undoes` is the number of the version that was taken back.
    """

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    undoes = models.PositiveIntegerField(null=True)

    known = dict.fromkeys(("notes", "number", "text", "by", "guest", "undoes", "code", "made_at"), "members") | {"key": "never"}
    on_erase = "keep"  # many wrote it; the name goes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notes", "number"], name="edcamp_notes_version"),
                       models.UniqueConstraint(fields=["notes", "key"], condition=~models.Q(key=""), name="edcamp_notes_saved_once")]

    @property
    def who(self) -> Account | Guest | None:
        return self.by or self.guest

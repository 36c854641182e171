"""What people bring in, follow and keep: theirs alone."""

from django.db import models

from staffroom.catalogue.models.offers import Source
from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class ImportRun(Row):
    """One import of a file: first a draft (its rows as read, a column for each fact), then what it changed and what it could not read.

    A long one goes up in parts, each in a transaction of its own: `done_count` of `good_count` rows hang, and whoever comes after a crash
    goes on there. `before` holds what each changed offer said before, so that the import can be undone.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    form = models.CharField(max_length=8, default="list")
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    added_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    good_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("source", "by", "form", "rows", "columns", "added_count", "changed_count", "same_count", "errors", "good_count",
                           "done_count", "begun_at", "applied_at", "undone_at"), "owner") | {"digest": "never", "before": "never"}
    owned_by = "by"
    on_erase = "delete"


class Follow(Row):
    """A feed that a person follows. Nobody else knows; a feed that nobody follows is not read."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")

    known = {"person": "owner", "source": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "source"], name="follow_once")]


class SavedSearch(Row):
    """A search that a person keeps: its address, sealed. With `tells` the clock looks once a day and the inbox says when something new fits."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    asked = SealedText()
    tells = models.BooleanField(default=False)
    looked_at = models.DateTimeField(default=clock.now)

    known = dict.fromkeys(("person", "asked", "tells", "looked_at"), "owner")
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["tells", "looked_at"], name="saved_due"), models.Index(fields=["person", "-made_at"], name="saved_person")]

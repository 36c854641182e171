"""Leaving and arriving: the file that holds everything of an account, and the wish to be erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Export(Row):
    """Everything of a person as one file, asked for, made by the worker, kept sealed for a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        MAKING = "making", _("is being made")
        READY = "ready", _("ready")
        OVER = "over", _("was kept for 24 hours")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    begun_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    stored = models.CharField(max_length=64, blank=True)

    known = {"person": "owner", "state": "owner", "begun_at": "owner", "until_at": "owner", "size": "owner", "stored": "never"}
    passing_files = {"stored": "exports"}  # an archive lasts a few days and can be made again: it is in no backup
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=models.Q(state="making"), name="export_one_at_a_time")]
        indexes = [models.Index(fields=["person", "state"], name="export_person"), models.Index(fields=["state", "until_at"], name="export_due")]


class ErasureAsked(Row):
    """A person asked to be erased on a day; until then it can be undone by signing in."""

    person = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    known = {"person": "owner", "due_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

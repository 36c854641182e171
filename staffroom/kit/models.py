"""Rows that every room relies on: what was done, what is still to be done outside, which forms were already sent."""

from django.db import models

from staffroom.kit import clock
from staffroom.kit.ids import uuid7


class AuditLine(models.Model):
    """One act that was done: who, what, on which row. Never any text a person wrote."""

    at = models.DateTimeField(default=clock.now)
    act = models.CharField(max_length=60)
    by_id = models.UUIDField(null=True)
    row_kind = models.CharField(max_length=60, blank=True)
    row_id = models.UUIDField(null=True)

    known = {"at": "owner", "act": "owner", "by_id": "never", "row_kind": "owner", "row_id": "never", "id": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        indexes = [models.Index(fields=["by_id", "-id"], name="audit_by")]


class OutboxRow(models.Model):
    """An effect outside the database, promised in the same transaction as the act that caused it."""

    class State(models.TextChoices):
        READY = "ready"
        CLAIMED = "claimed"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    due_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries_count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    known = {"id": "never", "kind": "never", "key": "never", "payload": "never", "state": "never", "due_at": "never", "claimed_at": "never",
             "done_at": "never", "tries_count": "never", "error": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="outbox_once")]
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_due")]


class Sent(models.Model):
    """A form that was sent: its operation id, what it held (a digest), and the answer it got."""

    who = models.CharField(max_length=64)
    op_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    known = {"id": "never", "who": "never", "op_id": "never", "digest": "never", "status": "never", "location": "never", "at": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "op_id"], name="sent_once")]
        indexes = [models.Index(fields=["at"], name="sent_at")]


class ClockRow(models.Model):
    """When each piece of recurring work was last begun (see staffroom.schedule)."""

    name = models.CharField(max_length=60, primary_key=True)
    last_at = models.DateTimeField(null=True)

    known = {"name": "never", "last_at": "never"}
    owned_by = None
    on_erase = "keep"


class SearchDoc(models.Model):
    """A public text that can be searched, as words without endings (see kit.search). The index beside it belongs to the database engine.

    `titled` holds the words of the title once more, marked: engines find them alone there.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    ref = models.UUIDField()
    title = models.TextField()
    maker = models.TextField(default="")
    body = models.TextField()
    about = models.TextField(default="")
    titled = models.TextField(default="")

    known = {"id": "never", "ref": "never"} | dict.fromkeys(("kind", "title", "maker", "body", "about", "titled"), "public")
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="searchdoc_once")]


class SearchWord(models.Model):
    """A word (without its ending) of public documents, how many have it, and how a near miss is found: by both ends and the length."""

    word = models.CharField(max_length=40, primary_key=True)
    shown = models.CharField(max_length=40)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField(default=0)
    documents_count = models.PositiveIntegerField(default=1)

    known = dict.fromkeys(("word", "shown", "head", "tail", "length", "documents_count"), "public")
    owned_by = None
    on_erase = "keep"

    class Meta:
        indexes = [models.Index(fields=["head", "length"], name="searchword_head"), models.Index(fields=["tail", "length"], name="searchword_tail")]

"""Frameworks: what teachers are said to know and do, in statements, in versions that stay."""

from django.db import models

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class Framework(Row):
    """One version of a framework on the wall, with the whole package as its maker said it (`package`, JSON). It never changes.

    `family` is the identifier of the first version, and the same in every instance; `number` counts versions in the order
    in which they came here. Nothing is deleted: what is taken down stays for those who tagged with it.
    """

    family = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(default=1)
    identifier = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    creator = models.CharField(max_length=300, blank=True)
    label = models.CharField(max_length=60)
    language = models.CharField(max_length=40, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=500, blank=True)
    statements_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True)
    package = models.TextField()
    body = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("family", "number", "identifier", "title", "creator", "label", "language", "licence", "source", "statements_count",
                           "package", "body", "code", "made_at"), "public") | {"digest": "never", "taken_down_at": "never"}
    on_erase = "keep"

    class Meta:
        ordering = ["title", "family", "-number"]
        constraints = [models.UniqueConstraint(fields=["family", "number"], name="framework_number")]

    def __str__(self) -> str:
        return self.title


class OwnFramework(Row):
    """A framework that a teacher brought in for herself: first a draft to look at, then hers (`kept_at`). Sealed like all of her notebook."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    title = SealedText()
    family = SealedText()
    package = SealedText()
    kept_at = models.DateTimeField(null=True)

    known = {"person": "owner", "title": "owner", "family": "owner", "package": "owner", "kept_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "made_at"], name="ownframework_person")]

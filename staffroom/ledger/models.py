"""The ledger of accepted hours: books, postings that move minutes between two of them, and the checkpoints that seal each day."""

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.ledger import chain
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account

MOST_MINUTES = 60_000


class Book(Row):
    """One side of a posting: the hours of a person, or what a body recognised. The ledger knows it by its code alone.

    Who a person's book belongs to stands here and nowhere else; erasing the account empties it, and the database lets nothing else of a book change.
    """

    person = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    known = {"person": "owner", "organisation": "public"}
    owned_by = None
    on_erase = "keep"  # its lines hold the chain together

    class Meta:
        constraints = [models.CheckConstraint(name="book_of_one", condition=models.Q(person=None) | models.Q(organisation=None))]


class Posting(Row):
    """Accepted minutes go from a body's book (`against`) to a person's (`book`); a reversal takes exactly those back, and is negative.

    Two lines, +minutes and -minutes, so the lines of a posting cannot but sum to 0. No row is ever changed or deleted: the database refuses it.
    `earned_on` is the day of the learning, `about` what the office decided on, `office_name` how the body was called then.
    """

    class Reason(models.TextChoices):
        ERROR = "error", _("entered by mistake")
        DOUBLE = "double", _("counted twice")
        ABSENT = "absent", _("the person was not there")
        RULES = "rules", _("the rules do not allow it")
        APPEAL = "appeal", _("decided anew on appeal")
        ASKED = "asked", _("the person asked for it")

    number = models.PositiveBigIntegerField(unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)  # an index below begins with it
    against = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    minutes = models.IntegerField()
    office_name = models.CharField(max_length=160)
    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    category = models.CharField(max_length=60, blank=True)
    earned_on = models.DateField(null=True)
    about = models.UUIDField(db_index=True)
    op_id = models.UUIDField(unique=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    leaf = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    known = dict.fromkeys(("number", "book", "against", "minutes", "office_name", "pack", "version", "category", "earned_on", "reverses", "reason",
                           "leaf", "chain"), "members") | {"about": "never", "op_id": "never"}
    owned_by = None
    on_erase = "keep"  # a body relies on it; whose it was stands in the book alone

    class Meta:
        constraints = [
            models.CheckConstraint(name="posting_whole_or_back", condition=(
                models.Q(reverses=None, minutes__range=(1, MOST_MINUTES), reason="")
                | models.Q(reverses__isnull=False, minutes__range=(-MOST_MINUTES, -1)) & ~models.Q(reason=""))),
            models.CheckConstraint(name="posting_counts_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="posting_two_books", condition=~models.Q(book=models.F("against"))),
        ]
        indexes = [models.Index(fields=["book", "-number"], name="posting_book")]

    def said(self) -> dict[str, Any]:
        """What is hashed of it (see `chain`). Reads its books, their body and the posting that it takes back."""
        return {
            "number": self.number, "code": self.code, "at": self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "lines": [[self.book.code, self.minutes], [self.against.code, -self.minutes]],
            "office": self.against.organisation.code if self.against.organisation else None, "office_name": self.office_name,
            "pack": self.pack, "version": self.version, "category": self.category,
            "earned_on": self.earned_on.isoformat() if self.earned_on else None, "inside": chain.inside(self.pk, self.about, self.op_id),
            "reverses": self.reverses.code if self.reverses else None, "reason": self.reason}


class Head(models.Model):
    """The one row that whoever posts holds: how far the ledger goes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    chain = models.CharField(max_length=64, default=chain.ZERO)

    known = {"id": "never", "number": "never", "chain": "never"}
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]


class Checkpoint(models.Model):
    """The postings since the one before (`first` to `last`), sealed on a day of the clock in UTC and signed. One a day at most."""

    number = models.PositiveIntegerField(primary_key=True)
    on_on = models.DateField(unique=True)
    at = models.DateTimeField(default=clock.now)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField(unique=True)
    tree = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    before = models.CharField(max_length=64)
    place = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    known = dict.fromkeys(("number", "on_on", "at", "first", "last", "tree", "chain", "before", "place", "key", "signature"), "public")
    owned_by = None
    on_erase = "keep"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(first__gte=1, last__gte=models.F("first")), name="checkpoint_in_order")]

    def said(self) -> dict[str, Any]:
        """What is signed of it (see `chain`), with its signature."""
        return {"number": self.number, "on": self.on_on.isoformat(), "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "first": self.first, "last": self.last, "tree": self.tree, "chain": self.chain, "before": self.before, "place": self.place,
                "key": self.key, "signature": self.signature}

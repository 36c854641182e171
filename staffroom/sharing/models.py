"""Copies: the one bridge between a notebook and other people."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


def spoken() -> str:
    """The language in which words are said at this moment."""
    return get_language() or ""


class Copy(Row):
    """Something of a notebook, frozen as it was that day, handed to one named person until a date.

    It is sealed with its owner's key: taking it back wipes the words, and erasing the account makes it unreadable.
    Later changes of the original do not reach it; it stays in the language in which it was handed over. `kind` and `about`
    name the original for its owner alone.
    """

    class Purpose(models.TextChoices):
        READ = "read", _("to read")
        CONFIRM = "confirm", _("to confirm that it took place")
        ACCEPT = "accept", _("to accept it for a body")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    about = models.UUIDField()
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.READ)
    title = SealedText()
    body = SealedText()
    language = models.CharField(max_length=10, blank=True, default=spoken)
    until_on = models.DateField()
    taken_back_at = models.DateTimeField(null=True)

    known = {"person": "members", "reader": "members", "kind": "owner", "about": "never", "purpose": "members", "title": "members", "body": "members",
             "language": "members",
             "until_on": "members", "taken_back_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["reader", "until_on"], name="copy_reader"), models.Index(fields=["person", "about"], name="copy_about")]

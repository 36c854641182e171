"""Looking back on something one did, and what named colleagues say to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit import clock
from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account
from staffroom.record.models import Entry
from staffroom.sharing.models import Copy


class Reflection(Row):
    """Four questions about one entry, after John Smyth (1989): describe, inform, confront, reconstruct. Each may stay empty; all are sealed."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="+")
    happened = SealedText()
    meant = SealedText()
    came = SealedText()
    otherwise = SealedText()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    known = dict.fromkeys(("person", "entry", "happened", "meant", "came", "otherwise", "version", "changed_at"), "owner")
    owned_by = "person"
    on_erase = "delete"


class Response(Row):
    """What the holder of a copy says to it, of one kind. It is theirs, sealed with their key; whoever handed the copy over reads it."""

    class Kind(models.TextChoices):
        WARM = "warm", _("Strong")
        COOL = "cool", _("I would look closer")
        QUESTION = "question", _("A question")
        BUILT_ON = "built_on", _("I built on it")
        COUNTER = "counter", _("With me it was otherwise")
        TRIED = "tried", _("I tried it too")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    text = SealedText()

    known = {"person": "members", "copy": "members", "kind": "members", "text": "members", "made_at": "members"}
    owned_by = "person"
    on_erase = "delete"

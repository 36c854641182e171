"""What somebody says is wrong with something on the wall, and what those who look after the wall decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.kit.rows import Row
from staffroom.kit.sealed import SealedText
from staffroom.people.models import Account


class Caretaker(Row):
    """Somebody who looks after the wall of this instance, named by whoever runs it."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    until_at = models.DateTimeField(null=True)

    known = {"person": "owner", "until_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=models.Q(until_at=None), name="caretaker_once")]


class Decision(Row):
    """A caretaker took something down, or left it, with a reason that its author reads. `person` is the author, where one is known.

    `kind` and `about_id` name the thing (see `kinds`). Until `undone_at` what was taken down stays down.
    """

    kind = models.CharField(max_length=10)
    about_id = models.UUIDField()
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    takes_down = models.BooleanField()
    why = models.CharField(max_length=300)
    undone_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("kind", "person", "takes_down", "why", "undone_at", "settled_at"), "owner") | {"about_id": "never", "by": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["kind", "about_id"], name="decision_about"), models.Index(fields=["-made_at"], name="decision_newest")]
        constraints = [models.UniqueConstraint(fields=["kind", "about_id"], condition=models.Q(takes_down=True, undone_at=None), name="down_once")]


class Objection(Row):
    """What the author answered to a decision: for the caretakers alone, sealed."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="objection")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    words = SealedText()

    known = dict.fromkeys(("decision", "person", "words"), "owner")
    owned_by = "person"
    on_erase = "delete"


class Report(Row):
    """Somebody says that something on the wall is wrong, and why: for the caretakers alone, who do not read by whom. Closed by a decision."""

    class Reason(models.TextChoices):
        FALSE = "false", _("It says something that is not so")
        PUPIL = "pupil", _("A pupil or a family can be recognised")
        HURTS = "hurts", _("It hurts or shames somebody")
        SELLS = "sells", _("It is there to sell something")
        OTHER = "other", _("Something else")

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    about_id = models.UUIDField()
    reason = models.CharField(max_length=5, choices=Reason)
    words = SealedText()
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("person", "kind", "reason", "words"), "owner") | {"about_id": "never", "decision": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "about_id"], condition=models.Q(decision=None), name="report_once")]
        indexes = [models.Index(fields=["kind", "about_id"], name="report_about")]

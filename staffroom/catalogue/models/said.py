"""What people say of an offer under their names: facts that they set right, and reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models.offers import Offer
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Correction(Row):
    """Somebody set facts of an offer right, under their name: [before, then] of each. One that `undoes` another says again what stood before."""

    class How(models.TextChoices):
        EYES = "eyes", _("I looked at it myself")
        PAGE = "page", _("A page says so")
        WALL = "wall", _("Those who look after the wall took it down or put it back")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField()
    how = models.CharField(max_length=4, choices=How, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="+")
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("offer", "facts", "how", "link", "undoes", "code", "made_at"), "public") | {"by": "members", "taken_down_at": "never"}
    on_erase = "keep"  # a fact stays right when the one who set it right has gone

    class Meta:
        indexes = [models.Index(fields=["offer", "-made_at"], name="correction_offer"), models.Index(fields=["by", "-made_at"], name="correction_by")]


class Review(Row):
    """One teacher's answers to the six questions of the rubric, each with a reason, under their name: a published act.

    From `until_at` on a later one of theirs has taken its place, or they took it back. With a `conflict` (what they have to do with its maker)
    it is shown and is not one of the two that make an offer reviewed.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")
        NOT_LOOKED = "unseen", _("not looked at")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField()
    conflict = models.CharField(max_length=300, blank=True)
    changes = models.CharField(max_length=300, blank=True)
    on_on = models.DateField()
    until_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("offer", "answers", "conflict", "changes", "on_on", "until_at", "code", "made_at"), "public") | {
        "person": "members", "taken_down_at": "never"}
    on_erase = "keep"  # what two teachers saw stays seen when one of them has gone

    class Meta:
        indexes = [models.Index(fields=["offer", "-on_on"], name="review_offer")]
        constraints = [models.UniqueConstraint(fields=["offer", "person"], condition=models.Q(until_at=None), name="review_once")]

"""Practice cards: what a teacher tried and wrote down for others. Each hangs as an offer; here are its words, edition by edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models.offers import Offer
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class PracticeCard(Row):
    """One practice, written down by one teacher. `person` is empty once its author left and others had built on it.

    `came_from` is the card that it adapts, `family` the first of them all (empty: this one); `edition` the number of the words that hang.
    """

    class Licence(models.TextChoices):
        BY = "CC BY 4.0", _("CC BY 4.0: anyone may use and change it and says whose it is")
        BY_SA = "CC BY-SA 4.0", _("CC BY-SA 4.0: the same, and what is made of it stays as free")

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="card")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    is_named = models.BooleanField(default=False)
    licence = models.CharField(max_length=12, choices=Licence, default=Licence.BY)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    difference = models.CharField(max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("offer", "is_named", "licence", "came_from", "family", "difference", "edition", "code", "made_at"), "public") | {
        "person": "owner", "withdrawn_at": "owner"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="card_person")]

    def __str__(self) -> str:
        return self.offer.title

    @property
    def hangs(self) -> bool:
        return self.offer.taken_down_at is None


class CardEdition(Row):
    """The words of a card as they hang, or hung before they were corrected, and why."""

    card = models.ForeignKey(PracticeCard, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    what = models.CharField(max_length=400)
    whom = models.CharField(max_length=200, blank=True)
    steps = models.TextField()
    watch = models.TextField(blank=True)
    wrong = models.TextField(blank=True)
    credit = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=12)
    why = models.CharField(max_length=200, blank=True)

    known = dict.fromkeys(("card", "number", "title", "what", "whom", "steps", "watch", "wrong", "credit", "minutes", "language", "why", "code",
                           "made_at"), "public")
    on_erase = "keep"  # with its card, which goes unless others built on it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="card_edition_once"),
                       models.CheckConstraint(condition=models.Q(minutes=None) | models.Q(minutes__range=(1, 1_440)), name="card_minutes")]

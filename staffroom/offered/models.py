"""What a body takes up of what teachers made, and what those who made it said to that."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models import Offer, PracticeCard
from staffroom.edcamps.models import Card
from staffroom.events.models import Event
from staffroom.kit.rows import Row
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class Adoption(Row):
    """A body asks whether it may offer something that teachers made; from `agreed_at` on, when all of them said yes, until `ended_at` it does.

    It is one practice card, one session of an edcamp or one event; `title` is how that was called when it was asked. `minutes` and `counts_as` are
    what the body declares, in its own words. `offer` is what hangs: the card's own, or one made for the session or event.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    card = models.ForeignKey(PracticeCard, on_delete=models.SET_NULL, null=True, related_name="+")
    session = models.ForeignKey(Card, on_delete=models.SET_NULL, null=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300)
    minutes = models.PositiveIntegerField()
    counts_as = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("organisation", "card", "session", "event", "title", "minutes", "counts_as", "offer", "agreed_at", "ended_at", "code",
                           "made_at"), "public") | {"by": "members", "words": "members"}
    on_erase = "keep"  # the body offers it, whoever asked in its name

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "card"], condition=models.Q(ended_at=None), name="adopted_card_once"),
            models.UniqueConstraint(fields=["organisation", "session"], condition=models.Q(ended_at=None), name="adopted_session_once"),
            models.UniqueConstraint(fields=["organisation", "event"], condition=models.Q(ended_at=None), name="adopted_event_once"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 14_400)), name="adopted_minutes"),
        ]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="adopted_of_body")]

    def __str__(self) -> str:
        return self.title

    @property
    def hangs(self) -> bool:
        return self.agreed_at is not None and self.ended_at is None


class Consent(Row):
    """What somebody who made it said: yes or no, and whether their name stands on it. `person` is empty once they are erased."""

    class Says(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    says = models.CharField(max_length=3, choices=Says, blank=True)
    is_named = models.BooleanField(default=False)
    said_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("adoption", "person", "says", "is_named", "said_at"), "members")
    on_erase = "keep"  # the body goes on offering what it may; the name goes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "person"], name="consent_once")]

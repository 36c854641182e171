"""A tap of thanks after the day."""

from django.db import models

from staffroom.edcamps.models.cards import Card
from staffroom.edcamps.models.edcamps import Edcamp
from staffroom.events.models import Guest
from staffroom.events.models.guests import ONE_OF_THEM
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Thanks(Row):
    """Somebody thanks those who led a session (`card`) or, without one, those who hosted and helped. Those who are thanked learn how many, never who;
    nobody else learns either.
    """

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")

    known = dict.fromkeys(("edcamp", "card", "person"), "owner") | {"guest": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "person"], name="edcamp_thanks_once"),
                       models.UniqueConstraint(fields=["edcamp", "person"], condition=models.Q(card=None), name="edcamp_thanks_to_hosts_once"),
                       models.UniqueConstraint(fields=["card", "guest"], name="edcamp_guest_thanks_once"),
                       models.UniqueConstraint(fields=["edcamp", "guest"], condition=models.Q(card=None), name="edcamp_guest_thanks_to_hosts_once"),
                       models.CheckConstraint(condition=ONE_OF_THEM, name="edcamp_thanks_of_somebody")]

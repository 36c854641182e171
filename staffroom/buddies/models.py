"""Who would be a buddy in a body, and who asked whom."""

from django.db import models

from staffroom.kit.rows import Row
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


class Offering(Row):
    """Somebody would be a buddy to a colleague who is new in this body. Its members read it."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    known = {"person": "members", "organisation": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="buddy_offered_once")]
        indexes = [models.Index(fields=["organisation"], name="buddy_offering_body")]


class Pair(Row):
    """`person` asked `buddy`; both said yes at `agreed_at`. Over at `ended_at`, by whom only the row knows."""

    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    buddy = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    known = dict.fromkeys(("person", "buddy", "organisation", "agreed_at", "ended_at"), "owner") | {"ended_by": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "buddy"], condition=models.Q(ended_at=None), name="buddies_once"),
                       models.CheckConstraint(condition=~models.Q(person=models.F("buddy")), name="buddy_is_another")]
        indexes = [models.Index(fields=["buddy", "ended_at"], name="buddy_pair")]

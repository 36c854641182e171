"""The queue of the smackdown: two minutes each, one tool or one thought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.edcamps.models.edcamps import Edcamp
from staffroom.events.models import Guest
from staffroom.kit.rows import Row
from staffroom.people.models import Account

SECONDS = 120


class Turn(Row):
    """Two minutes of an account or a `guest`: what they show, its link, their place in the queue. Who was passed over comes again at the end.
    `began_at`: since when they speak.
    """

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        NOW = "now", _("now")
        DONE = "done", _("had their turn")
        GONE = "gone", _("taken back")

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    link = models.CharField(max_length=500, blank=True)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=5, choices=State, default=State.WAITS)
    began_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("edcamp", "name", "title", "link", "place", "state", "began_at", "code", "made_at"), "public") | {
        "person": "members", "guest": "members"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edcamp", "place"], name="edcamp_turn_place"),
                       models.UniqueConstraint(fields=["edcamp"], condition=models.Q(state="now"), name="edcamp_one_speaks")]

    def __str__(self) -> str:
        return self.title

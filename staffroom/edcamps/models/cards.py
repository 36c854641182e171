"""Cards, who leads them, and the dots on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.edcamps.models.edcamps import Edcamp, Room, Slot
from staffroom.events.models import Guest
from staffroom.events.models.guests import ONE_OF_THEM
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Card(Row):
    """What somebody wants to learn or can lead. Placed, it is a session: in `room`, in `slot`, and where a room takes several, in a `lane` of it.

    `author` put it up, or a `guest`, or `entered_by` did from a paper card with the number `paper`, or from a file in which it has the key `source`.
    `merged_into` is the card with which it is one. `is_locked`: no proposal moves it. `want_count` are its dots, once the voting is closed.
    """

    class Kind(models.TextChoices):
        LEARN = "learn", _("I want to learn this")
        LEAD = "lead", _("I can lead this")
        CO_LEAD = "co_lead", _("I can lead this with somebody")

    class Format(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        DEMO = "demo", _("demonstration")
        MAKE = "make", _("making something")
        PROBLEM = "problem", _("working on a problem")

    class Level(models.TextChoices):
        ANY = "", _("anybody")
        NEW = "new", _("for whoever is new to it")
        DEEP = "deep", _("for whoever knows it")

    class State(models.TextChoices):
        TABLE = "table", _("on the table")
        PLACED = "placed", _("on the board")
        MERGED = "merged", _("one with another card")
        PARKED = "parked", _("set aside")
        OFF = "off", _("called off")
        GONE = "gone", _("taken back")

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=7, choices=Kind)
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=600, blank=True)
    format = models.CharField(max_length=10, choices=Format, default=Format.DISCUSSION)
    level = models.CharField(max_length=4, choices=Level, blank=True)
    tags = models.CharField(max_length=120, blank=True)
    needs = models.JSONField(default=list)
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    paper = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.TABLE)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, null=True, related_name="cards")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="cards")
    lane = models.PositiveSmallIntegerField(null=True)
    is_locked = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    want_count = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)
    taken_down_at = models.DateTimeField(null=True)

    known = dict.fromkeys(("edcamp", "kind", "title", "words", "format", "level", "tags", "paper", "state", "slot", "room", "lane", "is_locked",
                           "merged_into", "want_count", "why", "code", "made_at"), "public") | dict.fromkeys(
        ("needs", "author", "guest", "entered_by"), "members") | {"taken_down_at": "never", "source": "never"}
    on_erase = "keep"  # a board of others stands on it; the name goes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "room", "lane"], name="edcamp_one_to_a_cell"),
            models.UniqueConstraint(fields=["edcamp", "paper"], condition=~models.Q(paper=""), name="edcamp_paper_once"),
            models.UniqueConstraint(fields=["edcamp", "source"], condition=~models.Q(source=""), name="edcamp_source_once"),
            models.CheckConstraint(condition=models.Q(state="placed", slot__isnull=False, room__isnull=False, lane__isnull=False)
                                   | (~models.Q(state="placed") & models.Q(slot=None, room=None, lane=None)), name="edcamp_placed_somewhere"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def needs_leader(self) -> bool:
        """A card of somebody who wants to learn, led by nobody yet and no discussion."""
        return self.kind == self.Kind.LEARN


class Lead(Row):
    """Who leads a card, by the name that hangs on the wall: an account, a `guest`, or a name alone. `key` is the same for the same person or name;
    `slot` is that of the card, so that nobody leads twice at once.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="leads")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, related_name="+")

    known = dict.fromkeys(("card", "name", "slot", "code", "made_at"), "public") | {"person": "members", "guest": "members", "key": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "key"], name="edcamp_lead_once"),
                       models.UniqueConstraint(fields=["slot", "key"], name="edcamp_lead_in_one_place")]

    def __str__(self) -> str:
        return self.name


class Dot(Row):
    """Somebody would like this card to take place; `number` is which of their dots it is. How many a card has nobody knows before the voting is
    closed, and whose they are nobody but each.
    """

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()

    known = dict.fromkeys(("edcamp", "card", "person"), "owner") | {"guest": "never", "number": "never"}
    owned_by = "person"
    on_erase = "delete"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "person"], name="edcamp_dot_once"),
                       models.UniqueConstraint(fields=["edcamp", "person", "number"], name="edcamp_dots_no_more"),
                       models.UniqueConstraint(fields=["card", "guest"], name="edcamp_guest_dot_once"),
                       models.UniqueConstraint(fields=["edcamp", "guest", "number"], name="edcamp_guest_dots_no_more"),
                       models.CheckConstraint(condition=ONE_OF_THEM, name="edcamp_dot_somebody"),
                       models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=5), name="edcamp_dot_number")]

"""Every move on the board: who, what, from where, to where. What was undone stays in the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffroom.edcamps.models.edcamps import Edcamp
from staffroom.kit.rows import Row
from staffroom.people.models import Account


class Move(Row):
    """One act on the board. `number` is the version of the board that it made; `cards` are the cards that it touched, each as it stood before and as
    it stands since; `cells` the places; `undoes` the move that it took back.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("The board was made")
        PUT_UP = "put_up", _("A card was put up")
        BROUGHT = "brought", _("Cards were brought in")
        CARRIED = "carried", _("The day came from another Staffroom")
        CHANGED = "changed", _("A card was changed")
        PLACED = "placed", _("A card was placed")
        MOVED = "moved", _("A session was moved")
        SWAPPED = "swapped", _("Two sessions changed places")
        BACK = "back", _("A session went back to the table")
        PARKED = "parked", _("A card was set aside")
        GONE = "gone", _("A card was taken back")
        OFF = "off", _("A session was called off")
        LED = "led", _("Somebody leads a card")
        LEFT = "left", _("Somebody leads a card no longer")
        LOCKED = "locked", _("A session was fixed or let loose")
        MERGED = "merged", _("Two cards became one")
        PARTED = "parted", _("Two cards became two again")
        VOTING = "voting", _("The voting was opened or closed")
        ROOMS = "rooms", _("Rooms or times were changed")
        LOST = "lost", _("A room was lost")
        SHIFTED = "shifted", _("All times were shifted")
        PROPOSAL = "proposal", _("A proposal was taken")
        UNDONE = "undone", _("A move was undone")

    edcamp = models.ForeignKey(Edcamp, on_delete=models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120, blank=True)
    cards = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    shift_minutes = models.SmallIntegerField(default=0)
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")

    known = dict.fromkeys(("edcamp", "number", "by", "kind", "title", "cards", "cells", "shift_minutes", "undoes", "code", "made_at"), "members")
    on_erase = "keep"  # the history of a board of others; the name goes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edcamp", "number"], name="edcamp_move_number")]

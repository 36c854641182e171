"""What this room lends to rooms below."""

from django.urls import reverse

from staffroom.catalogue import reported as _reported  # noqa: F401  what can be reported, told to the room below
from staffroom.catalogue.models import Offer
from staffroom.practice import savable
from staffroom.sharing.rules import visible_to


@savable.register("offer")
def offer(viewer, code: str) -> savable.Thing | None:
    """An offer that hangs on the wall, to be saved for later."""
    found = visible_to(viewer, Offer).filter(code=code).only("code", "title", "minutes").first()
    if found is None:
        return None
    address = reverse("catalogue:offer", args=[code])
    return savable.Thing(title=found.title, about_kind="offer", about_id=found.pk, minutes=found.minutes, link=address)

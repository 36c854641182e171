"""What this room lends to rooms below, and what it hears from them."""

from django.dispatch import receiver

from staffroom.edcamps import actions
from staffroom.edcamps import reported as _reported  # noqa: F401  what can be reported, told to the room below
from staffroom.edcamps.models import Edcamp
from staffroom.events import beside
from staffroom.events.models import Event
from staffroom.events.signals import forgotten, taken_over
from staffroom.sharing.viewers import Viewer


@beside.register
def board(place: str, viewer: Viewer, event: Event, **_more) -> beside.Beside | None:
    """The way to the board, on the page of the event."""
    if event.kind != Event.Kind.EDCAMP or place in {"event", "below"}:
        return None
    found = Edcamp.objects.filter(event=event).only("code", "event").first()  # house: whoever sees the event sees its board
    if found is None:
        return None
    found.event = event
    return beside.Beside("edcamps/_beside.html", found)


@receiver(taken_over)
def on_taken_over(sender, guest, person, **_more) -> None:
    actions.take_over_notes(by=person, guest=guest)
    actions.take_over_cards(by=person, guest=guest)


@receiver(forgotten)
def on_forgotten(sender, guest, **_more) -> None:
    actions.leave_guest(by=None, guest=guest)

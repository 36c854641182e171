"""What this room hears from events, and what it shows on their pages."""

from django.dispatch import receiver

from staffroom.attendance import actions, queries
from staffroom.events import beside
from staffroom.events.signals import taken_over


@receiver(taken_over)
def on_taken_over(sender, guest, person, **_more) -> None:
    actions.taken_over(guest, person)


beside.register(queries.beside_event)

"""What this room hears from rooms below, and what it shows on their pages."""

from django.dispatch import receiver

from staffroom.attendance.signals import came_further
from staffroom.certificates import actions, queries
from staffroom.certificates.models import Certificate
from staffroom.events import beside
from staffroom.events.signals import set_right, taken, taken_over


@receiver(set_right)
def on_set_right(sender, presence, by, why, **_more) -> None:
    actions.set_right(presence, by, why)


@receiver(taken_over)
def on_taken_over(sender, was, presence, person, **_more) -> None:
    actions.taken_over(by=person, was=was, now=presence)


@receiver(taken)
def on_taken(sender, presence, **_more) -> None:
    """What is in the record from now on has its certificate as proof."""
    standing = Certificate.objects.filter(presence=presence, ended_at=None).select_related("presence__entry", "person").first()
    if standing is not None:
        actions.as_proof(standing)


@receiver(came_further)
def on_came_further(sender, presence, **_more) -> None:
    actions.issue_met(presence)


beside.register(queries.beside_event)

"""What this room announces."""

from django.dispatch import Signal

# presence: within an act by which somebody may have done all that a certificate of the event takes.
came_further = Signal()

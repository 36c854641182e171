"""What this room announces, inside the act's transaction."""

from django.dispatch import Signal

handed = Signal()  # sender Copy, copy: the copy that somebody was just given

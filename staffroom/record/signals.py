"""What this room announces: sent inside the act's transaction, with `entry`."""

from django.dispatch import Signal

noted = Signal()
let_go = Signal()

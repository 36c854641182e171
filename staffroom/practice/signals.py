"""What this room announces."""

from django.dispatch import Signal

step_ended = Signal()  # sender PlanStep, step: the step that was done or let go

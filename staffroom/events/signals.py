"""What this room announces."""

from django.dispatch import Signal

# guest, presence (what stands now for the account, or None), person: within the act that takes a guest's seat and presence into an account.
taken_over = Signal()

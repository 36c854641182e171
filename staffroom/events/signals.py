"""What this room announces."""

from django.dispatch import Signal

# guest, presence (what stands now for the account, or None), person: within the act that takes a guest's seat and presence into an account.
taken_over = Signal()
# guest: within the act that takes them off the list and forgets them, before the row goes.
forgotten = Signal()
# presence: within the act that takes it into the record.
taken = Signal()
# presence, by, why: within the act that sets right what a list says of somebody.
set_right = Signal()

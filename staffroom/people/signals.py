"""What this room announces. Receivers get keywords only; none of it holds private text."""

from django.dispatch import Signal

# account: somebody opened an account of their own, or came in by a body for the first time.
account_opened = Signal()

# account, what (one of factors.CHANGES), by_org (bool): a way into the account changed. Mail to its addresses is already promised.
factor_changed = Signal()

# account: signed in on a device that this account has not been signed in on before. Mail is already promised.
new_device = Signal()

# away (Account), to (Account), provider: a body's sign-in moved from an account that had nothing else to the teacher's own one.
identity_moved = Signal()

# account: somebody is called by another name from now on.
renamed = Signal()

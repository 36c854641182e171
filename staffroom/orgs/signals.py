"""What this room announces, inside the act's transaction. Nothing of it holds private text."""

from django.dispatch import Signal

invited = Signal()  # sender Invitation, invitation: one that waits for a person (`to_person`) or for whoever holds its link
joined = Signal()  # sender Membership, membership, by: the account that did it, None for whoever runs the instance
renamed = Signal()  # sender Organisation, organisation: it is called otherwise from now on
ended = Signal()  # sender Membership, membership, by

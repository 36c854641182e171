"""What happens to claims; the only writers of this room."""

from staffroom.claims.actions.deciding import approve, approve_clean, correct, decline, revoke, send_back
from staffroom.claims.actions.desks import take_claims
from staffroom.claims.actions.sending import appeal, send, withdraw, withdraw_of

__all__ = ["appeal", "approve", "approve_clean", "correct", "decline", "revoke", "send", "send_back", "take_claims", "withdraw", "withdraw_of"]

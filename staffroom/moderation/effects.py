"""What the worker does for this room: telling those who reported something what was decided."""

from staffroom.kit.outbox import handles
from staffroom.moderation import actions
from staffroom.moderation.models import Decision


@handles(actions.TELL)
def tell(payload: dict) -> None:
    """Everybody is told, some at a time; told twice is told once."""
    decision = Decision.objects.filter(pk=payload["decision"]).first()
    after = actions.tell(by=None, decision=decision) if decision else ""
    while decision and after:
        after = actions.tell(by=None, decision=decision, after=after)

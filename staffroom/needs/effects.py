"""What the worker does for this room: telling those who share a need that it was answered."""

from staffroom.kit.outbox import handles
from staffroom.needs import actions
from staffroom.needs.models import Answer


@handles(actions.TELL)
def tell(payload: dict) -> None:
    """Everybody is told, some at a time; told twice is told once."""
    answer = Answer.objects.select_related("need").filter(pk=payload["answer"]).first()
    after = actions.tell(by=None, answer=answer) if answer else ""
    while answer and after:
        after = actions.tell(by=None, answer=answer, after=after)

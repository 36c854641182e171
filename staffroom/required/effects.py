"""What the worker does for this room: telling those of whom something is required."""

from staffroom.kit import outbox
from staffroom.kit.outbox import handles
from staffroom.required import actions
from staffroom.required.models import Requirement


@handles(actions.TELL)
def tell(payload: dict) -> None:
    """Everybody is told, some at a time; told twice is told once."""
    requirement = Requirement.objects.select_related("organisation").filter(pk=payload["requirement"]).first()
    told = {"kind": payload["kind"], "mark": payload["mark"]}
    after = actions.tell(by=None, requirement=requirement, **told) if requirement else ""
    while requirement and after:
        outbox.give_way()
        after = actions.tell(by=None, requirement=requirement, after=after, **told)

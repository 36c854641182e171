"""What the worker does for this room: issuing to all who wish, some at a time, so that no transaction is long."""

from uuid import UUID

from staffroom.certificates import actions
from staffroom.events.models import Event
from staffroom.kit.acts import Refusal
from staffroom.kit.outbox import handles
from staffroom.people.models import Account


@handles(actions.ISSUE)
def issue(payload: dict) -> None:
    """Everybody who wishes for one and was there has it; done twice it is done once."""
    event, by = Event.objects.filter(pk=UUID(payload["event"])).first(), Account.objects.filter(pk=UUID(payload["by"])).first()
    after = None
    while event is not None and by is not None:
        try:
            after = actions.issue_some(by=by, event=event, after=after)
        except Refusal:  # they run it no more
            return
        if after is None:
            return

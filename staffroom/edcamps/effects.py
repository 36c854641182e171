"""What the worker does for this room: telling every open page of a board its new number."""

from staffroom.edcamps import actions
from staffroom.edcamps.models import Edcamp
from staffroom.kit.outbox import handles


@handles(actions.CHANGED, idle=True)
def changed(payload: dict) -> None:
    """Told twice does no harm: a page that has this version does nothing."""
    held = Edcamp(code=payload["edcamp"])
    actions.tell(held.channel, payload["version"])

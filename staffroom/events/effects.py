"""What the worker does for this room: telling those who go that an event was moved or called off."""

from uuid import UUID

from staffroom.events import actions
from staffroom.events.models import Event, EventNews, Planned
from staffroom.kit.outbox import handles


@handles(actions.TELL)
def tell(payload: dict) -> None:
    """Everybody is told, some at a time; told twice is told once."""
    news = EventNews.objects.select_related("event").filter(pk=UUID(payload["news"])).first()
    after = actions.tell(by=None, news=news) if news else ""
    while news and after:
        after = actions.tell(by=None, news=news, after=after)


@handles(actions.TELL_FIRST)
def tell_first(payload: dict) -> None:
    """Those who asked are told in their order, some at a time, until nobody is left."""
    planned = Planned.objects.filter(pk=UUID(payload["planned"])).first()
    while planned is not None and actions.tell_first(by=None, planned=planned):
        pass


@handles(actions.TELL_NEXT)
def tell_next(payload: dict) -> None:
    """Guests who asked are told of the next edition in their order, some at a time, until nobody is left."""
    event = Event.objects.filter(pk=UUID(payload["event"])).first()
    while event is not None and actions.tell_next(by=None, event=event):
        pass

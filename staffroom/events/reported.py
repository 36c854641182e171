"""What of this room can be reported and taken down: events."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.events import actions
from staffroom.events.models import Event, Planned
from staffroom.moderation.kinds import Kind, Thing, register


def _there() -> QuerySet[Event]:
    """What hangs for anyone, and what was taken down when it did."""
    return Event.objects.filter(Q(audience=Event.Audience.PUBLIC) | Q(taken_down_at__isnull=False))


def _events(**which) -> list[Thing]:
    return [Thing(row=row, words="\n".join(filter(None, (row.title, row.words, row.place, row.conduct))), link=row.href, author=row.host,
                  down=row.taken_down_at is not None) for row in _there().filter(**which).select_related("host")]


register("event", Kind(words=_("an event"), there=_there, author="host", read=_events, down=actions.take_down_event, up=actions.put_up_event))


def _planned(**which) -> list[Thing]:
    return [Thing(row=row, words="\n".join(filter(None, (row.title, row.words, row.season, row.why))), link=row.href, author=row.host,
                  down=row.taken_down_at is not None) for row in Planned.objects.filter(**which).select_related("host")]


register("planned", Kind(words=_("something without a date yet"), there=Planned.objects.all, author="host", read=_planned,
                         down=actions.take_down_planned, up=actions.put_up_planned))

"""Where it is morning already. Pure: no Django in here."""

from collections import defaultdict
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MORNING = time(7)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def mornings(now: datetime) -> dict[date, list[str]]:
    """The names of all zones in which it is seven or later, by the day that it is there."""
    found: dict[date, list[str]] = defaultdict(list)
    for zone in _zones():
        local = now.astimezone(ZoneInfo(zone))
        if local.time() >= MORNING:
            found[local.date()].append(zone)
    return dict(found)

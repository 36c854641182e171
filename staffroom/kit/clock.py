"""The one clock. Every time is aware and in UTC until it is shown."""

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone


def now() -> datetime:
    """This instant, aware, UTC."""
    return timezone.now()


def today_in(zone: str) -> date:
    """The calendar day in a person's time zone (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def zones_where(day: date) -> tuple[str, ...]:
    """The time zones (IANA names) in which it is this day now."""
    return _zones_by_day(now().replace(second=0, microsecond=0)).get(day, ())


@lru_cache(maxsize=4)
def _zones_by_day(minute: datetime) -> dict[date, tuple[str, ...]]:
    found = defaultdict(list)
    for zone in sorted(available_timezones()):
        found[minute.astimezone(ZoneInfo(zone)).date()].append(zone)
    return {day: tuple(zones) for day, zones in found.items()}

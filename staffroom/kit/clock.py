"""The one clock. Every time is aware and in UTC until it is shown."""

from collections import defaultdict
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


def now() -> datetime:
    """This instant, aware, UTC."""
    return datetime.now(UTC)


def today_in(zone: str) -> date:
    """The calendar day in a person's time zone (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def zones_where(day: date) -> tuple[str, ...]:
    """The time zones (IANA names) in which it is this day now."""
    return _zones_by_day(now().replace(second=0, microsecond=0)).get(day, ())


def zones_named(text: str) -> tuple[list[str], list[str]]:
    """The time zones of this name or named after this city, however it is written, and otherwise those whose names look like it."""
    named, wanted = _zones_by_name(), text.strip().casefold().replace(" ", "_")
    return named.get(wanted, []), [zone for name in get_close_matches(wanted, named, 3, 0.75) for zone in named[name][:1]]


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, list[str]]:
    """By the whole name, which comes first ("Singapore"), and by its last part, which is a city; old names ("US/Mountain") only by the whole."""
    zones = sorted(available_timezones())
    cities: dict[str, list[str]] = defaultdict(list)
    for zone in zones:
        region, _slash, rest = zone.partition("/")
        if rest and region not in {"Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico", "posix", "right"}:
            cities[rest.rpartition("/")[2].casefold()].append(zone)
    return {**cities, **{zone.casefold(): [zone] for zone in zones}}


@lru_cache(maxsize=4)
def _zones_by_day(minute: datetime) -> dict[date, tuple[str, ...]]:
    found = defaultdict(list)
    for zone in sorted(available_timezones()):
        found[minute.astimezone(ZoneInfo(zone)).date()].append(zone)
    return {day: tuple(zones) for day, zones in found.items()}

"""The one clock. Every time is aware and in UTC until it is shown."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """This instant, aware, UTC."""
    return timezone.now()


def today_in(zone: str) -> date:
    """The calendar day in a person's time zone (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()

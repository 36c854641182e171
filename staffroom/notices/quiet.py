"""Quiet hours, as arithmetic on local clock times. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def is_quiet(local_hour: int, quiet_from: int, quiet_to: int) -> bool:
    """Is this hour quiet? From 17 to 7 goes over midnight; equal ends mean never."""
    if quiet_from == quiet_to:
        return False
    if quiet_from < quiet_to:
        return quiet_from <= local_hour < quiet_to
    return local_hour >= quiet_from or local_hour < quiet_to


def next_loud(now: datetime, zone: str, quiet_from: int, quiet_to: int) -> datetime:
    """The first instant from `now` on (aware) that is not quiet in the zone; `now` itself when it is not.

    On days when clocks change the local hour decides: a skipped quiet end is met at the next hour that exists.
    """
    moment = now
    for _step in range(49):
        if not is_quiet(moment.astimezone(ZoneInfo(zone)).hour, quiet_from, quiet_to):
            return moment
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return now

"""Times by the clock on the wall where something takes place, and the moments that they are. Pure.

A time that is skipped when clocks go forward is none; one that comes twice when they go back is the first, unless the second is meant.
What was meant is kept as it was written, with the distance to UTC of that day ("2026-11-01T01:30-05:00"), so that it can be reckoned
again when a zone changes its rules.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(hours=24)
BEFORE, AFTER = timedelta(minutes=30), timedelta(hours=2)  # how long the door stands open before it begins and after it ends


class NoSuchTime(ValueError):
    """The clock skips this time; `until` is what it shows instead."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Span:
    """From one moment to another (UTC), as the clock in `zone` shows them."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    @property
    def minutes(self) -> int:
        """Whole minutes that pass, whatever the clock does meanwhile."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def on(self) -> date:
        """The day on which it begins, there."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()


def moments(wall: datetime, zone: str) -> list[datetime]:
    """The moments (UTC) at which the clock in a zone shows this: none, one or two, in their order."""
    found = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall.replace(fold=0))


def moment(wall: datetime, zone: str, second: bool = False) -> datetime:
    """The moment that is meant. Raises NoSuchTime."""
    found = moments(wall, zone)
    if not found:
        skipped = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
        raise NoSuchTime(skipped.replace(tzinfo=None))
    return found[-1 if second else 0]


def span(on: date, starts: time, ends: time, zone: str, second: bool = False) -> Span:
    """What begins on a day at a time and ends at the next such time after it, at most a day later. Raises NoSuchTime."""
    begins = moment(datetime.combine(on, starts), zone, second)
    for day in (on, on + timedelta(days=1)):
        later = [at for at in moments(datetime.combine(day, ends), zone) if at > begins]
        if later:
            return Span(begins, later[0], zone)
    raise NoSuchTime(datetime.combine(on, ends))


def written(at: datetime, zone: str) -> str:
    """A moment as the clock there shows it, to be kept."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def again(kept: str, zone: str) -> datetime:
    """The moment that is meant by what was written, by the rules of today: the same time on the wall."""
    said = datetime.fromisoformat(kept)
    found = moments(said.replace(tzinfo=None), zone)
    same = [at for at in found if at.astimezone(ZoneInfo(zone)).utcoffset() == said.utcoffset()]
    return (same or found or [said.astimezone(UTC)])[0]


def shifted(at: datetime, zone: str, days: int) -> datetime:
    """The moment so many days later at the same time on the wall; what is skipped there moves on with the clock."""
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=days)
    found = moments(wall, zone)
    return found[0] if found else wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def midnight(on: date, zone: str) -> datetime:
    """The moment at which a day begins in a zone."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)

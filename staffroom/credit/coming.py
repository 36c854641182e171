"""When somebody is told that the days of their licence come to their end. Pure: no Django in here."""

from calendar import monthrange
from datetime import date

MONTHS = (18, 12, 6, 3)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def tellings(last_on: date) -> list[tuple[date, int]]:
    """The days of telling of a licence with this last day, the first one first, each with the months that are left then."""
    return [(months_before(last_on, months), months) for months in MONTHS]


def due(last_on: date, since: date, today: date) -> int:
    """How many months to say today: the fewest of a day of telling from `since` on that has come. 0: nothing is to be told, or it is over."""
    return min((months for day, months in tellings(last_on) if since <= day <= today), default=0) if today <= last_on else 0


def next_day(last_on: date, today: date) -> date | None:
    """The next day of telling after today, if there is one."""
    return next((day for day, _months in tellings(last_on) if day > today), None)

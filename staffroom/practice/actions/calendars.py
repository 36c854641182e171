"""Switching one's own calendar on for other programs, and off. Nobody is told; what was read by then stays where it was read."""

from staffroom.kit.acts import act
from staffroom.people.models import Account
from staffroom.people.queries import alone
from staffroom.practice.models.calendars import CalendarAddress, digest_of, new_secret


@act("practice.open_calendar")
def open_calendar(*, by: Account, shows_titles: bool) -> CalendarAddress:
    """What of this person has a day can be read under one secret address, with or without its titles. On already, the address stays."""
    alone(person=by.pk)  # one address, also from two tabs
    held = CalendarAddress.objects.filter(person=by).first() or _with_secret(CalendarAddress(person=by))
    held.shows_titles = shows_titles
    held.save()
    return held


@act("practice.renew_calendar")
def renew_calendar(*, by: Account) -> CalendarAddress | None:
    """Another secret; under the one before nothing is read any more. Where none is on, none is made."""
    alone(person=by.pk)
    held = CalendarAddress.objects.filter(person=by).first()
    if held is not None:
        _with_secret(held).save()
    return held


@act("practice.close_calendar")
def close_calendar(*, by: Account) -> None:
    """Nobody reads it any more."""
    CalendarAddress.objects.filter(person=by).delete()


def _with_secret(held: CalendarAddress) -> CalendarAddress:
    held.secret = new_secret()
    held.digest = digest_of(held.secret)
    return held

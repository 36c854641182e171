"""The days of an offer in words: when it is, until when one may come, where."""

from datetime import date

from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.ui.paper import day_in_words


def when(offer: Offer) -> tuple[tuple[str, str], ...]:
    """Rows of the facts label: (name, words) of each day and place that is known. An offer without any has no such rows."""
    year = clock.now().year
    rows = []
    if offer.starts_on or offer.ends_on:
        rows.append((_("When"), span(offer.starts_on, offer.ends_on, year)))
    if offer.closes_on:
        rows.append((_("Deadline"), deadline(offer, year)))
    if offer.place or offer.online is not None:
        rows.append((_("Where"), where(offer)))
    return tuple(rows)


def span(starts: date | None, ends: date | None, year: int) -> str:
    """ "Thursday 12 November", or from one day to another."""
    if starts and ends and starts != ends:
        return _("%(first)s to %(last)s") % {"first": day_in_words(starts, year), "last": day_in_words(ends, year)}
    return day_in_words(starts or ends, year)


def deadline(offer: Offer, year: int) -> str:
    """The last day, and where that day is meant to end."""
    day = day_in_words(offer.closes_on, year)
    if offer.zone:
        return _("%(day)s, midnight in %(zone)s") % {"day": day, "zone": offer.zone.replace("_", " ")}
    return _("%(day)s; its time zone is not known") % {"day": day}


def where(offer: Offer) -> str:
    """A place, online, or both."""
    if offer.online and offer.place:
        return _("%(place)s, and online") % {"place": offer.place}
    return _("Online") if offer.online else offer.place or _("Not online; the place is not known")

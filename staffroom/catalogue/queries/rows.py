"""An offer as one row of a list."""

from collections import OrderedDict
from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from staffroom.catalogue.fitting import Reasons
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.finding import Filter, Found, language_name
from staffroom.catalogue.queries.shelf import topics
from staffroom.kit import clock
from staffroom.ui.paper import day_in_words, said_once

HOURS_FROM = 180
MOST_MADE = 5_000


@dataclass(frozen=True)
class Row:
    """What a row shows of an offer: minutes, title, maker, small facts, and why it is here."""

    offer: Offer
    qty: str
    unit: str
    facts: str
    said: str
    fits: str = ""


def rows(found: Found) -> list[Row]:
    """The page of results as rows."""
    said, fits = found.said or {}, found.fits or {}
    return [row(offer, said.get(offer.pk, ""), _fits(fits.get(offer.pk, ()))) for offer in found.offers]


def row(offer: Offer, said: str = "", fits: str = "") -> Row:
    """One offer as a row; `said` are the reader's own words that it holds, `fits` what of their profile it fits."""
    qty, unit = _length(offer.minutes)
    return Row(offer, qty, unit, _facts(offer), said, fits)


def _fits(reasons: Reasons) -> str:
    """What speaks for an offer: “Fits you: Many languages in one room; Primary”. How old those are, the reader knows."""
    named = [str(Offer.Level(value).label) if by == "level" else str(topics()[(by, value)]).partition("," if by == "stage" else "\n")[0]
             for by, value in reasons if by == "level" or (by, value) in topics()]
    return _("Fits you: %(what)s.") % {"what": "; ".join(named)} if named else ""


_made: OrderedDict[tuple, str] = OrderedDict()


def _facts(offer: Offer) -> str:
    """Title, maker and small facts as HTML: the same for every reader, made once for each change and language."""
    place = (offer.pk, offer.changed_at, get_language())
    made = _made.get(place)
    if made is None:
        made = _keep(place, get_template("catalogue/_facts.html").render(_words(offer)))
    return made


def choices(filters: tuple[Filter, ...]) -> str:
    """The fields of the filters as HTML, made once for the same numbers and choices (never for words)."""
    place = (filters, get_language())
    made = _made.get(place)
    if made is None:
        made = _keep(place, get_template("catalogue/_choices.html").render({"filters": filters}))
    return made


def _keep(place: tuple, made: str) -> str:
    _made[place] = made
    while len(_made) > MOST_MADE:
        _made.popitem(last=False)
    return made


def _words(offer: Offer) -> dict:
    made = _("%(kind)s by") if offer.maker else _("%(kind)s. Its maker is not known.")
    kind = str(offer.get_kind_display())
    return {"offer": offer, "made": made % {"kind": kind[:1].upper() + kind[1:]}, "bits": tuple(_bits(offer))}


def _day(offer: Offer) -> str:
    """The next day that counts: the deadline, else the first day."""
    year = clock.now().year
    if offer.closes_on:
        return _("until %(day)s") % {"day": day_in_words(offer.closes_on, year, short=True)}
    return day_in_words(offer.starts_on, year, short=True)


@said_once
def _length(minutes: int | None) -> tuple[str, str]:
    if minutes is None:
        return "", _("time not known")
    if minutes < HOURS_FROM:
        return number_format(minutes), _("min")
    return number_format(-(-minutes // 60)), _("hours")


def _bits(offer: Offer):
    for said in offer.offered:
        yield _("offered by %(body)s") % {"body": said["body"]}
    if offer.starts_on or offer.closes_on:
        yield _day(offer)
    if offer.silent_since_at:
        yield _("no answer since %(day)s") % {"day": day_in_words(offer.silent_since_at, clock.now().year, short=True)}
    parts = ((_("watch %s"), offer.watch_minutes), (_("do %s"), offer.do_minutes), (_("relate %s"), offer.relate_minutes))
    mix = [words % part for words, part in parts if part]
    if mix:
        yield ", ".join(mix)
    yield str(offer.get_level_display()) or _("level not known")
    yield str(offer.get_cost_display()).lower() or _("cost not known")
    if offer.language and offer.language.split("-")[0] != (get_language() or "en").split("-")[0]:
        yield language_name(offer.language)

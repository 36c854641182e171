"""An offer as one row of a list."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.finding import Found, language_name
from staffroom.kit.ops import new_op_id

HOURS_FROM = 180


@dataclass(frozen=True)
class Row:
    """What a row shows of an offer: minutes, title, maker, small facts, and why it is here."""

    offer: Offer
    qty: str
    unit: str
    made: str
    by: str
    bits: tuple[str, ...]
    said: str

    @property
    def op_id(self) -> str:
        """An operation id for the button of this row: all rows share one form."""
        return new_op_id()


def rows(found: Found) -> list[Row]:
    """The page of results as rows."""
    return [row(offer, (found.said or {}).get(offer.pk, "")) for offer in found.offers]


def row(offer: Offer, said: str = "") -> Row:
    """One offer as a row; `said` are the reader's own words that it holds."""
    qty, unit = _length(offer.minutes)
    made = _("%(kind)s by") if offer.maker else _("%(kind)s. Its maker is not known.")
    kind = str(offer.get_kind_display())
    return Row(offer, qty, unit, made % {"kind": kind[:1].upper() + kind[1:]}, offer.maker, tuple(_bits(offer)), said)


def _length(minutes: int | None) -> tuple[str, str]:
    if minutes is None:
        return "", _("time not known")
    if minutes < HOURS_FROM:
        return number_format(minutes), _("min")
    return number_format(-(-minutes // 60)), _("hours")


def _bits(offer: Offer):
    parts = ((_("watch %s"), offer.watch_minutes), (_("do %s"), offer.do_minutes), (_("relate %s"), offer.relate_minutes))
    mix = [words % part for words, part in parts if part]
    if mix:
        yield ", ".join(mix)
    yield str(offer.get_level_display()) or _("level not known")
    yield str(offer.get_cost_display()).lower() or _("cost not known")
    if offer.language and offer.language.split("-")[0] != (get_language() or "en").split("-")[0]:
        yield language_name(offer.language)

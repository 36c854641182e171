"""Facts that people set right: what stands, what stood before, and who says so."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue.described import SET_BY_PEOPLE
from staffroom.catalogue.models import Correction, Offer
from staffroom.catalogue.queries.finding import language_name
from staffroom.kit import money
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui.paper import hours_in_words

MOST = 50
NAMES = {
    "minutes": gettext_lazy("Minutes"), "watch_minutes": gettext_lazy("To watch or read"), "do_minutes": gettext_lazy("To do"),
    "relate_minutes": gettext_lazy("To talk with others"), "cost": gettext_lazy("Cost"), "cost_minor": gettext_lazy("Price"),
    "maker": gettext_lazy("Made by"), "paid_by": gettext_lazy("Paid by"), "follow_up": gettext_lazy("Follow-up"), "level": gettext_lazy("Level"),
    "evidence": gettext_lazy("Evidence"), "asks_of_you": gettext_lazy("Asks of you"), "captions": gettext_lazy("Captions"),
    "transcript": gettext_lazy("Transcript"), "screen_reader": gettext_lazy("Works with a screen reader"),
    "keyboard": gettext_lazy("Works with the keyboard alone"), "language": gettext_lazy("Language"), "licence": gettext_lazy("Licence"),
    "counts_where": gettext_lazy("Counts where"),
}
CHOICES = {"cost": Offer.Cost, "level": Offer.Level, "evidence": Offer.Evidence}


@dataclass(frozen=True)
class Line:
    """One correction as a page shows it: its facts as (name, before, then), and whether it was taken back."""

    row: Correction
    facts: tuple[tuple[str, str, str], ...]
    undone: bool


def facts_of(offer: Offer) -> dict[str, Any]:
    """The facts that people may set right, as plain values."""
    return {name: getattr(offer, name) for name in SET_BY_PEOPLE}


def first(offer: Offer) -> dict[str, Any]:
    """What the form shows at first."""
    held = facts_of(offer)
    amount = money.plain(offer.cost_minor, offer.currency) if offer.cost_minor else ""
    return held | {"exact_cost": amount, "was": json.dumps(held)}


def names(facts: list[str]) -> list[str]:
    """These facts by name, in the order of the form."""
    return [str(words) for name, words in NAMES.items() if name in facts]


def history(viewer: Viewer, offer: Offer) -> list[Line]:
    """Who set which facts right, newest first."""
    rows = list(visible_to(viewer, Correction).filter(offer=offer).select_related("by").order_by("-made_at", "-pk")[:MOST])
    undone = {row.undoes_id for row in rows}
    return [Line(row, tuple(told(row.facts, offer)), row.pk in undone) for row in rows]


def beside(offer: Offer, mine: dict[str, Any], facts: list[str]) -> list[tuple[str, str, str]]:
    """What stands there now beside what somebody typed: (name, now, mine)."""
    return list(told({name: [getattr(offer, name), mine[name]] for name in facts}, offer))


def told(facts: dict[str, list], offer: Offer):
    """What a correction changed, as (name, before, then) in words."""
    currencies = facts.get("currency", [offer.currency, offer.currency])
    for name, label in NAMES.items():
        if name in facts:
            yield str(label), *(_words(name, value, currency) for value, currency in zip(facts[name], currencies, strict=True))


def _words(name: str, value: Any, currency: str) -> str:
    if value in ("", None):
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("minutes"):
        return hours_in_words(value)
    if name == "cost_minor":
        return money.in_words(value, currency)
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    return language_name(value) if name == "language" else str(value)

"""Up to four offers side by side: the facts of their labels as rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from staffroom.catalogue import rates
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import finding, offers
from staffroom.catalogue.wanted import Wanted
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui.paper import Facts, hours_in_words

MOST = 4
PROPOSED = 5


@dataclass(frozen=True)
class Line:
    """One fact: what each offer says (None: not known), beside the name of the offer, and whether they differ."""

    name: str
    said: tuple[tuple[str, str | None], ...]
    differs: bool


def chosen(viewer: Viewer, codes: Iterable[str]) -> list[Offer]:
    """The first four offers with these codes, in the order they were named; what is not there is left out."""
    wanted = list(dict.fromkeys(codes))[:20]
    held = {offer.code: offer for offer in rates.with_rates(visible_to(viewer, Offer)).filter(code__in=wanted)}
    return [held[code] for code in wanted if code in held][:MOST]


def lines(compared: list[Offer]) -> list[Line]:
    """The facts of these offers, each a line, in the order of the facts label."""
    told = [_facts(offer, offers.facts(offer)) for offer in compared]
    return [Line(name, tuple((offer.title, row[at][1]) for offer, row in zip(compared, told, strict=True)),
                 len({fold(row[at][1] or "") for row in told}) > 1) for at, (name, _words) in enumerate(told[0])] if told else []


def _facts(offer: Offer, facts: Facts) -> list[tuple[str, str | None]]:
    parts = ", ".join(words for _css, _x, _width, words, _middle, _part in facts.mix)
    return [(_("Kind"), offer.get_kind_display()), (_("Time"), hours_in_words(facts.minutes) if facts.minutes else None), (_("Cost"), facts.cost),
            (_("What you do, in minutes"), parts or None), (_("Teachers who told that they tried it"), _tried(facts)),
            *((str(name), words) for name, words in facts.rows)]


def _tried(facts: Facts) -> str | None:
    """How many teachers told, and what helped; fewer than five are too few to say."""
    if facts.tried is None:
        return None
    return _("too few to say") if facts.too_few else ". ".join(filter(None, [str(facts.tried), facts.easier]))


def proposed(viewer: Viewer, words: str, compared: list[Offer]) -> list[Offer]:
    """The five nearest to some words that are not compared yet."""
    there = {offer.pk for offer in compared}
    return [offer for offer in finding.found(viewer, Wanted(words[:300])).offers if offer.pk not in there][:PROPOSED] if words.strip() else []

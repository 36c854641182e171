"""Offers that may be the same: by where their address leads, by their ISBN, by title and maker; and what became of them."""

from django.utils.translation import gettext_lazy as _

from staffroom.catalogue.models import Merge, Offer
from staffroom.kit import search
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui.paper import minutes_in_words

MOST = 5
NAMES = (_("Title"), _("Kind"), _("Made by"), _("Address"), _("Minutes"), _("Cost"), _("Days"), _("Place"), _("ISBN"))
HOPS = 5


def of(viewer: Viewer, offer: Offer) -> list[Offer]:
    """At most five offers on the wall that look like this one, the surest first. Three statements, whatever the size of the shelf."""
    page = offer.url_key.partition("#")[0]
    pages = {key for key in (page, offer.resolved_key) if key}
    named = [ref for ref, _score in search.find("offer", search.parse(f'"{" ".join(search.words_of(offer.title))[:200]}"'), limit=50)]
    others = visible_to(viewer, Offer).exclude(pk=offer.pk).exclude(kind__in=[Offer.Kind.POST, Offer.Kind.PRACTICE])
    alike = others.filter(pk__in=named) | others.filter(url_key__in=pages) | others.filter(resolved_key__in=pages)
    if offer.isbn:
        alike |= others.filter(isbn=offer.isbn)
    sure = [(points, other) for other in alike if (points := _alike(offer, other, pages))]
    return [other for _points, other in sorted(sure, key=lambda pair: (-pair[0], pair[1].made_at))[:MOST]]


def _alike(offer: Offer, other: Offer, pages: set[str]) -> int:
    """3 for one page, 2 for one book, 1 for one title of one maker (or of one that is not known); 0 for two things."""
    if offer.starts_on and other.starts_on and offer.starts_on != other.starts_on:
        return 0
    if pages & {key for key in (other.url_key.partition("#")[0], other.resolved_key) if key}:
        return 3
    if offer.isbn and offer.isbn == other.isbn:
        return 2
    makers = fold(offer.maker), fold(other.maker)
    return int(fold(offer.title) == fold(other.title) and (makers[0] == makers[1] or not all(makers)))


def beside(viewer: Viewer, mine: Offer) -> list[tuple[Offer, list[tuple[str, str, str]]]]:
    """Each offer that looks like mine, with the facts of both in rows: (name, mine, the other); what neither knows is left out."""
    return [(other, [row for row in zip(NAMES, _facts(mine), _facts(other), strict=True) if row[1] or row[2]]) for other in of(viewer, mine)]


def _facts(offer: Offer) -> list[str]:
    days = " – ".join(day.isoformat() for day in (offer.starts_on, offer.ends_on) if day)
    minutes = minutes_in_words(offer.minutes) if offer.minutes else ""
    return [offer.title, str(offer.get_kind_display()), offer.maker, offer.url, minutes, str(offer.get_cost_display()), days, offer.place, offer.isbn]


def merges(viewer: Viewer) -> list[Merge]:
    """What I made one and did not undo, newest first."""
    return list(visible_to(viewer, Merge).filter(undone_at=None).select_related("kept", "gone").order_by("-made_at", "-pk")[:20])


def moved_to(code: str) -> str:
    """The code of the offer that an old address leads to now; empty when it leads nowhere."""
    for _hop in range(HOPS):
        row = Offer.objects.filter(code=code, merged_into__isnull=False).values_list("merged_into__code", "merged_into__taken_down_at").first()
        if row is None:
            return ""
        code = row[0]
        if row[1] is None:
            return code
    return ""

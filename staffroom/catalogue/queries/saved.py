"""Searches that somebody keeps: in words, and what is new for one."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.catalogue import wanted
from staffroom.catalogue.models import SavedSearch
from staffroom.catalogue.queries import finding, shelf
from staffroom.catalogue.wanted import Wanted
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

MOST_FRESH = 200


@dataclass(frozen=True)
class Saved:
    """A kept search as a page shows it."""

    row: SavedSearch
    words: str
    address: str


def read(asked: str) -> Wanted:
    """The question of a kept address; what is not known any more is left out."""
    return wanted.read(parse_qs(asked.removeprefix("?")), finding.known)


def mine(viewer: Viewer) -> list[Saved]:
    """What this viewer keeps, newest first."""
    rows = visible_to(viewer, SavedSearch).order_by("-made_at", "pk")
    return [Saved(row, in_words(held), held.address()) for row in rows for held in [read(row.asked)]]


def in_words(held: Wanted) -> str:
    """The question for a person to read: “exit ticket”, at most 15 minutes, course, free."""
    parts = [_("“%(words)s”") % {"words": held.words}] if held.words else []
    if held.minutes:
        parts.append(ngettext("at most %(n)s minute", "at most %(n)s minutes", held.minutes) % {"n": held.minutes})
    for by, values in held.chosen.items():
        names = dict(finding.values_of(by, dict.fromkeys(values, 1)))
        parts += [names.get(value, value) for value in values]
    return ", ".join(parts) or _("everything")


def fresh(asked: str, since: datetime) -> int:
    """How many offers came since then (by their keys, which begin with the time) and fit; of the newest two hundred."""
    held = read(asked)
    floor = UUID(int=int(since.timestamp() * 1000) << 80)
    newest = finding.offers_for(NOBODY).filter(pk__gt=floor).order_by("-pk").values("pk")[:MOST_FRESH]
    lights = shelf.lights(finding.offers_for(NOBODY).filter(pk__in=[row["pk"] for row in newest]))
    named = finding.named(held) if held.words else lights.keys()
    return len(wanted.counts((lights[pk] for pk in lights if pk in named), held)[0])

"""What a body offers and asked, and one of these as its readers see it."""

from dataclasses import dataclass

from django.core.paginator import Page

from staffroom.kit.paging import page_of
from staffroom.offered import things
from staffroom.offered.models import Adoption, Consent
from staffroom.orgs.models import Organisation
from staffroom.sharing.rules import can, visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 12


@dataclass(frozen=True)
class Shown:
    """One adoption: the thing as it is now (None: it hangs no more), how many answers it waits for, and what this viewer said."""

    row: Adoption
    thing: things.Thing | None
    waits_for: int
    mine: Consent | None
    may_answer: bool
    may_end: bool


def of_body(viewer: Viewer, body: Organisation, number: str) -> Page:
    """What this body offers and asked, the newest first."""
    return page_of(visible_to(viewer, Adoption).filter(organisation=body).order_by("-made_at", "-pk"), number, A_PAGE)


def shown(viewer: Viewer, row: Adoption) -> Shown:
    """An adoption as its page shows it."""
    mine = visible_to(viewer, Consent).filter(adoption=row).first() if viewer.holds_own_key else None
    waits_for = 0 if row.agreed_at or row.ended_at else row.consents.exclude(says=Consent.Says.YES).count()
    return Shown(row, things.of(row), waits_for, mine, can(viewer, "answer", row), can(viewer, "end", row))

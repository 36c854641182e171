"""What a body can take up, each read by the ordinary rule: what it is called, who made it, and what would hang."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue.models import PracticeCard
from staffroom.edcamps.models import Card
from staffroom.events.models import Event
from staffroom.offered.models import Adoption
from staffroom.people.models import Account
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY
from staffroom.ui.paper import day_in_words

WORDS = {"card": gettext_lazy("practice card"), "session": gettext_lazy("session of an edcamp"), "event": gettext_lazy("event")}


@dataclass(frozen=True)
class Thing:
    """Something that teachers made. `makers` is empty where somebody of them cannot be asked, for they have no account here."""

    kind: str
    row: Any
    title: str
    words: str
    link: str
    makers: tuple[Account, ...]
    said: str = ""
    minutes: int | None = None

    @property
    def key(self) -> dict:
        """How an adoption names it."""
        return {self.kind: self.row}


def read(kind: str, code: str) -> Thing | None:
    """The thing with this code, if anyone may read it; None for all else."""
    return {"card": _card, "session": _session, "event": _event}.get(kind, lambda code: None)(code)


def of(adoption: Adoption) -> Thing | None:
    """What an adoption is about, as it is now; None where it is gone or not for anyone any more."""
    for kind in WORDS:
        row = getattr(adoption, kind)
        if row is not None:
            return read(kind, row.code)
    return None


def _card(code: str) -> Thing | None:
    row = visible_to(NOBODY, PracticeCard).filter(code=code).select_related("offer", "person").first()
    if row is None:
        return None
    link = reverse("catalogue:offer", args=[row.offer.code])
    return Thing("card", row, row.offer.title, row.offer.summary, link, (row.person,) if row.person else ())


def _session(code: str) -> Thing | None:
    """A session that somebody leads. Where a leader has no account, nobody can be asked."""
    row = visible_to(NOBODY, Card).filter(code=code, taken_down_at=None).select_related("edcamp__event").first()
    if row is None or row.state not in {Card.State.PLACED, Card.State.TABLE}:
        return None
    leads = [lead.person for lead in row.leads.select_related("person").order_by("made_at", "pk")]
    event = row.edcamp.event
    said = _("First led at %(title)s, %(day)s.") % {"title": event.title, "day": day_in_words(event.starts_at, 0)}
    return Thing("session", row, row.title, row.words, reverse("edcamps:card", args=[row.code]), tuple(leads) if all(leads) else (), said)


def _event(code: str) -> Thing | None:
    """An event that a teacher hosts in their own name."""
    hosted = visible_to(NOBODY, Event).filter(code=code, organisation=None, cancelled_at=None).exclude(kind=Event.Kind.EDCAMP)
    row = hosted.select_related("host").first()
    if row is None:
        return None
    said = _("First held on %(day)s.") % {"day": day_in_words(row.starts_at, 0)}
    minutes = max(int((row.ends_at - row.starts_at).total_seconds()) // 60 - row.meal_minutes, 0)
    return Thing("event", row, row.title, row.words, row.href, (row.host,) if row.host else (), said, minutes or None)

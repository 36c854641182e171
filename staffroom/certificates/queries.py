"""What is seen of certificates: mine, one, the check page, those of an event for whoever runs it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse

from staffroom.certificates import frozen, printed
from staffroom.certificates.models import LENGTH, Certificate, Revocation, Wish
from staffroom.certificates.rules import is_ready, ready_of
from staffroom.events.beside import Beside
from staffroom.events.models import Event, Going, Guest, Presence, Try
from staffroom.events.rules import may_run
from staffroom.kit.paging import page_of
from staffroom.kit.words import fold
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui import paper

A_PAGE = 20
PAGES = {LENGTH: "verify:check"}  # where a number of so many letters is checked; rooms above add their own


@dataclass(frozen=True)
class Checked:
    """What the check page says: "valid", "corrected" or "revoked", since when and why, and every fact of the paper."""

    certificate: Certificate
    told: frozen.Told
    state: str
    at: datetime | None = None
    why: str = ""
    other: Certificate | None = None

    @property
    def issued(self) -> str:
        """The day, with its year: papers are read in another one."""
        return paper.whole_day(self.certificate.made_at.date())


@dataclass(frozen=True)
class Preview:
    """What a certificate would say, the letters that no font here has, and what its holder could have printed on it."""

    told: frozen.Told
    missing: list[str]
    takeaways: list[str]


@dataclass(frozen=True)
class OfEvent:
    """For whoever runs an event: a page of those who have one, how many there are of all, and how many wait for theirs."""

    page: Page
    count: int
    wish_count: int
    ready_count: int


def tidy(said: str) -> str:
    """A number as people type it: without hyphens and spaces, in small letters."""
    return re.sub(r"[\s\-–.]", "", said[:60]).lower()


def _numbered(number: str) -> QuerySet[Certificate]:
    return Certificate.objects.filter(number=number).select_related("revocation", "replaced_by")  # house: the number is the right to read it


def version(number: str) -> str | None:
    """Changes when another one takes its place or it is revoked; None for a number that never was."""
    row = Certificate.objects.filter(number=number).values_list("ended_at", "made_at").first()  # house: the number is the right to read it
    return str(row) if row else None


def checked(number: str) -> Checked | None:
    """What anybody who has the number reads. One statement."""
    row = _numbered(number).first()
    if row is None:
        return None
    return state_of(row)


def state_of(row: Certificate) -> Checked:
    words = frozen.told(row.facts)
    revoked: Revocation | None = getattr(row, "revocation", None)
    other: Certificate | None = getattr(row, "replaced_by", None)
    if revoked is not None:
        return Checked(row, words, "revoked", revoked.made_at, revoked.why)
    if other is not None:
        return Checked(row, words, "corrected", other.made_at, other.why, other)
    return Checked(row, words, "valid")


def mine(viewer: Viewer, number: str = "") -> Page:
    """A page of the certificates of this viewer, the newest first, each as it stands. Two statements."""
    page = page_of(visible_to(viewer, Certificate).filter(person=viewer.pk).order_by("-made_at", "-pk"), number, A_PAGE)
    page.object_list = [state_of(row) for row in page.object_list]
    return page


def previewed(presence: Presence, viewer: Viewer | None = None, part: str | None = None) -> Preview:
    """What a certificate of this presence would say today. `part`: what its holder did there, if that is known already."""
    if part is None:
        of = {"event": presence.event_id, "person": presence.person_id, "guest": presence.guest_id}
        part = Going.objects.filter(**of).values_list("part", flat=True).first() or ""  # house: of a presence that the viewer holds
    words = frozen.told(frozen.freeze(presence, part, str(presence.who)))
    tries = visible_to(viewer, Try).filter(event=presence.event_id).order_by("made_at")[:10] if viewer and viewer.holds_own_key else []
    return Preview(words, printed.letters_missing(words), [str(one.words) for one in tries])


def of_event(viewer: Viewer, event: Event, words: str = "", number: str = "") -> OfEvent:
    """Who has one, the newest first, or those whose name has these words; and how many wait, for whoever runs the event. Three statements."""
    rows = list(visible_to(viewer, Certificate).filter(event=event).order_by("-made_at", "-pk"))
    asked = fold(words).split()
    shown = [row for row in rows if all(word in fold(row.facts["name"]) for word in asked)] if asked else rows
    wishes = set(visible_to(viewer, Wish).filter(event=event).values_list("person", flat=True))
    have = {row.presence_id for row in rows if row.ended_at is None}
    there = visible_to(viewer, Presence).filter(event=event, person__in=wishes)
    return OfEvent(page_of(shown, number, A_PAGE), len(rows), len(wishes), sum(row.pk not in have for row in ready_of(event, there)))


def guests(guest: Guest) -> tuple[Presence | None, Certificate | None]:
    """The presence of a guest and the certificate that stands of it, for whoever holds their link."""
    rows = Presence.objects.filter(guest=guest).select_related("event__organisation", "event__host", "guest", "confirmed_by")
    presence = rows.first()  # house: the link is the right to read it
    papers = Certificate.objects.filter(presence=presence).select_related("revocation", "replaced_by").order_by("-made_at")  # house: the same
    return presence, papers.first() if presence else None


def beside_event(place: str, viewer: Viewer, event: Event, presence: Presence | None = None, guest: Guest | None = None,
                 token: str = "", **_more) -> Beside | None:
    """What stands on the pages of an event about its certificate."""
    if event.cancelled_at is not None or place in {"wall", "below"}:
        return None
    if place == "list":
        return Beside("certificates/_list.html", {"event": event}) if may_run(viewer, event) else None
    if place == "guest":
        ready = presence is not None and is_ready(presence)
        return Beside("certificates/_guest.html", {"href": reverse("certificates:guest", args=[token])}) if ready else None
    if not viewer.holds_own_key:
        return None
    standing = visible_to(viewer, Certificate).filter(presence=presence, ended_at=None).first() if presence else None
    wished = standing is None and event.terms is None and visible_to(viewer, Wish).filter(event=event, person=viewer.pk).exists()
    if event.terms is not None and standing is None:  # what is open, and that it comes by itself, stands there already
        return None
    return Beside("certificates/_event.html", {
        "event": event, "presence": presence, "certificate": standing, "wished": wished, "ready": presence is not None and is_ready(presence)})

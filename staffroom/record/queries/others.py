"""What is not finished, what was let go, whom one can ask, and what one was asked."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock, words
from staffroom.kit.order import by_key, by_name
from staffroom.kit.statement import written_once
from staffroom.orgs.models import Membership
from staffroom.orgs.queries import current
from staffroom.people.models import Account
from staffroom.record import prefills
from staffroom.record.models import Ask, Draft, Entry, Evidence
from staffroom.sharing.colleagues import nameable
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer, holder

MOST = 200


def colleagues(viewer: Viewer) -> list[Account]:
    """Whom the viewer can name, by name; at most 200."""
    return list(nameable(viewer).order_by(by_key("name_key"), "pk")[:MOST])


def officers(viewer: Viewer) -> list[Membership]:
    """Who holds an office today in a body that the viewer belongs to."""
    bodies = current().filter(person_id=viewer.pk).values("organisation")
    return list(current().filter(organisation__in=bodies, role__in=Membership.OFFICE_ROLES).exclude(person_id=viewer.pk)
                .select_related("person", "organisation").order_by(by_name("organisation__name"), by_key("person__name_key"), "pk")[:MOST])


@dataclass(frozen=True)
class DraftLine:
    """A draft as a line: where one goes on with it, its first words, when it was saved, and whether another version lies beside it."""

    draft: Draft
    href: str

    @property
    def title(self) -> str:
        return first_words(self.draft)

    @property
    def saved_at(self) -> datetime:
        return self.draft.changed_at

    @property
    def device(self) -> str:
        return self.draft.device


def drafts_of(viewer: Viewer, limit: int = MOST) -> list[DraftLine]:
    """Drafts that were not let go, the newest first."""
    rows = _drafts(limit)(person=viewer.pk) if viewer.holds_own_key else []
    return [DraftLine(draft, home_of(draft)) for draft in rows]


@functools.cache
def _drafts(limit: int) -> Callable[..., list[Draft]]:
    return written_once(lambda *, person: visible_to(holder(person), Draft).filter(gone=None).order_by("-changed_at", "-id")[:limit])


def home_of(draft: Draft) -> str:
    """Where the words of a draft are taken up: its form, or the two versions side by side."""
    if draft.beside:
        return reverse("record:draft_two", args=[draft.code])
    room, _colon, code = draft.form.partition(":")
    home = prefills.HOMES.get(room)
    return home(draft, code) if home else reverse("record:draft", args=[draft.code])


def first_words(draft: Draft) -> str:
    """What a draft is called in a list: its words, or what its form is for."""
    body = draft.read()
    texts = [body.get("title", [""])[0], *sorted((value for values in body.values() for value in values if " " in value), key=len, reverse=True)]
    unnamed = str(prefills.NAMES.get(draft.form.partition(":")[0], _("A draft without a title")))
    return words.cut(next((text.strip() for text in texts if text.strip()), "") or unnamed, 80)


def form_mark(form: str) -> str:
    """A short code that stands for a form's name where words may not go."""
    return hashlib.sha256(form.encode()).hexdigest()[:12]


def let_go_of(viewer: Viewer) -> dict[str, list]:
    """Everything that can still come back, the latest first."""
    still = {"gone__until_at__gte": clock.now()}
    rows = {"entries": visible_to(viewer, Entry), "drafts": visible_to(viewer, Draft),
            "evidence": visible_to(viewer, Evidence).filter(entry__gone=None).select_related("entry")}
    return {name: list(found.filter(**still).select_related("gone").order_by("-gone__until_at", "pk")[:MOST]) for name, found in rows.items()}


def asked_of(viewer: Viewer) -> list[Ask]:
    """What the viewer was asked to confirm or accept and can still open."""
    return list(visible_to(viewer, Ask).filter(copy__reader=viewer.pk).order_by("answer", "-id")[:MOST])

"""What is seen of badges from elsewhere: a page of mine, and one with its checks in plain words."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Q
from django.utils.translation import gettext as _

from staffroom.credentials import bringing, issuer
from staffroom.credentials.models import WAITS, Badge, IssuerKey, StatusList
from staffroom.kit import clock
from staffroom.kit.paging import page_of
from staffroom.record.beside import Beside
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A badge as a page says it. `state`: holds, open or fails; `theirs`: it was issued to somebody else, as far as is known.

    `place`: the other Staffroom that checked it, where this one has not yet. `hosts`: who would be asked.
    """

    badge: Badge
    title: str
    told: dict
    kind: str
    state: str
    theirs: bool
    fails: tuple[str, ...]
    open: tuple[str, ...]
    holds: tuple[str, ...]
    has_picture: bool
    place: str
    hosts: tuple[str, ...]
    awarded_on: date | None
    until_on: date | None

    @property
    def entry(self) -> Entry | None:
        return self.badge.evidence.entry if self.badge.evidence else None

    @property
    def is_let_go(self) -> bool:
        kept = self.badge.evidence
        return kept is not None and (kept.gone_id is not None or kept.entry.gone_id is not None)

    @property
    def waits_until(self):
        return self.badge.made_at + WAITS

    @property
    def was_asked(self) -> bool:
        """The issuer was asked, and the answer is not here yet."""
        return self.badge.asked_at is not None and self.badge.asked_at > self.badge.checked_at


def shown(badge: Badge) -> Shown:
    """Everything the page of a badge says; no statement."""
    found = badge.read()
    told, checks = found.get("told"), found.get("checks")
    told = told if isinstance(told, dict) else {}
    checks = [one for one in checks if isinstance(one, dict)] if isinstance(checks, list) else []
    said = {ok: _lines([one for one in checks if one.get("ok") is ok]) for ok in (True, False, None)}
    place = str(found.get("place") or "")
    if place:  # found elsewhere, so it counts for nothing here
        checks, said = [], dict.fromkeys((True, False, None), ())
    state = "open" if place else {True: "holds", False: "fails"}.get(found.get("ok"), "open")
    wanted = found.get("wanted") if state == "open" and isinstance(found.get("wanted"), list) else []
    return Shown(
        badge=badge, title=bringing.title_of(found), told=told, kind=bringing.sentence({"code": f"kind.{found.get('kind')}"}), state=state,
        theirs=any(one.get("code") == "recipient.other" for one in checks), fails=said[False], open=said[None],
        holds=tuple(words for words in said[True] if words != bringing.sentence({"code": f"kind.{found.get('kind')}"})),
        has_picture=bool(found.get("picture")), place=place,
        hosts=tuple(dict.fromkeys(filter(None, (bringing.host_of(one) for one in wanted)))),
        awarded_on=_day(told.get("awarded_on")), until_on=_day(told.get("until_on")))


def _lines(checks: list[dict]) -> tuple[str, ...]:
    """Checks as sentences, each once; of what lies inside a learner record, with the numbers that it is said of."""
    plain, inside = [], {}
    for check in checks:
        number = str(check.get("name", "")).removeprefix("inside ").partition(":")[0]
        if words := bringing.sentence(check):
            if number.isascii() and number.isdigit():
                inside.setdefault(words, []).append(number)
            elif words not in plain:
                plain.append(words)
    return (*plain, *(_("Inside (%(numbers)s): %(words)s") % {"numbers": ", ".join(numbers), "words": words} for words, numbers in inside.items()))


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def picture(badge: Badge) -> bytes | None:
    """The small picture (WebP), if there is one."""
    try:
        data = base64.b64decode(str(badge.read().get("picture") or ""), validate=True)
    except (ValueError, binascii.Error):
        return None
    return data if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def mine(viewer: Viewer, page: str) -> Page:
    """A page of the viewer's badges, the newest first; without what was let go, or waited too long."""
    rows = visible_to(viewer, Badge).select_related("evidence__entry").filter(
        Q(evidence=None, made_at__gte=clock.now() - WAITS) | Q(evidence__gone=None, evidence__entry__gone=None)).order_by("-made_at", "-id")
    found = page_of(rows, page, A_PAGE)
    found.object_list = [shown(badge) for badge in found.object_list]
    return found


def beside(viewer: Viewer, entry: Entry) -> Beside | None:
    """What stands on the page of an entry that came of a badge."""
    if entry.from_kind != "badge":
        return None
    badge = visible_to(viewer, Badge).select_related("evidence__entry").filter(evidence__entry=entry, evidence__gone=None).first()
    return Beside("credentials/_beside.html", shown(badge)) if badge else None


def of_entries(viewer: Viewer, entries: Iterable[Entry]) -> dict[UUID, Shown]:
    """The badges that stand as proof in these entries of the viewer, by the key of the entry. One statement."""
    rows = visible_to(viewer, Badge).select_related("evidence").filter(evidence__entry__in=[entry.pk for entry in entries], evidence__gone=None)
    return {badge.evidence.entry_id: shown(badge) for badge in rows if badge.evidence is not None}


# The issuer of this place


def key_page() -> dict | None:
    """The document of did:web: every key that signed here; None before the first. One statement."""
    publics = list(IssuerKey.objects.order_by("made_at", "pk").values_list("public", flat=True))
    return issuer.document(publics) if publics else None


def signed_list(number: int) -> str:
    """A list of what was taken back, as it was signed last; empty where there is none."""
    return StatusList.objects.filter(number=number).values_list("signed", flat=True).first() or ""

"""A practice card: its family, how far it went, how it read before; and the cards that somebody wrote."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffroom.catalogue import rates
from staffroom.catalogue.carded import EDITION, PARTS
from staffroom.catalogue.models import CardEdition, Offer, PracticeCard
from staffroom.catalogue.queries.finding import language_name
from staffroom.kit.paging import page_of
from staffroom.practice.models import Easier, Still
from staffroom.practice.queries import tellings
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer
from staffroom.ui.paper import FEWEST

MOST = 200
A_PAGE = 12
LABELS = {"title": _("What it is called"), "what": _("What it is"), "minutes": _("Minutes to prepare"), "language": _("Language"), **dict(PARTS)}


@dataclass(frozen=True)
class Member:
    """One card of a family, what it adapts where that still hangs, and whether that is the card that is looked at."""

    card: PracticeCard
    parent: PracticeCard | None
    is_this: bool


@dataclass(frozen=True)
class Spread:
    """A family of cards and what became of it, out of what teachers put up alone; numbers are 0 below five."""

    page: Page
    tried: int
    kept: int
    schools: str
    more: bool


def spread(viewer: Viewer, card: PracticeCard, number: str = "") -> Spread:
    """A page of the family of a card, the oldest first, and what teachers told of all of it together. Two statements."""
    root = card.family_id or card.pk
    family = visible_to(viewer, PracticeCard).filter(Q(pk=root) | Q(family=root), offer__taken_down_at=None)
    rows = list(family.select_related("offer").order_by("made_at", "pk")[:MOST + 1])
    by_key = {row.pk: row for row in rows}
    members = [Member(row, by_key.get(row.came_from_id), row.pk == card.pk) for row in rows[:MOST]]
    return Spread(page_of(members, number, A_PAGE), *_became(family), len(rows) > MOST)


def _became(family: QuerySet[PracticeCard]) -> tuple[int, int, str]:
    """How many teachers tried and kept any of these, each counted once, and in how many schools."""
    told = tellings(rates.KIND).filter(about_id__in=family.values("offer")).exclude(easier=Easier.NOT_DONE)
    kept = Count("person", distinct=True, filter=Q(still__in=(Still.KEPT, Still.CHANGED)))
    found = told.order_by().aggregate(tried=Count("person", distinct=True), kept=kept, schools=Count("school", distinct=True))
    if found["tried"] < FEWEST:
        return 0, 0, ""
    return found["tried"], found["kept"] if found["kept"] >= FEWEST else 0, rates.in_schools(found["schools"])


@dataclass(frozen=True)
class Read:
    """One edition of a card, and what it corrected: (name, before, then). Of the first all is told, and before it was nothing."""

    row: CardEdition
    changed: list[tuple[str, str, str]]

    @property
    def is_first(self) -> bool:
        return self.row.number == 1


def editions(viewer: Viewer, card: PracticeCard) -> list[Read]:
    """How a card reads and read before, the newest first."""
    rows = list(visible_to(viewer, CardEdition).filter(card=card).order_by("-number")[:MOST])
    return [Read(row, _differences(before, row)) for row, before in zip(rows, [*rows[1:], None], strict=True)]


def _differences(before: CardEdition | None, then: CardEdition) -> list[tuple[str, str, str]]:
    pairs = ((name, getattr(before, name, None) or "", getattr(then, name) or "") for name in EDITION)
    told = {"language": lambda code: language_name(code) if code else ""}
    return [(str(LABELS[name]), *(told.get(name, str)(one) for one in (was, now))) for name, was, now in pairs if was != now]


def first(viewer: Viewer, card: PracticeCard) -> dict:
    """What a form shows at first: the words that hang, and what it is about."""
    row = CardEdition.objects.get(card=card, number=card.edition)  # house: the card was read by the rule
    about = {topic.kind: topic.slug for topic in card.offer.topics.all()}
    return {name: getattr(row, name) for name in EDITION} | {kind: about.get(kind, "") for kind in ("theme", "subject", "stage")}


def mine(viewer: Viewer, number: str = "") -> Page:
    """A page of the cards that this viewer wrote, the newest first."""
    return page_of(visible_to(viewer, PracticeCard).filter(person=viewer.pk).order_by("-made_at", "-pk"), number, A_PAGE)


def written(offer: Offer) -> PracticeCard | None:
    """The card that hangs as this offer; None for any other offer. It was read with the offer."""
    return getattr(offer, "card", None)

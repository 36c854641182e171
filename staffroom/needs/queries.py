"""The list of needs in order, one need with its answers, and needs that are near some words."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.utils.translation import ngettext

from staffroom.catalogue.models import Offer
from staffroom.kit import search
from staffroom.kit.ops import new_op_ids
from staffroom.kit.paging import page_of
from staffroom.moderation.models import Caretaker
from staffroom.needs.models import WAITS, Answer, Backing, Kind, Need, NeedMerge
from staffroom.needs.rules import is_author, kinds_for, may_agree, may_take_back, writes
from staffroom.notices.models import Notice
from staffroom.orgs.models import CHAIN, Organisation, below
from staffroom.orgs.queries import chains_of
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY, Viewer

A_PAGE = 25
MOST_FOUND = 200
MOST_ANSWERS = 50
NEAR = 3
MOST_ALIKE = 12
FEW = 5


@dataclass(frozen=True)
class Line:
    """One need in the list, whether this viewer shares it, and an operation id for its button: all lines share one form."""

    need: Need
    is_shared: bool
    op_id: str


@dataclass(frozen=True)
class Listed:
    """A page of the list; `meant` are words that were taken for others."""

    page: Page
    lines: list[Line]
    meant: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Merged:
    """A need that was made one with this (or of which that is said), and what this viewer may do about it."""

    row: NeedMerge
    other: Need
    may_agree: bool
    may_undo: bool


@dataclass(frozen=True)
class Shown:
    """One need with its answers, the newest first, and what this viewer may do."""

    need: Need
    topics: list[str]
    answers: list[Answer]
    is_mine: bool
    is_shared: bool
    kinds: tuple[Kind, ...]
    merges: list[Merged]
    may_merge: bool
    backs: frozenset[UUID] = frozenset()

    @property
    def is_office(self) -> bool:
        """Does this viewer speak for the body that was asked?"""
        return Kind.DECLINED in self.kinds

    @property
    def stands(self) -> Answer | None:
        return self.answers[0] if self.answers and self.need.answered_as else None


def version() -> str:
    """A word that changes whenever a need does."""
    found = Need.objects.aggregate(last=Max("changed_at"), count=Count("pk"))
    return f"{found['last']} {found['count']}"


def version_of(code: str) -> str:
    """The same for one need."""
    row = visible_to(NOBODY, Need).filter(code=code).values_list("changed_at", flat=True).first()
    return str(row)


def listed(viewer: Viewer, words: str, answered: bool, body: Organisation | None, number: str) -> Listed:
    """Needs in the order of how many share them, among equals those that waited longest first; with words the nearest first.

    `body` leaves those of which it, or a body below it, was asked.
    """
    rows = visible_to(viewer, Need).filter(backers_count__gt=0, taken_down_at=None, merged_into=None)
    rows = rows.exclude(answered_as__in=WAITS) if answered else rows.filter(answered_as__in=WAITS)
    if body is not None:
        rows = rows.filter(organisation__in=below([body.pk]))
    meant: dict[str, str] = {}
    if words:
        found, meant = _found(words)
        rows = _in_order(rows, found)
    else:
        rows = rows.order_by("-backers_count", "made_at", "pk")
    shown = page_of(rows, number, A_PAGE)
    shared = _shared(viewer, [need.pk for need in shown])
    return Listed(shown, [Line(need, need.pk in shared, op_id) for need, op_id in zip(shown, new_op_ids(), strict=False)], tuple(meant.items()))


def _found(words: str) -> tuple[list[UUID], dict[str, str]]:
    """Keys of the needs that have these words, the nearest first; a word that none has is taken for its neighbour."""
    query, meant = search.parse(words), {}
    hits = [pk for pk, _points in search.find("need", query, limit=MOST_FOUND)]
    if not hits:
        query, meant = search.corrected(query)
        hits = [pk for pk, _points in search.find("need", query, any_term=True, limit=MOST_FOUND)]
    return hits, meant if hits else {}


def _in_order(rows: QuerySet[Need], keys: list[UUID]) -> QuerySet[Need]:
    place = Case(*(When(pk=key, then=Value(at)) for at, key in enumerate(keys)), output_field=IntegerField()) if keys else Value(0)
    return rows.filter(pk__in=keys).order_by(place, "pk")


def _shared(viewer: Viewer, keys: list[UUID]) -> frozenset[UUID]:
    if not viewer.holds_own_key or not keys:
        return frozenset()
    return frozenset(visible_to(viewer, Backing).filter(need__in=keys).values_list("need_id", flat=True))


def near(viewer: Viewer, query: search.Query, most: int = NEAR) -> list[Need]:
    """At most so many needs that have words of this question, those with most of them first. Two statements."""
    keys = [pk for pk, _points in search.find("need", query.apart, any_term=True, limit=20)]
    hangs = visible_to(viewer, Need).filter(pk__in=keys, backers_count__gt=0, taken_down_at=None, merged_into=None)
    found = {need.pk: need for need in hangs} if keys else {}
    return [found[key] for key in keys if key in found][:most]


def alike(viewer: Viewer, words: str) -> list[Need]:
    """Needs that may be the same as these words say, also where one of them is misspelt."""
    return near(viewer, search.corrected(search.parse(words))[0])


def shown(viewer: Viewer, need: Need) -> Shown:
    """A need as its page shows it."""
    mine = _of_mine(viewer, need)
    rows = visible_to(viewer, Answer).filter(need=need).select_related("by", f"organisation__{CHAIN}", "offer").order_by("-made_at", "-pk")
    answers = list(rows[:MOST_ANSWERS])
    return Shown(need, [topic.said for topic in need.topics.all()], answers, is_author(viewer, need),
                 "shares" in mine, kinds_for(viewer, need), _merges(viewer, need, "cares" in mine) if "same" in mine else [],
                 need.taken_down_at is None and (is_author(viewer, need) or "cares" in mine),
                 frozenset(answer.pk for answer in answers if may_take_back(viewer, answer)))


def _of_mine(viewer: Viewer, need: Need) -> set[str]:
    """Does this viewer share the need, look after the wall, see something that says the same? One statement."""
    if not viewer.holds_own_key:
        return set()
    shares = visible_to(viewer, Backing).filter(need=need).values_list(Value("shares"))
    cares = visible_to(viewer, Caretaker).filter(until_at=None).values_list(Value("cares"))
    return {what for what, in shares.union(cares, _same_as(viewer, need).values_list(Value("same")))}


def _same_as(viewer: Viewer, need: Need) -> QuerySet[NeedMerge]:
    return visible_to(viewer, NeedMerge).filter(Q(kept=need) | Q(gone=need, agreed_at=None))


def _merges(viewer: Viewer, need: Need, cares: bool) -> list[Merged]:
    """What was made one with it, or may be; the buttons are those that `rules` allow."""
    rows = _same_as(viewer, need).select_related("kept", "gone").order_by("made_at", "pk")
    return [Merged(row, row.gone if row.kept_id == need.pk else row.kept, may_agree(viewer, row),
                   writes(viewer, row) or bool(row.agreed_at and cares)) for row in rows[:MOST_ANSWERS]]


def maybe_same(viewer: Viewer, need: Need) -> list[Need]:
    """Needs that may say the same and ask the same body."""
    near_it = near(viewer, search.corrected(search.parse(need.words))[0], MOST_ALIKE)
    return [other for other in near_it if other.pk != need.pk and other.organisation_id == need.organisation_id and other.is_demo == need.is_demo]


def how_many(need: Need) -> str:
    """How many share it, in words."""
    return ngettext("%(n)s person misses it", "%(n)s people miss it", need.backers_count) % {"n": need.backers_count}


def bodies_of(viewer: Viewer) -> list[Organisation]:
    """The bodies that this viewer may ask: those to which they belong today, and those above them."""
    return chains_of(viewer.pk)


def offers_near(viewer: Viewer, words: str) -> list[Offer]:
    """Five offers on the wall that have words of a need."""
    keys = [pk for pk, _points in search.find("offer", search.parse(words).apart, any_term=True, limit=FEW)]
    found = visible_to(viewer, Offer).filter(closed_at=None).in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]


def offer_at(viewer: Viewer, code: str) -> Offer | None:
    """The offer with this code, if it hangs here."""
    return visible_to(viewer, Offer).filter(code=code).first()


def to_ask(viewer: Viewer) -> Need | None:
    """What this person could be asked: open, shared by most, never asked of them before, not their own. None when there is nothing."""
    keys = visible_to(viewer, Notice).filter(kind=Notice.Kind.NEEDED).values_list("key", flat=True)
    rows = visible_to(NOBODY, Need).filter(backers_count__gt=0, merged_into=None, answered_as__in=WAITS, is_demo=viewer.account.is_demo)
    rows = rows.exclude(pk__in=[UUID(key.partition(":")[2]) for key in keys]).exclude(person=viewer.pk)
    rows = rows.exclude(pk__in=visible_to(viewer, Backing).values("need"))
    rows = rows.exclude(pk__in=visible_to(viewer, Answer).filter(by=viewer.pk).values("need"))
    return next((need for need in rows.order_by("-backers_count", "made_at", "pk")[:A_PAGE] if kinds_for(viewer, need)), None)

"""What became of an offer, out of what teachers put up about it: tried, kept, easier, in how many schools. One statement, whatever there is.

Only published acts are counted (`practice.Telling`), so the numbers are exact. Nobody's plan, notes or private answers
are looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from staffroom.catalogue.models import Offer
from staffroom.kit.statement import written_once
from staffroom.people.models import Profile
from staffroom.practice.models import Easier, Still, Telling
from staffroom.practice.queries import tellings
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import NOBODY
from staffroom.ui.paper import FEWEST, Outcome

KIND = "offer"
MOST_RANKED = 200
_COUNTED = {
    "tried": ~Q(easier=Easier.NOT_DONE), "kept": Q(still=Still.KEPT), "changed": Q(still=Still.CHANGED), "let_go": Q(still=Still.LET_GO),
    "yes": Q(easier=Easier.YES), "somewhat": Q(easier=Easier.SOMEWHAT), "no": Q(easier=Easier.NO),
}


@dataclass(frozen=True)
class Rates:
    """How many teachers told that they tried it, what they did with it then, and whether it made their job easier."""

    tried: int = 0
    kept: int = 0
    changed: int = 0
    let_go: int = 0
    yes: int = 0
    somewhat: int = 0
    no: int = 0
    schools: int = 0

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One row for each end, as strokes; who has not said yet stands in the last."""
        rows = (Outcome(_("Kept it"), self.kept), Outcome(_("Changed it"), self.changed),
                Outcome(pgettext("what became of it", "Let it go"), self.let_go, soft=True),
                Outcome(_("Not said"), self.tried - self.kept - self.changed - self.let_go, soft=True))
        return tuple(row for row in rows if row.count)

    @property
    def easier(self) -> str:
        """How many said that it made their job easier; nothing while fewer than five answered that."""
        answered = self.yes + self.somewhat + self.no
        if answered < FEWEST:
            return ""
        return _("%(yes)s yes, %(somewhat)s somewhat, %(no)s no (%(n)s answered)") % {
            "yes": self.yes, "somewhat": self.somewhat, "no": self.no, "n": answered}


def with_rates(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """These offers, each with its rates in the same statement; `rates_of` reads them."""
    about = tellings(KIND).filter(about_id=OuterRef("pk"))
    counts = {f"rate_{name}": _count(about.filter(counted)) for name, counted in _COUNTED.items()}
    return offers.annotate(**counts, rate_schools=_count(about.filter(_COUNTED["tried"]), Count("school", distinct=True)))


def rates_of(offer: Offer) -> Rates:
    """The rates of an offer that was read by `with_rates`."""
    return Rates(**{name: getattr(offer, f"rate_{name}") or 0 for name in (*_COUNTED, "schools")})


def with_version(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """These offers with how many told something of each and when the last did: together another value after every telling and taking back."""
    about = Telling.objects.filter(about_kind=KIND, about_id=OuterRef("pk"))  # house: nothing of a row is shown
    return offers.annotate(told=_count(about), told_at=Subquery(about.order_by().values("about_id").annotate(last=Max("told_at")).values("last")))


@dataclass(frozen=True)
class Told:
    """How many of those who told what became of it kept it, changed or not; `alike`: these teach the same subjects or ages."""

    kept: int
    told: int
    alike: bool = False


def kept_of(offers: Collection[UUID], *, subjects: Collection[str] = (), stages: Collection[str] = ()) -> dict[UUID, Told]:
    """What became of these offers, where at least five told it. One statement, and a second where there are any such.

    Where five or more of them let anyone know that they teach one of these subjects or ages, only those count; but not where
    the others would then be fewer than five, whose answers could be had by subtracting.
    """
    many = _told_by_many(about=list(offers))
    if not many:
        return {}
    kept, alike = Q(still__in=(Still.KEPT, Still.CHANGED)), _publishes("subjects", subjects) | _publishes("stages", stages)
    teach = {field: Cast(f"person__profile__{field}", TextField()) for field in ("subjects", "stages")}
    rows = tellings(KIND).filter(about_id__in=many).exclude(still="").order_by().annotate(**teach).values("about_id").annotate(
        n=Count("pk"), kept=Count("pk", filter=kept), alike=Count("pk", filter=alike), alike_kept=Count("pk", filter=alike & kept))
    found = {}
    for row in rows:
        if row["alike"] >= FEWEST and (row["alike"] == row["n"] or row["n"] - row["alike"] >= FEWEST):
            found[row["about_id"]] = Told(row["alike_kept"], row["alike"], alike=True)
        elif row["n"] >= FEWEST:
            found[row["about_id"]] = Told(row["kept"], row["n"])
    return found


@written_once
def _told_by_many(*, about: list[UUID]) -> QuerySet:
    """Those of these offers of which five or more told something, whoever they are."""
    rows = visible_to(NOBODY, Telling).filter(about_kind=KIND, about_id__in=about).order_by()
    return rows.values("about_id").annotate(n=Count("pk")).filter(n__gte=FEWEST).values_list("about_id", flat=True)


def _publishes(field: str, wanted: Collection[str]) -> Q:
    """Teachers whose profile shows anyone one of these in this field."""
    named = Q(pk__in=())
    for slug in wanted:
        named |= Q(**{f"{field}__contains": f'"{slug}"'})
    return named & Q(**{f"person__profile__seen__{field}": int(Profile.Seen.ANYONE)})


def most_kept() -> list:
    """Keys of the offers of which five or more told what they did with it then, by the part of them who kept it, changed or not; at most 200."""
    said = tellings(KIND).filter(still__in=[Still.KEPT, Still.CHANGED, Still.LET_GO]).order_by().values("about_id")
    counted = said.annotate(n=Count("pk"), kept=Count("pk", filter=Q(still__in=(Still.KEPT, Still.CHANGED))))
    rows = counted.filter(n__gte=FEWEST, kept__gt=0).values_list("about_id", "kept", "n")
    return [about for about, _kept, _n in sorted(rows, key=lambda row: (-Fraction(row[1], row[2]), -row[2], str(row[0])))][:MOST_RANKED]


def _count(rows: QuerySet, what: Count | None = None) -> Subquery:
    return Subquery(rows.order_by().values("about_id").annotate(n=what or Count("pk")).values("n"))


def in_schools(count: int) -> str:
    """In how many schools, in fives and from five on: no single teacher who tells shows whether theirs was among them."""
    return _("Tried in %(n)s schools or more.") % {"n": count - count % FEWEST} if count >= FEWEST else ""

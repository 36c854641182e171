"""What a body requires: what waits for a teacher, one requirement as a teacher and as an office see it, and what may be counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value

from staffroom.catalogue.models import Offer
from staffroom.kit import clock, search
from staffroom.kit.paging import page_of
from staffroom.kit.statement import written_once
from staffroom.kit.words import fold
from staffroom.orgs.models import Organisation, below
from staffroom.orgs.queries import current
from staffroom.orgs.rules import party
from staffroom.people.queries import counted
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry, Sitting
from staffroom.required.models import Change, Done, NotForMe, Option, Requirement
from staffroom.required.rules import asked
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

A_PAGE = 25
MOST_OPTIONS = 40
MOST_CHANGES = 50
NEAR = 3
WAITING = 3
FIVE = 5


# For a teacher


def _asked_of(viewer: Viewer) -> QuerySet[Requirement]:
    """Everything that is required of this viewer, with what they told; whoever is asked belongs to the body, so they may read it.

    In a session of their own also whether it stands in their plan, and why it is not for them; another session knows nothing of either.
    """
    rows = _asked(person=viewer.pk, day=clock.now().date()).filter(party(viewer, "organisation"))
    return rows if viewer.holds_own_key else rows.annotate(why=Value(""), is_planned=Value(False))


def _asked(*, person: UUID, day: date) -> QuerySet[Requirement]:
    options = Option.objects.filter(requirement=OuterRef(OuterRef("pk")))
    ours = Q(required_id__in=options.values("pk")) | _same(options.exclude(offer=None).values("offer"))
    steps = PlanStep.objects.filter(ours, person_id=person, required_id__isnull=False).exclude(ended_as=PlanStep.Ended.LET_GO)
    why = NotForMe.objects.filter(person_id=person, requirement=OuterRef("pk")).values("why")[:1]
    done = Done.objects.filter(person_id=person, requirement=OuterRef("pk"))
    rows = Requirement.objects.select_related("organisation").filter(asked(day, person_id=person))
    return rows.annotate(is_done=Exists(done), why=Subquery(why), is_planned=Exists(steps)).order_by("due_on", "made_at", "pk")


def _same(offers) -> Q:
    """Steps with these offers that something else requires: an offer stands once among the open steps, whoever requires it."""
    return Q(about_kind="offer", about_id__in=offers, required_id__isnull=False)


def _wait(rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
    return rows.filter(ended_at=None, is_done=False, is_planned=False)[:WAITING]


_waiting = written_once(lambda *, person, day: _wait(_asked(person=person, day=day)))


def waiting(viewer: Viewer) -> list[Requirement]:
    """At most three things that are required of this viewer and neither told as done nor in the plan: the next days first."""
    if viewer.holds_own_key:
        return _waiting(person=viewer.pk, day=clock.now().date())
    return list(_wait(_asked_of(viewer))) if viewer.account else []


def asked_of(viewer: Viewer, over: bool, number: str) -> Page:
    """Everything that is required of this viewer now, or was and has ended: a page of it."""
    rows = _asked_of(viewer)
    return page_of(rows.exclude(ended_at=None).order_by("-ended_at", "pk") if over else rows.filter(ended_at=None), number, A_PAGE)


@dataclass(frozen=True)
class Share:
    """Minutes that were noted in the last twelve months, chosen and required."""

    chosen: int
    required: int

    @property
    def all(self) -> int:
        return self.chosen + self.required


def share(viewer: Viewer) -> Share:
    """How much of what I noted was required, for me alone."""
    since = clock.today_in(viewer.account.zone) - timedelta(days=365)
    rows = visible_to(viewer, Sitting).filter(entry__gone=None, on_on__gt=since).order_by()
    sums = dict(rows.values_list("entry__origin").annotate(m=Sum("minutes")))
    return Share(sums.get(Entry.Origin.CHOSEN, 0), sums.get(Entry.Origin.REQUIRED, 0))


@dataclass(frozen=True)
class Choice:
    """An option as its page shows it, with my step for it."""

    option: Option
    step: PlanStep | None


@dataclass(frozen=True)
class Shown:
    """One requirement with its options, how it was changed, and for whoever is asked what they told. `every`: all options, not the first few."""

    requirement: Requirement
    choices: list[Choice]
    changes: list[Change]
    every: bool
    is_asked: bool = False
    is_done: bool = False
    why: str = ""

    def _of(self, kind: str) -> list[Choice]:
        return [choice for choice in self.choices if choice.option.kind == kind]

    @cached_property
    def must(self) -> list[Choice]:
        return self._of(Option.Kind.MUST)

    @cached_property
    def all_may(self) -> list[Choice]:
        return self._of(Option.Kind.MAY)

    @cached_property
    def may(self) -> list[Choice]:
        """What one may choose among: no more than the body said are shown first, and those in my plan."""
        first = self.requirement.shown_count
        return [choice for number, choice in enumerate(self.all_may) if self.every or number < first or choice.step]

    @cached_property
    def instead(self) -> list[Choice]:
        return self._of(Option.Kind.INSTEAD)

    @property
    def why_words(self) -> str:
        return str(NotForMe.Why(self.why).label) if self.why else ""


def shown(viewer: Viewer, requirement: Requirement, every: bool = True) -> Shown:
    """A requirement for whoever may read it, with what they told if it is required of them."""
    options, changes = _of(viewer, requirement)
    ours = Q(required_id__in=[option.pk for option in options]) | _same([option.offer_id for option in options if option.offer_id])
    mine = list(visible_to(viewer, PlanStep).filter(ours).exclude(ended_as=PlanStep.Ended.LET_GO))
    steps = {step.about_id: step for step in mine if step.about_kind == "offer"} | {step.required_id: step for step in mine}
    told = _asked_of(viewer).filter(pk=requirement.pk).values("is_done", "why").first()
    choices = [Choice(option, steps.get(option.pk) or steps.get(option.offer_id)) for option in options]
    return Shown(requirement, choices, changes, every, told is not None, bool(told and told["is_done"]), (told and told["why"]) or "")


def _of(viewer: Viewer, requirement: Requirement) -> tuple[list[Option], list[Change]]:
    options = visible_to(viewer, Option).filter(requirement=requirement).select_related("offer").order_by("position", "pk")
    changes = visible_to(viewer, Change).filter(requirement=requirement).select_related("by").order_by("-made_at", "-pk")
    return list(options[:MOST_OPTIONS]), list(changes[:MOST_CHANGES])


@dataclass(frozen=True)
class Before:
    """What somebody told and said of things that are not required of them today. What those are is not theirs to read; taking it back is."""

    done: list[Done]
    said: list[NotForMe]


def said_before(viewer: Viewer) -> Before:
    """What this viewer can still take back, though it is not required of them: they left, or have another role."""
    now = Requirement.objects.filter(asked(person_id=viewer.pk)).values("pk")
    mine = [visible_to(viewer, model).filter(person=viewer.pk).exclude(requirement__in=now).order_by("-pk") for model in (Done, NotForMe)]
    return Before(*(list(rows.select_related(None).select_related("requirement__organisation")[:A_PAGE]) for rows in mine))


def told(viewer: Viewer, code: str, how: str) -> Requirement | None:
    """What this viewer told "done" of (`how` is "not-done") or said "not for me" of ("for-me"), whether or not they may read it today."""
    if how == "done":
        return None
    rows = visible_to(viewer, Done if how == "not-done" else NotForMe).filter(person=viewer.pk, requirement__code=code)
    row = rows.select_related(None).select_related("requirement__organisation").first()
    return row.requirement if row else None


def why_not(viewer: Viewer, requirement: Requirement) -> str:
    """Why it is not for this viewer, as they said; empty where they did not."""
    return visible_to(viewer, NotForMe).filter(requirement=requirement).values_list("why", flat=True).first() or ""


def near(viewer: Viewer, held: Shown) -> list[Offer]:
    """At most three offers that have words of what is required: of nothing that the viewer wrote or keeps. For want of time only shorter ones."""
    named = {choice.option.offer_id for choice in held.choices}
    words = " ".join([held.requirement.title, *(choice.option.name for choice in held.must if not choice.option.is_gone)])
    keys = [pk for pk, _points in search.find("offer", search.parse(fold(words)).apart, any_term=True, limit=40)]
    rows = visible_to(viewer, Offer).filter(pk__in=keys, closed_at=None).exclude(pk__in=[key for key in named if key])
    if held.why == NotForMe.Why.TIME:
        rows = rows.filter(minutes__lte=held.requirement.minutes // 2)
    found = rows.only("code", "title", "kind", "minutes", "language").in_bulk() if keys else {}
    return [found[key] for key in keys if key in found][:NEAR]


# For an office


@dataclass(frozen=True)
class AtOffice:
    """One requirement as an office sees it: what is required, who told it "done", and what may be counted."""

    shown: Shown
    done: Page
    counts: "Counts"


def at_office(viewer: Viewer, requirement: Requirement, number: str) -> AtOffice:
    """A requirement for whoever holds an office that reaches its body; `number` is a page of those who told it "done"."""
    options, changes = _of(viewer, requirement)
    rows = visible_to(viewer, Done).select_related(None).select_related("person").filter(requirement=requirement)
    done = page_of(rows.order_by("-told_at", "-pk"), number, A_PAGE)
    shown = Shown(requirement, [Choice(option, None) for option in options], changes, every=True)
    return AtOffice(shown, done, counts_of(requirement, done.paginator.count))


def of_body(viewer: Viewer, body: Organisation, over: bool, number: str) -> Page:
    """What this body requires now, or required before: a page of it, with how many said "done"."""
    rows = visible_to(viewer, Requirement).filter(organisation=body).annotate(done_count=_done_count())
    rows = rows.exclude(ended_at=None).order_by("-ended_at", "pk") if over else rows.filter(ended_at=None).order_by("due_on", "made_at", "pk")
    return page_of(rows, number, A_PAGE)


def _done_count() -> Subquery:
    rows = Done.objects.filter(counted("person"), requirement=OuterRef("pk")).order_by().values("requirement").annotate(n=Count("pk")).values("n")
    return Subquery(rows)


@dataclass(frozen=True)
class Counts:
    """What an office may know of those who said "not for me": in fives, from five on, and only where five others or more told it nothing,
    were the step full.

    `said` and each count are the lower end ("5 or more"); None is "too few to say".
    """

    asked: int
    said: int | None
    reasons: list[tuple[str, int | None]]


def counts_of(requirement: Requirement, done_count: int) -> Counts:
    """How many are asked, and what may be said of how many it is not for. Who they are, this does not know."""
    people = current().filter(counted("person"), role__in=requirement.role_list, organisation__in=below([requirement.organisation_id]))
    asked_count = people.aggregate(n=Count("person", distinct=True))["n"]
    rows = NotForMe.objects.filter(counted("person"), requirement=requirement).order_by().values_list("why").annotate(n=Count("pk"))
    said = dict(rows)
    low = in_fives(sum(said.values()))
    hidden = low is None or asked_count - done_count - (low + FIVE - 1) < FIVE  # as if the step were full: an office can move the other two
    reasons = [(str(label), in_fives(said.get(why, 0), hidden)) for why, label in NotForMe.Why.choices]
    return Counts(asked_count, None if hidden else low, reasons)


def in_fives(count: int, hidden: bool = False) -> int | None:
    """The lower end of a count in steps of five: one more tells nothing, but for every fifth. None: too few to say."""
    return None if hidden or count < FIVE else count // FIVE * FIVE


def offers_at(viewer: Viewer, codes: list[str]) -> dict[str, Offer]:
    """The offers with these codes that hang here."""
    rows = visible_to(viewer, Offer).filter(code__in=codes, closed_at=None) if codes else []
    return {offer.code: offer for offer in rows}

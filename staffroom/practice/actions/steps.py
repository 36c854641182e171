"""What happens to a plan. Every act is its owner's; nobody is told."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from staffroom.frameworks import pins
from staffroom.frameworks.pins import Pin
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.statement import fresh, put, written_once
from staffroom.people.models import Account
from staffroom.practice.actions.asked import ask_later, ask_no_more
from staffroom.practice.actions.periods import day_in
from staffroom.practice.models import Cover, Goal, Period, PlanStep, Required, Saved
from staffroom.practice.signals import step_ended
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up

MOST_OPEN = 200


class Changed(Refusal):
    """The step or goal was changed elsewhere since this form was opened; `thing` is how it stands now."""

    def __init__(self, thing: PlanStep | Goal):
        super().__init__(_("You changed this somewhere else meanwhile."))
        self.thing = thing


@act("practice.plan")
def plan(
    *,
    by: Account,
    title: str,
    about_kind: str = "",
    about_id: UUID | None = None,
    minutes: int | None = None,
    link: str = "",
    planned_on: date | None = None,
    why: str = "",
    goal: Goal | None = None,
    period: Period | None = None,
    cover: Cover | None = None,
    required: Required | None = None,
    draft: DraftMark | None = None,
) -> PlanStep:
    """A step stands in the plan. The same offer planned twice is one open step: the first stays as it is, but for what it says of who requires it.

    It no longer waits in the go-back list. Raises Refusal when the plan is full.
    """
    if sum(_open_count(person=by.pk)) >= MOST_OPEN:
        raise Refusal(_("Your plan holds 200 open steps. Let some go first; nothing was added."))
    step = fresh(PlanStep, person=by, title=title, about_kind=about_kind, about_id=about_id, minutes=minutes, link=link, why=why)
    step.required_by, step.required_id = (required.by, required.id) if required else ("", None)
    _place(by, step, planned_on, goal, period, cover)
    if not put(step):
        return _stands(by, step)
    if about_id:
        waits = Saved.objects.filter(person=by, about_kind=about_kind, about_id=about_id, became="")
        waits.update(became=Saved.Became.PLANNED, ended_at=clock.now())
    use_up(by, draft)
    return step


@written_once
def _open_count(*, person: UUID) -> QuerySet:
    rows = PlanStep.objects.filter(person_id=person, ended_as="").order_by()
    return rows.values("person_id").annotate(n=Count("pk")).values_list("n", flat=True)


def _stands(by: Account, step: PlanStep) -> PlanStep:
    """The open step that stands already; asked for by a body, it says so from now on, also where I had chosen it before."""
    mine = PlanStep.objects.select_for_update().filter(person=by, ended_as="")
    held = mine.filter(required_id=step.required_id).exclude(required_id=None).first() or mine.get(about_kind=step.about_kind, about_id=step.about_id)
    if step.required_id and held.required_id is None:
        held.required_by, held.required_id = step.required_by, step.required_id
        held.save(update_fields=["required_by", "required_id"])
    return held


def _place(by: Account, step: PlanStep, planned_on: date | None, goal: Goal | None, period: Period | None, cover: Cover | None) -> None:
    """Where a step stands: its day (one of its period, if it has one), goal and cover. Who plans something for today needs no reminder of it."""
    today = clock.today_in(by.zone)
    step.goal = Goal.objects.get(pk=goal.pk, person=by) if goal else None
    step.period = Period.objects.get(pk=period.pk, person=by) if period else None
    step.planned_on = day_in(step.period, planned_on, today)
    step.reminded_on = step.planned_on if step.planned_on == today else step.reminded_on
    step.cover_minutes, step.cover_minor, step.cover_currency = (cover.minutes, cover.minor, cover.currency) if cover else (None, None, "")


@act("practice.change")
def change(*, by: Account, step: PlanStep, version: int, title: str, minutes: int | None, planned_on: date | None, note: str,
           goal: Goal | None = None, period: Period | None = None, cover: Cover | None = None, draft: DraftMark | None = None) -> PlanStep:
    """The step reads as given and moved today, and the draft of its form ends. Raises Changed when it was changed elsewhere since `version`."""
    held = PlanStep.objects.select_for_update().get(pk=step.pk, person=by)
    if held.version != version:
        raise Changed(held)
    held.title, held.minutes, held.note, held.version = title, minutes, note, version + 1
    held.not_before_on = max(held.not_before_on or date.min, clock.today_in(by.zone))
    _place(by, held, planned_on, goal, period, cover)
    held.save()
    use_up(by, draft)
    return held


@act("practice.move")
def move(*, by: Account, step: PlanStep, planned_on: date) -> PlanStep:
    """The step is planned for this day now; nothing else of it changes. A period of the old day falls away."""
    held = PlanStep.objects.select_for_update().get(pk=step.pk, person=by)
    held.planned_on, held.period, held.version = planned_on, None, held.version + 1
    held.reminded_on = planned_on if planned_on == clock.today_in(by.zone) else held.reminded_on
    held.save(update_fields=["planned_on", "period", "version", "reminded_on"])
    return held


@act("practice.tag")
def tag(*, by: Account, thing: PlanStep | Goal, on: list[Pin], off: list[int]) -> PlanStep | Goal:
    """The step or goal carries these statements too, and no longer those at these places. Raises Refusal when there are too many."""
    held = type(thing).objects.select_for_update().get(pk=thing.pk, person=by)
    tags = pins.changed(pins.loads(held.tags), on, off)
    if len(tags) > pins.MOST:
        raise Refusal(_("It can carry 30 statements at most. Nothing was changed."))
    held.tags = pins.dumps(tags)
    held.save(update_fields=["tags"])
    return held


@act("practice.not_today")
def not_today(*, by: Account, step: PlanStep) -> PlanStep:
    """The step rests until tomorrow in its owner's zone."""
    tomorrow = date.fromordinal(clock.today_in(by.zone).toordinal() + 1)
    PlanStep.objects.filter(pk=step.pk, person=by).update(not_before_on=tomorrow)
    return step


@act("practice.go_on")
def go_on(*, by: Account, step: PlanStep) -> PlanStep:
    """The step stays in the plan and is awake from today: it moved today."""
    PlanStep.objects.filter(pk=step.pk, person=by, ended_as="").update(not_before_on=clock.today_in(by.zone))
    step.refresh_from_db()
    return step


@act("practice.end")
def end(*, by: Account, step: PlanStep, ended_as: str) -> PlanStep:
    """The step is done or let go. Ending it twice changes nothing. What came from an offer and was done is asked about weeks later."""
    ended = PlanStep.objects.filter(pk=step.pk, person=by, ended_as="").update(ended_as=PlanStep.Ended(ended_as), ended_at=clock.now())
    step.refresh_from_db()
    if ended and step.about_id and step.ended_as == PlanStep.Ended.DONE:
        ask_later(by=by, title=step.title, about_kind=step.about_kind, about_id=step.about_id, from_id=step.pk)
    if ended and step.ended_as == PlanStep.Ended.LET_GO:
        ask_no_more(by=by, from_id=step.pk)
    if ended:
        step_ended.send(PlanStep, step=step)
    return step


@act("practice.reopen")
def reopen(*, by: Account, step: PlanStep) -> PlanStep:
    """The step is open again and nothing is asked about it, unless another open step for the same stands already: then that one."""
    same = Q(about_kind=step.about_kind, about_id=step.about_id, about_id__isnull=False) | Q(required_id=step.required_id, required_id__isnull=False)
    other = PlanStep.objects.filter(same, person=by, ended_as="").exclude(pk=step.pk).first()
    if other:
        return other
    PlanStep.objects.filter(pk=step.pk, person=by).update(ended_as="", ended_at=None)
    ask_no_more(by=by, from_id=step.pk)
    step.refresh_from_db()
    return step

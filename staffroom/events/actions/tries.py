"""What somebody takes home from an event, and the cover that they need to go there."""

from datetime import date

from django.utils.translation import gettext as _

from staffroom.events.actions.held import hold
from staffroom.events.models import Event, Going, Try
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.practice import actions as practice
from staffroom.practice.models import Cover, Goal, PlanStep


@act("events.will_try")
def will_try(*, by: Account, event: Event, words: str, planned_on: date | None = None, goal: Goal | None = None) -> Try:
    """What this person means to try is a step of their plan, reminded of on its day, and what became of it is asked three and six weeks from
    today. Nobody else is told. Raises Refusal when the plan is full.
    """
    step = practice.plan(by=by, title=words, planned_on=planned_on, goal=goal, why=_("From the event “%(title)s”.") % {"title": event.title})
    practice.ask_later(by=by, title=words, from_id=step.pk)
    return Try.objects.create(event=event, person=by, words=words, step=step)


@act("events.plan_cover")
def plan_cover(*, by: Account, event: Event) -> PlanStep:
    """The cover that this person needs to go there stands in their plan, on the day of the event by their own clock; once, however often it is
    said, and moved there if the event was moved since.

    Raises Refusal for somebody who does not go, for an event that needs none, or when the plan is full.
    """
    held = hold(event)
    if held.cancelled_at or held.has_begun or not held.cover_minutes:
        raise Refusal(_("No cover is needed for it now. Nothing was added."))
    row = Going.objects.filter(event=held, person=by, answer=Going.Answer.GOING).select_related("step").first()
    if row is None:
        raise Refusal(_("Say first that you go. Nothing was added."))
    on = held.day_for(by.zone)  # the day on which their own class is without them
    if row.step is None or row.step.ended_as:
        row.step = practice.plan(by=by, title=held.title, minutes=held.minutes, link=held.href, planned_on=on,
                                 why=_("You go there in school time."), cover=Cover(held.cover_minutes))
        row.save(update_fields=["step"])
    elif row.step.planned_on != on:
        return practice.move(by=by, step=row.step, planned_on=on)
    return row.step

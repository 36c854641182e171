"""What somebody takes home from an event."""

from datetime import date

from django.utils.translation import gettext as _

from staffroom.events.models import Event, Try
from staffroom.kit.acts import act
from staffroom.people.models import Account
from staffroom.practice import actions as practice
from staffroom.practice.models import Goal


@act("events.will_try")
def will_try(*, by: Account, event: Event, words: str, planned_on: date | None = None, goal: Goal | None = None) -> Try:
    """What this person means to try is a step of their plan, reminded of on its day, and what became of it is asked three and six weeks from
    today. Nobody else is told. Raises Refusal when the plan is full.
    """
    step = practice.plan(by=by, title=words, planned_on=planned_on, goal=goal, why=_("From the event “%(title)s”.") % {"title": event.title})
    practice.ask_later(by=by, title=words, from_id=step.pk)
    return Try.objects.create(event=event, person=by, words=words, step=step)

"""What happens to a goal. Every act is its owner's; nobody is told. Steps that belong to it stay as they are."""

from datetime import date

from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.practice.actions.steps import Changed
from staffroom.practice.models import Goal

MOST_GOALS = 20


@act("practice.set_goal")
def set_goal(*, by: Account, title: str, by_on: date | None = None) -> Goal:
    """The goal stands in the plan. Raises Refusal beyond twenty open ones."""
    if Goal.objects.filter(person=by, ended_as="").count() >= MOST_GOALS:
        raise Refusal(_("You have twenty open goals. Let one go first; nothing was added."))
    return Goal.objects.create(person=by, title=title, by_on=by_on)


@act("practice.change_goal")
def change_goal(*, by: Account, goal: Goal, version: int, title: str, by_on: date | None) -> Goal:
    """The goal reads as given. Raises Changed when it was changed elsewhere since `version`."""
    held = Goal.objects.select_for_update().get(pk=goal.pk, person=by)
    if held.version != version:
        raise Changed(held)
    held.title, held.by_on, held.version = title, by_on, version + 1
    held.save()
    return held


@act("practice.end_goal")
def end_goal(*, by: Account, goal: Goal, ended_as: str) -> Goal:
    """The goal is reached or let go. Ending it twice changes nothing."""
    Goal.objects.filter(pk=goal.pk, person=by, ended_as="").update(ended_as=Goal.Ended(ended_as), ended_at=clock.now())
    goal.refresh_from_db()
    return goal


@act("practice.reopen_goal")
def reopen_goal(*, by: Account, goal: Goal) -> Goal:
    """The goal is open again."""
    Goal.objects.filter(pk=goal.pk, person=by).update(ended_as="", ended_at=None)
    goal.refresh_from_db()
    return goal

"""What this room hears from rooms below, and what it lends them."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from staffroom.practice import actions, dated, queries
from staffroom.practice.models import FollowUp, Goal, PlanStep
from staffroom.record import beside, prefills
from staffroom.record.models import Entry
from staffroom.record.signals import let_go, noted
from staffroom.sharing.checking import CANARIES
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer

dated.register(gettext_lazy("open steps of your plan that have a day, or a time in a planning period"))(queries.dated_steps)


@receiver(noted)
def step_is_over(sender, entry: Entry, **_more) -> None:
    """An entry that came from a step ends the step: done, or let go if the entry says that it was not done."""
    step = PlanStep.objects.filter(pk=entry.from_id, person_id=entry.person_id, ended_as="").first() if entry.from_kind == "step" else None
    if step:
        not_done = entry.outcome == Entry.Outcome.NOT_DONE
        actions.end(by=entry.person, step=step, ended_as=PlanStep.Ended.LET_GO if not_done else PlanStep.Ended.DONE)


@receiver(noted)
def ask_what_became_of_a_try(sender, entry: Entry, **_more) -> None:
    """Something tried in class that came from no offer is asked about too, unless it is already; its answers have nowhere to be put up."""
    tried = entry.kind == Entry.Kind.TRIED and entry.outcome != Entry.Outcome.NOT_DONE
    asked = entry.from_kind == "step" and (PlanStep.objects.filter(pk=entry.from_id).exclude(about_id=None).exists()
                                           or FollowUp.objects.filter(person=entry.person_id, from_id=entry.from_id).exists())
    if tried and not asked:
        actions.ask_later(by=entry.person, title=entry.title, from_id=entry.pk)


@receiver(let_go)
def ask_no_more(sender, entry: Entry, **_more) -> None:
    """An entry that was let go is not asked about."""
    actions.ask_no_more(by=entry.person, from_id=entry.pk)


@beside.register
def how_far(viewer: Viewer, entry: Entry) -> beside.Beside:
    """How far its owner went with what an entry is about."""
    return beside.Beside("practice/_how_far.html", queries.how_far_entry(viewer, entry))


@prefills.register("entry")
def from_entry(viewer: Viewer, code: str) -> prefills.Prefill | None:
    """The first words of another try, out of the viewer's own entry about the same thing."""
    entry = visible_to(viewer, Entry).filter(code=code, gone=None).first()
    if entry is None:
        return None
    return prefills.Prefill(title=entry.title, kind=Entry.Kind.TRIED, source=entry.source, link=entry.link, from_id=queries.first_of(entry))


CANARIES["step"] = (
    lambda account, text: actions.plan(by=account, title=text, why=text),
    lambda account, step: PlanStep.objects.filter(pk=step.pk, person=account).delete(),  # house: the canary of the self-test goes as it came
)
CANARIES["goal"] = (
    lambda account, text: actions.set_goal(by=account, title=text),
    lambda account, goal: Goal.objects.filter(pk=goal.pk, person=account).delete(),  # house: the canary of the self-test goes as it came
)

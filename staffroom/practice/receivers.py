"""What this room hears from rooms below, and what it lends them."""

from django.dispatch import receiver

from staffroom.practice import actions
from staffroom.practice.models import PlanStep
from staffroom.record.models import Entry
from staffroom.record.signals import noted
from staffroom.sharing.checking import CANARIES


@receiver(noted)
def step_is_done(sender, entry: Entry, **_more) -> None:
    """An entry that came from a step ends the step."""
    step = PlanStep.objects.filter(pk=entry.from_id, person_id=entry.person_id, ended_as="").first() if entry.from_kind == "step" else None
    if step:
        actions.end(by=entry.person, step=step, ended_as=PlanStep.Ended.DONE)


CANARIES["step"] = (
    lambda account, text: actions.plan(by=account, title=text, why=text),
    lambda account, step: PlanStep.objects.filter(pk=step.pk, person=account).delete(),  # house: the canary of the self-test goes as it came
)

"""What happens to a look: kept, forgotten. Nobody is told, nothing is counted."""

from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.looks import seen
from staffroom.looks.models import Look
from staffroom.people.models import Account
from staffroom.record.actions import DraftMark
from staffroom.record.actions.drafts import use_up

MOST = 2_000


@act("looks.keep")
def keep(*, by: Account, said: seen.Seen, draft: DraftMark | None = None) -> Look:
    """The look stands in the notebook, under today's day in its owner's zone; the draft of its form ends."""
    if Look.objects.filter(person=by).count() >= MOST:
        raise Refusal(_("You kept 2,000 looks. Forget some first; nothing was added."))
    use_up(by, draft)
    return Look.objects.create(person=by, on_on=clock.today_in(by.zone), body=seen.dumps(said))


@act("looks.forget")
def forget(*, by: Account, look: Look) -> None:
    """The look is gone, and with it its place in the line."""
    Look.objects.filter(pk=look.pk, person=by).delete()

"""The smackdown: who shows something, in which order, and who speaks now."""

from django.db.models import Max
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import hold, keeps, takes_part
from staffroom.edcamps.models import Edcamp, Turn
from staffroom.events.models import Guest
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account

MOST_OF_ONE = 3


@act("edcamps.queue_up")
def queue_up(*, by: Account | None, edcamp: Edcamp, title: str, link: str = "", name: str = "", guest: Guest | None = None) -> Turn:
    """This person, or a guest (by None), has a turn at the end of the queue, by that name. Raises Refusal for a fourth one that waits."""
    held = hold(edcamp)
    takes_part(by, held, guest)
    whose = {"person": by} if by is not None else {"guest": guest}
    if Turn.objects.filter(edcamp=held, state=Turn.State.WAITS, **whose).count() >= MOST_OF_ONE:
        raise Refusal(_("Three turns of yours wait already. Nothing was kept."))
    return Turn.objects.create(edcamp=held, name=(name or str(by or guest))[:80], title=title, link=link, place=_last(held) + 1, **whose)


def _last(held: Edcamp) -> int:
    return Turn.objects.filter(edcamp=held).aggregate(last=Max("place"))["last"] or 0


@act("edcamps.next_turn")
def next_turn(*, by: Account, edcamp: Edcamp) -> Turn | None:
    """Whoever speaks is done, and the next one in the queue speaks now, for two minutes. None when nobody waits. Raises Refusal."""
    held = hold(edcamp)
    keeps(by, held)
    Turn.objects.filter(edcamp=held, state=Turn.State.NOW).update(state=Turn.State.DONE)
    following = Turn.objects.filter(edcamp=held, state=Turn.State.WAITS).order_by("place").first()
    if following is not None:
        following.state, following.began_at = Turn.State.NOW, clock.now()
        following.save(update_fields=["state", "began_at"])
    return following


@act("edcamps.pass_over")
def pass_over(*, by: Account, turn: Turn) -> Turn:
    """Whoever is not there, or was stopped, comes again at the end of the queue. Raises Refusal."""
    held = hold(turn.edcamp)
    keeps(by, held)
    row = Turn.objects.get(pk=turn.pk)
    if row.state == Turn.State.GONE:
        raise Refusal(_("This turn was taken back. Nothing was changed."))
    row.state, row.began_at, row.place = Turn.State.WAITS, None, _last(held) + 1
    row.save(update_fields=["state", "began_at", "place"])
    return row


@act("edcamps.take_turn_back")
def take_turn_back(*, by: Account | None, turn: Turn, guest: Guest | None = None) -> Turn:
    """The turn is in the queue no more: its owner says so, or whoever keeps the board. Raises Refusal."""
    held = hold(turn.edcamp)
    row = Turn.objects.get(pk=turn.pk)
    if by is None:
        takes_part(None, held, guest)
        if guest is None or row.guest_id != guest.pk:
            raise Refusal(_("This turn is somebody else’s. Nothing was changed."))
    elif row.person_id != by.pk:
        keeps(by, held)
    row.state = Turn.State.GONE
    row.save(update_fields=["state"])
    return row

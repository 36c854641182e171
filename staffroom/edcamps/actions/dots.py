"""Dots: what somebody would like to take place."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import card_of, takes_part
from staffroom.edcamps.models import Card, Dot, Edcamp
from staffroom.events.models import Guest
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.people.queries import alone


@act("edcamps.dot")
def dot(*, by: Account | None, card: Card, guest: Guest | None = None) -> Dot:
    """This person, or a guest (by None), would like the card to take place. Twice is once. Nobody sees whose dot it is, and nobody how many there are
    before the voting is closed. Raises Refusal when the voting is not open or every dot is given.
    """
    held = _open(by, guest, card)
    takes_part(by, held, guest)
    row = card_of(held, card)
    if row.state == Card.State.MERGED and row.merged_into:
        row = row.merged_into
    mine = {one.number: one for one in _dots(by, guest, held)}
    there = next((one for one in mine.values() if one.card_id == row.pk), None)
    if there is not None:
        return there
    free = [number for number in range(1, held.dots_count + 1) if number not in mine]
    if not free:
        raise Refusal(_("All your dots are given. Take one back, then this card can have it."))
    return Dot.objects.create(edcamp=held, card=row, person=by, guest=None if by else guest, number=free[0])


@act("edcamps.take_dot")
def take_dot(*, by: Account | None, card: Card, guest: Guest | None = None) -> None:
    """The dot is in this person's hand again. Raises Refusal when the voting is not open."""
    _dots(by, guest, _open(by, guest, card)).filter(card=card).delete()


def _open(by: Account | None, guest: Guest | None, card: Card) -> Edcamp:
    """The board, held so that no dot comes while the voting is closed, and nobody gives two at once."""
    if by is not None:
        alone(person=by.pk)
    elif guest is not None:
        Guest.objects.select_for_update(of=("self",)).filter(pk=guest.pk).first()
    held = Edcamp.objects.select_for_update().get(pk=card.edcamp_id)
    if held.voting != Edcamp.Voting.OPEN:
        raise Refusal(_("The voting is not open. Nothing was changed."))
    return held


def _dots(by: Account | None, guest: Guest | None, held: Edcamp) -> QuerySet[Dot]:
    return Dot.objects.filter(edcamp=held, person=by) if by is not None else Dot.objects.filter(edcamp=held, guest=guest, person=None)

"""Dots: what somebody would like to take place."""

from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import card_of, takes_part
from staffroom.edcamps.models import Card, Dot, Edcamp
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account
from staffroom.people.queries import alone


@act("edcamps.dot")
def dot(*, by: Account, card: Card) -> Dot:
    """This person would like the card to take place. Twice is once. Nobody sees whose dot it is, and nobody how many there are before the voting is
    closed. Raises Refusal when the voting is not open or every dot is given.
    """
    alone(person=by.pk)
    held = Edcamp.objects.select_for_update().get(pk=card.edcamp_id)  # so that none comes while the voting is closed
    takes_part(by, held)
    if held.voting != Edcamp.Voting.OPEN:
        raise Refusal(_("The voting is not open. Nothing was kept."))
    row = card_of(held, card)
    if row.state == Card.State.MERGED and row.merged_into:
        row = row.merged_into
    mine = {one.number: one for one in Dot.objects.filter(edcamp=held, person=by)}
    there = next((one for one in mine.values() if one.card_id == row.pk), None)
    if there is not None:
        return there
    free = [number for number in range(1, held.dots_count + 1) if number not in mine]
    if not free:
        raise Refusal(_("All your dots are given. Take one back, then this card can have it."))
    return Dot.objects.create(edcamp=held, card=row, person=by, number=free[0])


@act("edcamps.take_dot")
def take_dot(*, by: Account, card: Card) -> None:
    """The dot is in this person's hand again. Raises Refusal when the voting is not open."""
    alone(person=by.pk)
    held = Edcamp.objects.select_for_update().get(pk=card.edcamp_id)
    if held.voting != Edcamp.Voting.OPEN:
        raise Refusal(_("The voting is not open. Nothing was changed."))
    Dot.objects.filter(edcamp=held, card=card, person=by).delete()

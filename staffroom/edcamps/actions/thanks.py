"""Thanks after the day: a tap, counted for those who are thanked and for nobody else."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import takes_part
from staffroom.edcamps.models import Card, Edcamp, Lead, Thanks
from staffroom.edcamps.rules import KEEPS_BOARD
from staffroom.events.models import Going
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.models import Account


@act("edcamps.thank")
def thank(*, by: Account, edcamp: Edcamp, card: Card | None = None) -> Thanks:
    """This person thanks those who led the card or, without one, those who hosted and helped. Each of them with an account is told once of an
    edcamp that there are thanks, not by whom. Raises Refusal before it begins, and for somebody who does not go.
    """
    event = edcamp.event
    if not event.has_begun or event.cancelled_at or event.taken_down_at:
        raise Refusal(_("Thanks come when the day has begun. Nothing was kept."))
    takes_part(by, edcamp)
    thanked = [person for person in _thanked(edcamp, card) if person.pk != by.pk]
    if not thanked:
        raise Refusal(_("There is nobody here to tell. Thank them in person; nothing was kept."))
    row, new = Thanks.objects.get_or_create(edcamp=edcamp, card=card, person=by)
    if new:
        for person in thanked:
            notices.tell(by=None, person=person, kind=Notice.Kind.THANKS, key=f"thanks:{edcamp.pk}", name=event.title,
                         href=reverse("edcamps:thanks", args=[edcamp.code]))
    return row


@act("edcamps.take_thanks_back")
def take_thanks_back(*, by: Account, edcamp: Edcamp, card: Card | None = None) -> None:
    """The tap counts no more."""
    Thanks.objects.filter(edcamp=edcamp, card=card, person=by).delete()


def _thanked(edcamp: Edcamp, card: Card | None) -> list[Account]:
    """Those with an account who are thanked."""
    if card is not None:
        leads = Lead.objects.filter(Q(card=card) | Q(card__merged_into=card, card__state=Card.State.MERGED), card__edcamp=edcamp)
        found = [lead.person for lead in leads.select_related("person")]
    else:
        keepers = Going.objects.filter(event=edcamp.event_id, part__in=KEEPS_BOARD).select_related("person")
        found = [edcamp.event.host, *(row.person for row in keepers)]
    return list({person.pk: person for person in found if person is not None}.values())

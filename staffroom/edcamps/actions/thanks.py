"""Thanks after the day: a tap, counted for those who are thanked and for nobody else."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.held import takes_part
from staffroom.edcamps.models import Card, Edcamp, Lead, Thanks
from staffroom.edcamps.rules import KEEPS_BOARD
from staffroom.events.models import Going, Guest
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.people.models import Account


@act("edcamps.thank")
def thank(*, by: Account | None, edcamp: Edcamp, card: Card | None = None, guest: Guest | None = None) -> Thanks:
    """This person, or a guest (by None), thanks those who led the card or, without one, those who hosted and helped. Each of them with an account is
    told once of an edcamp that there are thanks, not by whom; a guest reads it by their own link. Raises Refusal before it begins, and for somebody
    who does not go.
    """
    event = edcamp.event
    if not event.has_begun or event.cancelled_at or event.taken_down_at:
        raise Refusal(_("Thanks come when the day has begun. Nothing was kept."))
    takes_part(by, edcamp, guest)
    thanked = _thanked(edcamp, card) - {by or guest}
    if not thanked:
        raise Refusal(_("There is nobody here to tell. Thank them in person; nothing was kept."))
    row, new = Thanks.objects.get_or_create(edcamp=edcamp, card=card, **_whose(by, guest))
    if new:
        for person in thanked:
            if isinstance(person, Account):
                notices.tell(by=None, person=person, kind=Notice.Kind.THANKS, key=f"thanks:{edcamp.pk}", name=event.title,
                             href=reverse("edcamps:thanks", args=[edcamp.code]))
    return row


@act("edcamps.take_thanks_back")
def take_thanks_back(*, by: Account | None, edcamp: Edcamp, card: Card | None = None, guest: Guest | None = None) -> None:
    """The tap counts no more."""
    Thanks.objects.filter(edcamp=edcamp, card=card, **_whose(by, guest)).delete()


def _whose(by: Account | None, guest: Guest | None) -> dict[str, Account | Guest | None]:
    return {"person": by, "guest": None if by else guest}


def _thanked(edcamp: Edcamp, card: Card | None) -> set[Account | Guest]:
    """Those who are thanked and can read it: with an account, or by a guest's link."""
    if card is not None:
        leads = Lead.objects.filter(Q(card=card) | Q(card__merged_into=card, card__state=Card.State.MERGED), card__edcamp=edcamp)
        found = [lead.person or lead.guest for lead in leads.select_related("person", "guest")]
    else:
        keepers = Going.objects.filter(event=edcamp.event_id, part__in=KEEPS_BOARD).select_related("person", "guest")
        found = [edcamp.event.host, *(row.who for row in keepers)]
    return {who for who in found if who is not None}

"""What this room hears from rooms below, and what it lends them."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.offered import actions
from staffroom.offered.models import Adoption, Consent
from staffroom.orgs import signals as orgs
from staffroom.orgs.models import Organisation
from staffroom.people import signals as people
from staffroom.people.models import Account
from staffroom.record import prefills
from staffroom.record.models import Entry
from staffroom.sharing.rules import visible_to


@receiver(people.renamed)
def person_is_called_otherwise(sender, account: Account, **_more) -> None:
    """What was put up for somebody carries the name that they have now."""
    actions.call_again(account)


@receiver(orgs.renamed)
def body_is_called_otherwise(sender, organisation: Organisation, **_more) -> None:
    """What a body offers carries the name that it has now."""
    actions.call_body_again(organisation)


@prefills.register("offered")
def contribution(viewer, code: str) -> prefills.Prefill | None:
    """First words for what somebody did for others: a body offers what they made."""
    row = visible_to(viewer, Adoption).filter(code=code, agreed_at__isnull=False, ended_at=None).first()
    if row is None or not visible_to(viewer, Consent).filter(adoption=row).exists():
        return None
    wrote = row.card_id is not None
    return prefills.Prefill(
        title=_("“%(title)s”, offered by %(body)s") % {"title": row.title, "body": row.organisation},
        kind=Entry.Kind.OTHER if wrote else Entry.Kind.LED,
        contribution=Entry.Contribution.WROTE if wrote else Entry.Contribution.LED_SESSION, source=str(row.organisation),
        link=reverse("offered:one", args=[row.code]), from_id=row.pk)

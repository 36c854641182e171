"""A body takes claims, or takes none any more."""

from django.utils.translation import gettext as _

from staffroom.claims import rules
from staffroom.claims.models import LEAST_APPEAL_DAYS, MOST_DAYS, Desk
from staffroom.credit.counting import IDS
from staffroom.kit.acts import Refusal, act
from staffroom.orgs.models import Organisation
from staffroom.people.models import Account


@act("claims.take_claims")
def take_claims(*, by: Account, organisation: Organisation, pack: str, answer_days: int, appeal_days: int, needs_two: bool, is_open: bool) -> Desk:
    """The body takes claims under these rules from now on, or takes no new ones. What was sent stays under what was said then. Raises Refusal."""
    if not rules.decides(by, organisation):
        raise Refusal(_("You hold no office in this body that decides claims. Nothing was changed."))
    if pack not in IDS or not 1 <= answer_days <= MOST_DAYS or not LEAST_APPEAL_DAYS <= appeal_days <= MOST_DAYS:
        raise Refusal(_("Choose rules, days to answer and days to appeal. Nothing was changed."))
    said = {"by": by, "pack": pack, "answer_days": answer_days, "appeal_days": appeal_days, "needs_two": needs_two, "is_open": is_open}
    desk, _new = Desk.objects.update_or_create(organisation=organisation, defaults=said)
    return desk

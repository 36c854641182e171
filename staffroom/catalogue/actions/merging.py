"""Two offers that are the same become one, with who, when and what kept, and undone when that was wrong."""

from django.utils.translation import gettext as _

from staffroom.catalogue.actions.shelving import index, take_down
from staffroom.catalogue.models import Merge, Offer
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.people.models import Account


@act("catalogue.merge")
def merge(*, by: Account, gone: Offer, kept: Offer) -> Merge:
    """`gone` hangs no longer and its address leads to `kept`, which stays as it is. Raises Refusal when one of them does not hang."""
    held = {offer.pk: offer for offer in Offer.objects.select_for_update().filter(pk__in=[gone.pk, kept.pk], taken_down_at=None).order_by("pk")}
    if len(held) != 2:
        raise Refusal(_("One of the two hangs here no longer, so nothing was changed."))
    row = Merge.objects.create(kept=held[kept.pk], gone=held[gone.pk], by=by)
    Offer.objects.filter(pk=gone.pk).update(merged_into=kept)
    take_down([held[gone.pk]])
    return row


@act("catalogue.unmerge")
def unmerge(*, by: Account | None, merge: Merge) -> Merge:
    """The two are two again: what was gone hangs as it did, unless the list that brought it was taken back."""
    row = Merge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at:
        return row
    gone = Offer.objects.select_for_update(of=("self",)).select_related("run").get(pk=row.gone_id)
    gone.merged_into, gone.changed_at = None, clock.now()
    if gone.run is None or gone.run.undone_at is None:
        gone.taken_down_at = None
    gone.save(update_fields=["merged_into", "changed_at", "taken_down_at"])
    index([gone])
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    return row

"""What is over leaves the lists by itself."""

from staffroom.catalogue.actions.shelving import index
from staffroom.catalogue.models import Offer
from staffroom.kit import clock
from staffroom.kit.acts import act

PART = 500


@act("catalogue.close_over")
def close_over(*, by: None) -> int:
    """Offers whose last moment has passed stand in no list and are not found; their pages stay. How many left now."""
    now = clock.now()
    over = list(Offer.objects.filter(over_at__lte=now, closed_at=None).order_by("over_at", "pk")[:PART])
    Offer.objects.filter(pk__in=[offer.pk for offer in over]).update(closed_at=now, changed_at=now)
    for offer in over:
        offer.closed_at = now
    index(over)
    return len(over)

"""What bodies say of an offer: that they offer it, and what they count it for. Rooms above call this within an act."""

from staffroom.catalogue.actions.shelving import index, shelve, take_down
from staffroom.catalogue.described import Described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock
from staffroom.people.models import Account


def say_offered(offer: Offer, said: list[dict]) -> None:
    """These bodies offer it: for each `body` (its name), `minutes` and `counts_as`, as the body declares them. It is found by their names."""
    offer.offered, offer.changed_at = said, clock.now()
    offer.save(update_fields=["offered", "changed_at"])
    index([offer])


def hang_for_body(row: Described, by: Account | None) -> Offer:
    """An offer that a body puts up for those who made it, known by its key."""
    source, _new = Source.objects.get_or_create(kind=Source.Kind.OFFERED, defaults={"name": "What bodies offer"})
    shelve(source, [row], by=by)
    return Offer.objects.get(key=row.key)


def hang_no_more(offer: Offer) -> None:
    """The offer that was put up for a body hangs no longer."""
    take_down([offer])

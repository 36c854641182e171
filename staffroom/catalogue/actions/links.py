"""Links that people put up."""

from staffroom.catalogue.actions.shelving import retitle, shelve
from staffroom.catalogue.described import Described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import outbox
from staffroom.kit.acts import act
from staffroom.people.models import Account

COMPLETE = "catalogue.complete"


def links_source() -> Source:
    """The source of everything that came as a link."""
    return Source.objects.get_or_create(kind=Source.Kind.LINKS, defaults={"name": "Links from teachers"})[0]


@act("catalogue.add_link")
def add_link(*, by: Account | None, link: Described) -> Offer:
    """The link hangs on the wall, without a name. One that hangs there already is returned as it is.

    Without a title its address stands in for one until the page was read (promised in the outbox).
    """
    offer = Offer.objects.filter(url_key=link.url_key).first()
    if offer is None or offer.taken_down_at:
        shelve(links_source(), [link], by=by, adopt=offer is not None)
        offer = Offer.objects.get(url_key=link.url_key)
        if offer.title == offer.url_key[:300]:
            outbox.put(COMPLETE, str(offer.pk), {"offer": str(offer.pk)})
    return offer


@act("catalogue.title_link")
def title_link(*, by: None, offer: Offer, title: str) -> Offer:
    """The offer has the title of its page, unless somebody gave it one meanwhile."""
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    if held.title == held.url_key[:300] and title:
        retitle(held, title)
    return held

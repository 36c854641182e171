"""Links that people put up."""

from dataclasses import replace

from django.utils.translation import gettext as _

from staffroom.catalogue.actions.shelving import rewrite, shelve
from staffroom.catalogue.described import FIELDS, Described
from staffroom.catalogue.models import Offer, Source
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act
from staffroom.moderation.queries import down_of
from staffroom.people.models import Account

COMPLETE = "catalogue.complete"
TOGETHER = {"minutes": "minutes_from", "starts_on": "ends_on", "ends_on": "starts_on", "cost": "cost_minor"}  # who knows one has the word on both


def links_source() -> Source:
    """The source of everything that came as a link."""
    return Source.objects.get_or_create(kind=Source.Kind.LINKS, defaults={"name": "Links from teachers"})[0]


@act("catalogue.add_link")
def add_link(*, by: Account | None, link: Described) -> Offer:
    """The link hangs on the wall, without a name. One that hangs there already is returned as it is.

    Its page is read later (promised in the outbox) for what nobody gave; without a title its address stands in for one until then.
    Raises Refusal for one that those who look after the wall took down.
    """
    offer = Offer.objects.select_related("merged_into").filter(url_key=link.url_key).first()
    while offer is not None and offer.merged_into:
        offer = offer.merged_into
    if offer is not None and offer.taken_down_at and down_of("offer", [offer.pk]):
        raise Refusal(_("Those who look after the wall took this down, so it was not put up again."))
    if offer is None or offer.taken_down_at:
        shelve(links_source(), [link], by=by, adopt=offer is not None)
        offer = Offer.objects.get(url_key=offer.url_key if offer else link.url_key)
        outbox.put(COMPLETE, f"{offer.pk}:{offer.changed_at:%Y%m%d%H%M%S}", {"offer": str(offer.pk)})
    return offer


@act("catalogue.complete_link")
def complete_link(*, by: None, offer: Offer, title: str, told: Described | None = None, resolved_key: str = "") -> Offer:
    """The offer has the title of its page, its page's word for facts that nobody knew, and the key of where its address leads.

    What somebody gave meanwhile stays.
    """
    held = Offer.objects.select_for_update().prefetch_related("topics").get(pk=offer.pk)
    if resolved_key and resolved_key != held.resolved_key:
        held.resolved_key = resolved_key
        held.save(update_fields=["resolved_key"])
    known = {name: getattr(held, name) for name in FIELDS if getattr(held, name) not in ("", None)}
    shut = {other for name, other in TOGETHER.items() if name in known}
    facts = {name: getattr(told, name) for name in FIELDS if name not in shut} if told else {}
    if held.title == held.url_key[:300] and (title or told):
        known["title"] = title or facts["title"]
    row = replace(Described(title=held.title, kind=held.kind), **facts | known)
    if any(getattr(row, name) != getattr(held, name) for name in FIELDS):
        held.changed_at = clock.now()
        rewrite([(held, row, {topic.pk for topic in held.topics.all()})])
    return held

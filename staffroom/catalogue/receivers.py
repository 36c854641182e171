"""What this room lends to rooms below."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy

from staffroom.catalogue import reported as _reported  # noqa: F401  what can be reported, told to the room below
from staffroom.catalogue.actions.cards import call_again
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.calendars import saved_days
from staffroom.people.models import Account
from staffroom.people.signals import renamed
from staffroom.practice import dated, savable, taking
from staffroom.sharing.rules import visible_to

dated.register(gettext_lazy("days and last days of what you saved"))(saved_days)


@receiver(renamed)
def is_called_otherwise(sender, account: Account, **_more) -> None:
    """Practice cards carry the name that their author has now."""
    call_again(account)


@savable.register("offer")
def offer(viewer, code: str) -> savable.Thing | None:
    """An offer that hangs on the wall, to be saved for later."""
    found = visible_to(viewer, Offer).filter(code=code).only("code", "title", "minutes").first()
    if found is None:
        return None
    address = reverse("catalogue:offer", args=[code])
    return savable.Thing(title=found.title, about_kind="offer", about_id=found.pk, minutes=found.minutes, link=address)


TAKEN_IN = (Offer.Kind.ARTICLE, Offer.Kind.VIDEO, Offer.Kind.PODCAST, Offer.Kind.BOOK, Offer.Kind.WEBINAR, Offer.Kind.FEED, Offer.Kind.POST,
            Offer.Kind.REPORT, Offer.Kind.PAGE)


@taking.register("offer")
def only_taken_in(viewer, keys) -> set:
    """Offers that one watches, reads or listens to, and in which nothing to do or to talk over is known."""
    return set(visible_to(viewer, Offer).filter(pk__in=keys, kind__in=TAKEN_IN, do_minutes=None, relate_minutes=None).values_list("pk", flat=True))

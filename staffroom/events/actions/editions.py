"""Guests who want to be told first of the next edition: they ask, are told in their order, and sign up before all others."""

from django.conf import settings
from django.utils.translation import gettext as _

from staffroom.events import letters
from staffroom.events.actions.guests import bare_guest, held_guest
from staffroom.events.actions.held import hold, may_sign_up, sign_up
from staffroom.events.actions.planned import AT_ONCE, head_start
from staffroom.events.models import Event, Going, Guest
from staffroom.kit import clock, outbox
from staffroom.kit.acts import Refusal, act

TELL_NEXT = "events.tell_next"


@act("events.tell_me_next")
def tell_me_next(*, by: None, guest: Guest, says: bool) -> Guest:
    """A guest whose letters reach them is told first of the next edition, or no longer. Raises Refusal without a proved address."""
    row = held_guest(guest)
    if says and not (row.address and row.proved_at and settings.MAIL_WORKS):
        raise Refusal(_("No letter reaches you from here. Sign up by mail and open the link; nothing was kept."))
    row.asks_at = (row.asks_at or clock.now()) if says else None
    row.save(update_fields=["asks_at"])
    return row


def announced(event: Event) -> None:
    """Within the act that puts up an edition for anyone: guests of earlier ones who asked are told by the worker, and sign up before all others."""
    if event.audience == Event.Audience.PUBLIC and _asking(event).exists():
        event.open_to_all_at = event.open_to_all_at or head_start(event, clock.now())
        event.save(update_fields=["open_to_all_at"])
        outbox.put(TELL_NEXT, f"next:{event.pk}", {"event": str(event.pk)})


def _asking(event: Event):
    return Guest.objects.filter(event__series=event.series_id, event__starts_at__lt=event.starts_at, asks_at__isnull=False)


@act("events.tell_next")
def tell_next(*, by: None, event: Event) -> int:
    """The next two hundred guests who asked are told, in the order in which they asked, one letter to an address; their asking is over. How many
    that were. Of an edition that is not for anyone any more nobody is told, and they ask on.
    """
    held = Event.objects.select_for_update(of=("self",)).filter(
        pk=event.pk, audience=Event.Audience.PUBLIC, cancelled_at=None, taken_down_at=None, starts_at__gt=clock.now()).first()
    if held is None or held.series_id is None:
        return 0
    rows = list(_asking(held).select_for_update(of=("self",)).order_by("asks_at", "pk")[:AT_ONCE])
    told = set(Guest.objects.filter(next=held).exclude(to_hash="").values_list("to_hash", flat=True))
    for row in rows:
        row.next, row.asks_at = held, None
        row.save(update_fields=["next", "asks_at"])
        if row.to_hash not in told:
            letters.promise(letters.NEXT, row, f"event-next:{row.pk}:{held.pk}")
        told |= {row.to_hash} - {""}
    return len(rows)


@act("events.come_again")
def come_again(*, by: None, guest: Guest) -> Guest:
    """A guest who was told of the next edition is a guest of it too, by the same name and address; twice is once. Raises Refusal."""
    if guest.next is None:
        raise Refusal(_("There is no next edition yet. Nothing was kept."))
    held = hold(guest.next)
    row = held_guest(guest)
    there = Guest.objects.filter(event=held, to_hash=row.to_hash).exclude(to_hash="").first()
    if row.next_id != held.pk or not row.to_hash or held.audience != Event.Audience.PUBLIC:
        raise Refusal(_("There is no next edition yet. Nothing was kept."))
    may_sign_up(held, early=True)
    if there is None:
        there = bare_guest(held, row.name, Guest.Came.MAIL, address=row.address, to_hash=row.to_hash)
        if not held.has_begun:
            sign_up(held, Going(event=held, guest=there))
    if there.proved_at is None:
        there.proved_at = clock.now()
        there.save(update_fields=["proved_at"])
    return there

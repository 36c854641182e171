"""An event, held while something happens to it, so that its seats are exact."""

from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from staffroom.events import letters, times
from staffroom.events.models import Event, Going
from staffroom.kit import clock, search
from staffroom.kit.acts import Refusal
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice
from staffroom.orgs.queries import speaks_for
from staffroom.people.models import Account

HOURS = (24, 1)  # before it begins those who go are reminded
KEEPS = (Going.Part.HOSTS, Going.Part.LEADS, Going.Part.HELPS)


def hold(event: Event) -> Event:
    """The event as it is now, held. Raises Refusal when it is gone or was taken down."""
    held = Event.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=event.pk).first()
    if held is None or held.taken_down_at:
        raise Refusal(_("This event does not hang here any more. Nothing was changed."))
    return held


def runs(by: Account, event: Event) -> None:
    """Raise Refusal for somebody who does not run the event today."""
    if event.host_id != by.pk and (event.organisation is None or speaks_for(by.pk, event.organisation) is None):
        raise Refusal(_("You do not run this event today. Nothing was changed."))


def keeps(by: Account, event: Event) -> None:
    """Raise Refusal for somebody who neither runs the event nor keeps its list."""
    if not Going.objects.filter(event=event, person=by, part__in=KEEPS).exists():
        runs(by, event)


def seated(event: Event) -> Event:
    """Within an act that holds it: whoever waits gets the seats that are free, in their order, and is told; the seats are counted anew."""
    rows = Going.objects.filter(event=event)
    taken = rows.filter(answer=Going.Answer.GOING).exclude(part=Going.Part.HOSTS).count()
    if event.starts_at > clock.now() and event.cancelled_at is None:
        waiting = rows.filter(answer=Going.Answer.WAITS).select_related("person", "guest").order_by("place")
        for row in waiting if event.places_count is None else waiting[:max(event.places_count - taken, 0)]:
            key = f"event-seat:{row.pk}:{row.place}"
            row.answer, row.place = Going.Answer.GOING, None
            row.save(update_fields=["answer", "place"])
            if row.person is not None:
                notices.tell(by=None, person=row.person, kind=Notice.Kind.SEAT, key=key, name=event.title, href=event.href)
            else:
                letters.promise("seat", row.guest, key)
            taken += 1
    if event.going_count == taken:  # whoever is only interested leaves no trace on the event
        return event
    event.going_count = taken
    return changed(event, "going_count")


def sign_up(event: Event, row: Going) -> Going:
    """Within an act that holds the event: the row has a seat, or its place in the queue where none is left."""
    row.answer, row.place = (Going.Answer.WAITS, next_place(event)) if event.is_full else (Going.Answer.GOING, None)
    row.reminded = reminded(event)
    row.save()
    seated(event)
    return row


def reminded(event: Event) -> int | None:
    """Who signs up shortly before needs no reminder of what they just did."""
    ahead = event.starts_at - clock.now()
    return next((hours for hours in reversed(HOURS) if ahead <= timedelta(hours=hours)), None)


def may_sign_up(event: Event, early: bool = False) -> None:
    """Raise Refusal outside the time of signing up, or when it was called off; before all others sign up those who asked for it (`early`)."""
    if event.cancelled_at:
        raise Refusal(_("It was called off, so nobody can sign up. Nothing was changed."))
    if event.is_over:
        raise Refusal(_("It is over. If you were there, say so on its page; nothing was changed."))
    now = clock.now()
    if event.opens_on and now < times.midnight(event.opens_on, event.zone):
        raise Refusal(_("Signing up is not open yet. Nothing was changed."))
    if event.closes_on and now >= times.midnight(event.closes_on + timedelta(days=1), event.zone):
        raise Refusal(_("Signing up is closed. Nothing was changed."))
    if event.open_to_all_at and now < event.open_to_all_at and not early:
        raise Refusal(_("Those who asked to be told first sign up before all others; the page says until when. Nothing was changed."))


def next_place(event: Event) -> int:
    """The number of whoever comes next in the queue."""
    return (Going.objects.filter(event=event).aggregate(last=Max("place"))["last"] or 0) + 1


def changed(event: Event, *fields: str) -> Event:
    """Keep these of its fields, and no other."""
    event.changed_at = clock.now()
    event.save(update_fields=[*fields, "changed_at"])
    return event


def index(event: Event) -> None:
    """Only what hangs for anyone is found by its words."""
    if event.audience == Event.Audience.PUBLIC and event.taken_down_at is None:
        search.put("event", [(event.pk, event.title, event.words, "", f"{event.place} {event.organisation or ''}")])
    else:
        search.drop("event", [event.pk])


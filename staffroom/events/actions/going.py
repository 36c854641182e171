"""Going, interested or not; the seat and the queue; who leads and helps; reminders."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from staffroom.events import letters
from staffroom.events.actions.held import HOURS, hold, may_sign_up, runs, seated, sign_up
from staffroom.events.models import Event, Going
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.people.models import Account

AT_ONCE = 200


@act("events.answer")
def answer(*, by: Account, event: Event, says: str) -> Going:
    """This person goes (or waits, where no seat is left), is interested, or does not go. A seat that is given back goes to whoever waits
    longest, who is told. Said twice it is said once. Raises Refusal outside the time of signing up, or when it was called off.
    """
    held = hold(event)
    row = Going.objects.filter(event=held, person=by).first() or Going(event=held, person=by)
    if row.part == Going.Part.HOSTS:
        raise Refusal(_("You host it. Call it off if it cannot take place; nothing was changed."))
    if says in {Going.Answer.GOING, Going.Answer.INTERESTED}:
        may_sign_up(held, early=row.is_early or says == Going.Answer.INTERESTED)
    if says == Going.Answer.GOING:
        return row if row.answer in {Going.Answer.GOING, Going.Answer.WAITS} else sign_up(held, row)
    row.answer, row.place, row.part = Going.Answer(says), None, ""
    row.save()
    seated(held)
    return row


@act("events.give_part")
def give_part(*, by: Account, going: Going, part: str) -> Going:
    """Whoever goes leads a session, helps, or neither; who leads or helps keeps the list too. Raises Refusal."""
    held = hold(going.event)
    runs(by, held)
    row = Going.objects.select_for_update().get(pk=going.pk, event=held)
    if row.part == Going.Part.HOSTS or row.answer != Going.Answer.GOING or part == Going.Part.HOSTS:
        raise Refusal(_("Only somebody who goes can lead or help. Nothing was changed."))
    row.part = Going.Part(part) if part else ""
    row.save(update_fields=["part"])
    return row


@act("events.remind_due")
def remind_due(*, by: None) -> int:
    """Whoever goes is reminded a day and an hour before it begins, each once; how many that were. A mail waits until it is not quiet where they
    live, and is not sent any more when it has begun. Nobody is told who wishes for no reminders.
    """
    now = clock.now()
    wishes_none = Exists(Preference.objects.filter(person=OuterRef("person"), reminds=Preference.Reminds.NO))
    reached = Q(person__is_active=True) | Q(guest__proved_at__isnull=False)
    rows = Going.objects.filter(_due(now), reached, ~wishes_none, answer=Going.Answer.GOING, event__cancelled_at=None, event__taken_down_at=None)
    found = list(rows.select_related("person", "guest", "event").order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for row in found:
        hours = min(hours for hours in HOURS if row.event.starts_at <= now + timedelta(hours=hours))
        key, event = f"event-soon:{row.event_id}:{row.event.sequence}:{hours}", row.event
        if row.person is not None:
            notices.tell(by=None, person=row.person, kind=Notice.Kind.SOON, key=key, name=event.title, href=event.href, until_at=event.starts_at)
        elif hours == HOURS[0]:  # nobody asked a guest when it is night where they live: one letter, a day before
            letters.promise("soon", row.guest, f"{key}:{row.pk}")
        row.reminded = hours
        row.save(update_fields=["reminded"])
    return len(found)


def _due(now) -> Q:
    found = Q(pk__in=[])
    for hours in HOURS:
        later = [other for other in HOURS if other <= hours]
        found |= ~Q(reminded__in=later, reminded__isnull=False) & Q(event__starts_at__gt=now, event__starts_at__lte=now + timedelta(hours=hours))
    return found

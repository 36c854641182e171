"""Going, interested or not; the seat and the queue; who leads and helps; reminders."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from staffroom.events import times
from staffroom.events.actions.held import hold, next_place, runs, seated
from staffroom.events.models import Event, Going
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices import actions as notices
from staffroom.notices.models import Notice, Preference
from staffroom.people.models import Account

HOURS = (24, 1)  # before it begins
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
        _may_sign_up(held)
    if says == Going.Answer.GOING:
        if row.answer in {Going.Answer.GOING, Going.Answer.WAITS}:
            return row
        row.answer, row.place = (Going.Answer.WAITS, next_place(held)) if held.is_full else (Going.Answer.GOING, None)
        row.reminded = _reminded(held)
    else:
        row.answer, row.place, row.part = Going.Answer(says), None, ""
    row.save()
    seated(held)
    return row


def _may_sign_up(event: Event) -> None:
    if event.cancelled_at:
        raise Refusal(_("It was called off, so nobody can sign up. Nothing was changed."))
    if event.is_over:
        raise Refusal(_("It is over. If you were there, say so on its page; nothing was changed."))
    now = clock.now()
    if event.opens_on and now < times.midnight(event.opens_on, event.zone):
        raise Refusal(_("Signing up is not open yet. Nothing was changed."))
    if event.closes_on and now >= times.midnight(event.closes_on + timedelta(days=1), event.zone):
        raise Refusal(_("Signing up is closed. Nothing was changed."))


def _reminded(event: Event) -> int | None:
    """Who signs up shortly before needs no reminder of what they just did."""
    ahead = event.starts_at - clock.now()
    return next((hours for hours in reversed(HOURS) if ahead <= timedelta(hours=hours)), None)


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
    rows = Going.objects.filter(
        _due(now), ~wishes_none, answer=Going.Answer.GOING, event__cancelled_at=None, event__taken_down_at=None, person__is_active=True)
    found = list(rows.select_related("person", "event").order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for row in found:
        hours = min(hours for hours in HOURS if row.event.starts_at <= now + timedelta(hours=hours))
        notices.tell(by=None, person=row.person, kind=Notice.Kind.SOON, key=f"event-soon:{row.event_id}:{row.event.sequence}:{hours}",
                     name=row.event.title, href=row.event.href, until_at=row.event.starts_at)
        row.reminded = hours
        row.save(update_fields=["reminded"])
    return len(found)


def _due(now) -> Q:
    found = Q(pk__in=[])
    for hours in HOURS:
        later = [other for other in HOURS if other <= hours]
        found |= ~Q(reminded__in=later, reminded__isnull=False) & Q(event__starts_at__gt=now, event__starts_at__lte=now + timedelta(hours=hours))
    return found

"""Code words, the quiz, watching later, a room that watched together, the three questions. Each act holds the event first."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from staffroom.attendance import queries
from staffroom.attendance.models import Deed, Outcome, Reply, Roster
from staffroom.attendance.queries import Mine, tallied
from staffroom.attendance.rules import FEWEST
from staffroom.attendance.signals import came_further
from staffroom.attendance.standing import closes_at
from staffroom.events.actions.guests import list_of_a_room
from staffroom.events.actions.held import hold
from staffroom.events.actions.presence import counted_later
from staffroom.events.models import Event, Going, Guest, Presence
from staffroom.events.policy import MOST_DAYS
from staffroom.events.rules import word_of
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import fold
from staffroom.people.models import Account

AT_ONCE = 50
MOST_NAMES = 60
LATEST = timedelta(days=2 + MOST_DAYS)


def _mine(held: Event, by: Account | None, guest: Guest | None) -> Mine:
    of = {"event": held, "person": by, "guest": guest}
    presence, going = Presence.objects.filter(**of).first(), Going.objects.filter(**of).first()
    return queries.mine(held, presence, person=by.pk if by else None, guest=guest, going=going)


def _went_on(held: Event, by: Account | None, guest: Guest | None) -> None:
    """Within an act: whoever watched later and passed the quiz was there, and whoever has done all of it is told to the room above."""
    now = _mine(held, by, guest)
    lacks = now.standing is not None and not all(one.is_met for one in now.standing.items if one.name in queries.INSTEAD)
    if held.terms and now.did.watched and now.did.best >= held.terms.right and lacks:
        counted_later(held, by, guest, _("Watched the recording, and passed its quiz."))
    presence = Presence.objects.filter(event=held, person=by, guest=guest).first()
    if presence is not None:
        came_further.send(Deed, presence=presence)


@act("attendance.say_word")
def say_word(*, by: Account | None, event: Event, word: str, guest: Guest | None = None) -> Deed:
    """A code word of the part of the event that runs now; said twice it is said once. Alone it proves nothing. Raises Refusal."""
    held = hold(event)
    number = word_of(held, word) if held.cancelled_at is None else None
    if number is None:
        raise Refusal(_("This is no code word that holds now. Each holds for its part of the event and ten minutes more."))
    return Deed.objects.get_or_create(event=held, person=by, guest=guest, kind=Deed.Kind.WORD, number=number)[0]


@act("attendance.watch")
def watch(*, by: Account | None, event: Event, guest: Guest | None = None) -> Deed:
    """This person says that they watched the recording: that counts when they have passed the quiz. Raises Refusal."""
    held = hold(event)
    if not _mine(held, by, guest).may_watch:
        raise Refusal(_("Watching later does not count here now. Nothing was kept."))
    made = Deed.objects.create(event=held, person=by, guest=guest, kind=Deed.Kind.WATCHED)
    _went_on(held, by, guest)
    return made


@act("attendance.try_quiz")
def try_quiz(*, by: Account | None, event: Event, chosen: list[int | None], guest: Guest | None = None) -> tuple[Deed, list[int]]:
    """One try of the quiz: how much of it was right, and which questions were not. What was answered is not kept. Raises Refusal when no try is left,
    too early or too late.
    """
    held = hold(event)
    now = _mine(held, by, guest)
    if not now.may_take_quiz:
        raise Refusal(_("The quiz is not open to you now: it comes after the end, for those who were there. Nothing was kept."))
    wrong = [number for number, (one, said) in enumerate(zip(held.quiz, chosen, strict=True)) if said != one["right"]]
    percent = (len(held.quiz) - len(wrong)) * 100 // len(held.quiz)
    made = Deed.objects.create(event=held, person=by, guest=guest, kind=Deed.Kind.TRY, number=now.did.tries + 1, right=percent)
    _went_on(held, by, guest)
    return made, wrong


@act("attendance.reply")
def reply(*, by: Account | None, event: Event, worth: str, tries: str, words: str, guest: Guest | None = None) -> None:
    """What somebody answers to the three questions, once. That they did is known; what they said stands apart, and nothing leads from one to the
    other, so it cannot be taken back. Raises Refusal before the end, when it is closed, or for somebody who was not there.
    """
    held = hold(event)
    if not _mine(held, by, guest).asks or Outcome.objects.filter(event=held).exists():
        raise Refusal(_("These questions are not open to you now. Nothing was kept."))
    Deed.objects.create(event=held, person=by, guest=guest, kind=Deed.Kind.TOLD)
    Reply.objects.create(event=held, worth=Reply.Worth(worth), tries=Reply.Tries(tries), words=words)
    _went_on(held, by, guest)


@act("attendance.sign")
def sign(*, by: Account, event: Event, place: str, minutes: int, names: Iterable[str]) -> Roster:
    """This person signs who watched together with them in one room: each name is a guest who was there for so many minutes, known by this signature.
    No name is linked to an account; whoever it is takes it into theirs by their own link. Signed again, new names come to it. Raises Refusal.
    """
    held = hold(event)
    now = _mine(held, by, None)
    if not now.may_sign:
        raise Refusal(_("Only somebody who was there, as the code or the list says, signs for a room, until the last day. Nothing was kept."))
    row = Roster.objects.filter(event=held, person=by).first() or Roster(event=held, person=by, place=place, minutes=minutes)
    if not 1 <= row.minutes <= (now.did.minutes or 0):
        raise Refusal(_("The room cannot have been there longer than you: %(n)s minutes. Nothing was kept.") % {"n": now.did.minutes})
    there = {fold(name) for name in row.names} | {fold(by.name)}
    wanted: dict[str, str] = {}
    for name in names:
        if name and fold(name) not in there:
            wanted.setdefault(fold(name), name)
    new = list(wanted.values())
    if len(row.names) + len(new) > MOST_NAMES:
        raise Refusal(_("Sixty names in one room at most. Nothing was kept."))
    row.names = [*row.names, *new]
    row.save()
    list_of_a_room(by, held, new, row.minutes)
    return row


@act("attendance.close_due")
def close_due(*, by: None) -> int:
    """The three questions of up to fifty events whose time is over are closed: from five answers on there is one table for ever, and no reply
    is kept. How many events that were.
    """
    now = clock.now()
    rows = Event.objects.filter(starts_at__gt=now - LATEST, ends_at__lt=now, pk__in=Reply.objects.values("event"))
    rows = rows.exclude(pk__in=Outcome.objects.values("event")).order_by("pk")
    over = [event.pk for event in rows if closes_at(event.terms, event.ends_at) <= now][:AT_ONCE]
    late = list(rows.filter(pk__in=over).select_for_update())  # only these are held: the others may be changed meanwhile
    for event in late:
        replies = Reply.objects.filter(event=event)
        table = tallied(replies)
        Outcome.objects.create(event=event, table=table if table["n"] >= FEWEST else {})
        replies.delete()
    return len(late)


def taken_over(guest: Guest, person: Account) -> None:
    """Within the act that takes a guest's seat into an account: what the guest did is theirs, where they have not done the same."""
    mine = {(row.kind, row.number) for row in Deed.objects.filter(event=guest.event_id, person=person)}
    for row in Deed.objects.filter(guest=guest):
        if (row.kind, row.number) not in mine:
            row.person, row.guest = person, None
            row.save(update_fields=["person", "guest"])

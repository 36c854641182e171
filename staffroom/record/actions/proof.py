"""Asking a named person to confirm or accept, and their answer."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.notices.actions import tell
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import offices_of
from staffroom.people.models import Account
from staffroom.record import queries, rules
from staffroom.record.actions.entries import hold
from staffroom.record.models import Ask, Entry, Rung
from staffroom.sharing.models import Copy

MOST_DAYS = 366


@act("record.ask_confirmation")
def ask_confirmation(*, by: Account, entry: Entry, reader: Account, until_on: date, body: Organisation | None = None) -> Ask:
    """`reader` holds a frozen copy of the entry's facts (never its note) until a day, and is asked to confirm that it took place.

    With a `body` they are asked to accept it for that body, in which they must hold an office today.
    """
    held = hold(by, entry)
    today = clock.today_in(by.zone)
    if reader.pk == by.pk:
        raise Refusal(_("Somebody else has to confirm it: you noted it yourself already."))
    if not today <= until_on <= date.fromordinal(today.toordinal() + MOST_DAYS):
        raise Refusal(_("Choose a day from today on, at most a year ahead."))
    if body is not None and not _office(reader, body):
        raise Refusal(_("This person does not answer for that body today."))
    if Ask.objects.filter(entry=held, copy__reader=reader, body=body, answer="", copy__taken_back_at=None, copy__until_on__gte=today).exists():
        raise Refusal(_("You have asked this person already; they still hold your copy."))
    copy = Copy.objects.create(person=by, reader=reader, kind=rules.KIND, about=held.pk, title=held.title, body=queries.facts_text(held),
                               purpose=Copy.Purpose.ACCEPT if body else Copy.Purpose.CONFIRM, until_on=until_on)
    ask = Ask.objects.create(person=by, entry=held, copy=copy, body=body, minutes=held.minutes, facts_version=held.facts_version)
    tell(by=by, person=reader, kind="copy", key=f"record.ask:{ask.pk}", name=str(by), href=reverse("record:answer", args=[ask.code]))
    return ask


@act("record.confirm")
def confirm(*, by: Account, ask: Ask) -> Ask:
    """The reader said that it took place as the copy says: the entry is confirmed in their name."""
    held = _open(by, ask, for_body=False)
    _answer(by, held, Ask.Answer.YES)
    _reach(held, Rung.Step.CONFIRMED, by, str(by))
    return held


@act("record.accept")
def accept(*, by: Account, ask: Ask) -> Ask:
    """The reader, in office, accepts it for the body: a row with their name, never made by a rule or a clock."""
    held = _open(by, ask, for_body=True)
    if not _office(by, held.body):
        raise Refusal(_("Your office in this body has ended, and this act went with it."))
    _answer(by, held, Ask.Answer.YES)
    _reach(held, Rung.Step.ACCEPTED, by, f"{held.body.name} ({by})")
    return held


@act("record.decline")
def decline(*, by: Account, ask: Ask) -> Ask:
    """The reader cannot say so. Only its owner learns of it; the entry stays as it was."""
    held = _open(by, ask, for_body=ask.body_id is not None)
    _answer(by, held, Ask.Answer.NO)
    return held


@act("record.witness")
def witness(*, by: Account, entry: Entry, minutes: int) -> Entry:
    """Somebody who kept the list says that its owner was there for so many minutes: the entry is confirmed in their name, for these minutes and as it
    stands; said again it says what was said last, and with 0 minutes it is confirmed no longer.

    For rooms that witness what an entry is about; they ask first who may say so.
    """
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if by.pk == held.person_id:
        raise Refusal(_("Somebody else has to confirm it: you noted it yourself already."))
    if not minutes:
        Rung.objects.filter(entry=held, step=Rung.Step.CONFIRMED).delete()
        return held
    said = {"by": by, "in_name": str(by), "minutes": minutes, "facts_version": held.facts_version, "person": held.person}
    Rung.objects.update_or_create(entry=held, step=Rung.Step.CONFIRMED, defaults=said)
    return held


@act("record.count")
def count(*, by: Account | None, entry: Entry, minutes: int, in_name: str, facts_version: int) -> Entry:
    """A body accepted so many minutes of the entry as its facts stood then. What another body accepted of the same facts stays where it is.

    For rooms in which offices decide; they ask first who may. `by` is None where whoever decided is gone.
    """
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if by is not None and by.pk == held.person_id:
        raise Refusal(_("Nobody decides about themselves. Nothing was changed."))
    _stand(held, Rung.Step.ACCEPTED, by, in_name, minutes, facts_version)
    return held


@act("record.count_no_longer")
def count_no_longer(*, by: Account, entry: Entry, in_names: Collection[str]) -> Entry:
    """What was accepted in one of these names is accepted no longer; what others accepted stays."""
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    for rung in Rung.objects.filter(entry=held, step=Rung.Step.ACCEPTED):
        if rung.in_name in in_names:
            rung.delete()
    return held


def _office(person: Account, body: Organisation) -> bool:
    return any(office.organisation_id == body.pk for office in offices_of(person.pk))


def _open(by: Account, ask: Ask, for_body: bool) -> Ask:
    held = Ask.objects.select_for_update(of=("self",)).select_related("copy").get(pk=ask.pk, copy__reader=by)
    if (held.body_id is not None) != for_body:
        raise Refusal(_("You were asked for something else."))
    if held.answer:
        raise Refusal(_("You have answered this already."))
    if not rules.is_open(held):
        raise Refusal(_("The copy was taken back, or its date has passed."))
    return held


def _answer(by: Account, ask: Ask, answer: str) -> None:
    ask.answer, ask.answered_at = answer, clock.now()
    ask.save(update_fields=["answer", "answered_at"])
    tell(by=by, person=ask.person, kind="accepted" if ask.body_id else "confirmed", key=f"record.answer:{ask.pk}", name=str(by),
         href=reverse("record:entry", args=[ask.entry.code]))


def _reach(ask: Ask, step: str, by: Account, in_name: str) -> None:
    _stand(Entry.objects.select_for_update().get(pk=ask.entry_id), step, by, in_name, ask.minutes, ask.facts_version)


def _stand(entry: Entry, step: str, by: Account | None, in_name: str, minutes: int, facts_version: int) -> None:
    """One rung per entry and step: the first stays, unless the entry's facts have changed since."""
    rung = Rung.objects.filter(entry=entry, step=step).first()
    if rung is not None and rung.facts_version >= facts_version:
        return
    if rung is not None:
        rung.delete()
    Rung.objects.create(person_id=entry.person_id, entry=entry, step=step, by=by, in_name=in_name, minutes=minutes, facts_version=facts_version)

"""Noting and changing entries."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from staffroom.frameworks import pins
from staffroom.frameworks.pins import Pin
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.statement import fresh, insert
from staffroom.kit.words import length
from staffroom.people.models import Account
from staffroom.record import signals
from staffroom.record.actions.drafts import DraftMark, use_up
from staffroom.record.models import Entry, Rung, Sitting
from staffroom.record.models.entry import DAY_MINUTES, MOST_MINUTES
from staffroom.topics.models import Topic

MOST_NOTE = 10_000
FACTS = ("title", "kind", "source", "contribution", "time_kind")


class ChangedMeanwhile(Refusal):
    """The entry was changed elsewhere since the form was opened; `entry` is how it stands now."""

    def __init__(self, entry: Entry):
        super().__init__(_("You changed this entry somewhere else meanwhile."))
        self.entry = entry


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an entry says, apart from its minutes and day."""

    title: str
    kind: str
    time_kind: str = Entry.TimeKind.OWN
    origin: str = Entry.Origin.CHOSEN
    note: str = ""
    source: str = ""
    link: str = ""
    contribution: str = ""
    helped_count: int | None = None
    outcome: str = ""


@act("record.tag")
def tag(*, by: Account, entry: Entry, on: list[Pin], off: list[int]) -> Entry:
    """The entry carries these statements too, and no longer those at these places. Raises Refusal when there are too many."""
    held = Entry.objects.select_for_update().get(pk=entry.pk, person=by)
    tags = pins.changed(pins.loads(held.tags), on, off)
    if len(tags) > pins.MOST:
        raise Refusal(_("An entry carries 30 statements at most. Nothing was changed."))
    held.tags, held.changed_at = pins.dumps(tags), clock.now()
    held.save(update_fields=["tags", "changed_at"])
    return held


@act("record.note")
def note(*, by: Account, title: str, kind: str, minutes: int, on_on: date, time_kind: str = "own", origin: str = "chosen", note: str = "",
         source: str = "", link: str = "", topics: Iterable[Topic] = (), contribution: str = "", helped_count: int | None = None, outcome: str = "",
         from_kind: str = "", from_id: UUID | None = None, draft: DraftMark | None = None) -> Entry:
    """An entry stands in the teacher's record, self-reported, with its first sitting of whole minutes on a day of their calendar.

    `topics` are rows of topics.Topic; `from_kind` and `from_id` name the thing it came from for its owner alone. The draft
    that held its words ends. Raises Refusal for minutes outside 1 to 1,440.
    """
    _check_minutes(minutes)
    words = Words(title=title, kind=kind, time_kind=time_kind, origin=origin, note=note, source=source, link=link, contribution=contribution,
                  helped_count=helped_count, outcome=outcome)
    entry = fresh(Entry, person=by, minutes=minutes, on_on=on_on, from_kind=from_kind, from_id=from_id)
    _write(entry, words)
    insert(entry)
    if about := list(topics):
        entry.topics.set(about)
    insert(fresh(Sitting, person=by, entry=entry, on_on=on_on, minutes=minutes))
    insert(fresh(Rung, person=by, entry=entry, step=Rung.Step.NOTED.value, by=by, in_name=str(by), minutes=minutes))
    use_up(by, draft)
    signals.noted.send(Entry, entry=entry)
    return entry


@act("record.change")
def change(*, by: Account, entry: Entry, base: int, title: str, kind: str, minutes: int | None = None, on_on: date | None = None,
           time_kind: str = "own", origin: str = "chosen", note: str = "", source: str = "", link: str = "", topics: Iterable[Topic] = (),
           contribution: str = "", helped_count: int | None = None, outcome: str = "", draft: DraftMark | None = None) -> Entry:
    """The entry says this now. `base` is the version that the form showed: raises ChangedMeanwhile if it is another one by now.

    Minutes and day belong to the only sitting; of an entry of several sittings they are left alone.
    """
    held = hold(by, entry)
    if held.version != base:
        raise ChangedMeanwhile(held)
    before = _facts(held)
    _write(held, Words(title=title, kind=kind, time_kind=time_kind, origin=origin, note=note, source=source, link=link, contribution=contribution,
                       helped_count=helped_count, outcome=outcome))
    sittings = list(held.sittings.all())
    if minutes is not None and on_on is not None and len(sittings) == 1:
        _check_minutes(minutes)
        Sitting.objects.filter(pk=sittings[0].pk).update(minutes=minutes, on_on=on_on)
        held.minutes, held.on_on = minutes, on_on
    held.topics.set(topics)
    _changed(held, before)
    use_up(by, draft)
    return held


@act("record.add_sitting")
def add_sitting(*, by: Account, entry: Entry, on_on: date, minutes: int, line: str = "") -> Entry:
    """One more sitting: the entry's minutes are their sum and its day is the last of them. A line about it goes under the note."""
    held = hold(by, entry)
    _check_minutes(minutes)
    if held.minutes + minutes > MOST_MINUTES:
        raise Refusal(_("One entry holds at most 100,000 minutes. Note a new one."))
    before = _facts(held)
    Sitting.objects.create(person=by, entry=held, on_on=on_on, minutes=minutes)
    held.note = f"{held.note}\n{line}".strip() if line else held.note
    if length(held.note) > MOST_NOTE:
        raise Refusal(_("The note of this entry is full. Leave the line out, or shorten the note."))
    _add_up(held)
    _changed(held, before)
    return held


@act("record.remove_sitting")
def remove_sitting(*, by: Account, entry: Entry, sitting: Sitting) -> Entry:
    """The sitting no longer counts. An entry keeps at least one."""
    held = hold(by, entry)
    if held.sittings.count() < 2:
        raise Refusal(_("An entry keeps at least one sitting. Change its minutes, or let the entry go."))
    before = _facts(held)
    held.sittings.filter(pk=sitting.pk).delete()
    _add_up(held)
    _changed(held, before)
    return held


def hold(by: Account, entry: Entry) -> Entry:
    """Within an act: the owner's entry, locked and as it stands now. Raises Refusal when it was let go."""
    held = Entry.objects.select_for_update().get(pk=entry.pk, person=by)
    if held.gone_id is not None:
        raise Refusal(_("You let this entry go. Bring it back first."))
    return held


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= DAY_MINUTES:
        raise Refusal(_("A sitting is 1 to 1,440 whole minutes."))


def _write(entry: Entry, words: Words) -> None:
    for field in fields(words):
        setattr(entry, field.name, getattr(words, field.name))


def _facts(entry: Entry) -> tuple:
    return (entry.minutes, entry.on_on, *(getattr(entry, name) for name in FACTS))


def _changed(entry: Entry, before: tuple) -> None:
    entry.version += 1
    entry.facts_version += before != _facts(entry)
    entry.changed_at = clock.now()
    entry.save()


def _add_up(entry: Entry) -> None:
    sums = entry.sittings.aggregate(minutes=Sum("minutes"), on_on=Max("on_on"))
    entry.minutes, entry.on_on = sums["minutes"], sums["on_on"]

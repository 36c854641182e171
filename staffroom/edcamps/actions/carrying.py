"""A day comes as a file from another instance: once as a whole, later only what is different; what came last is undone in one."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from staffroom.edcamps.actions.cards import MOST
from staffroom.edcamps.actions.edcamps import Part, Place, put_up
from staffroom.edcamps.actions.held import hold, moved, runs, seat_leads
from staffroom.edcamps.actions.notes import write_versions
from staffroom.edcamps.carrying import Day, Values, differs, mark
from staffroom.edcamps.merging import merge, union
from staffroom.edcamps.models import Card, Carried, Edcamp, Lead, Move, Notes, NotesVersion, Room, Slot, Turn
from staffroom.edcamps.queries.carried import rows_of
from staffroom.events import actions as events
from staffroom.events.actions.events import take_away
from staffroom.events.actions.guests import bring_guest, bring_minutes, drop_guests
from staffroom.events.models import Going, Guest, Presence
from staffroom.events.times import Span
from staffroom.kit import clock
from staffroom.kit.acts import Refusal, act
from staffroom.kit.words import fold
from staffroom.people.models import Account

MODELS = {"room": Room, "part": Slot, "card": Card, "turn": Turn}
FIELDS = {
    "room": {"name": "name", "capacity": "capacity", "features": "features", "parallel": "allows_parallel"},
    "part": {"kind": "kind", "title": "title", "from": "from_minute", "to": "to_minute"},
    "card": {name: name for name in ("kind", "title", "words", "format", "level", "tags", "needs", "paper")} | {"want": "want_count"},
    "turn": {name: name for name in ("name", "title", "link", "state")},
}


@act("edcamps.bring_day")
def bring_day(*, by: Account, day: Day) -> Carried:
    """The day of the file is an edcamp here, hosted by whoever brings it; people in it are guests by name. Brought again, only what is different in
    the file is taken; what was changed here too stays, and notes of both stand there. The same file again changes nothing. Raises Refusal.
    """
    carried = Carried.objects.select_for_update(of=("self",)).select_related("edcamp__event__organisation").filter(key=day.key).first()
    if carried is None:
        carried = _begun(by, day)
        rows = day.rows | {kind: {} for kind in ("room", "part")}  # these hang already
        held = hold(carried.edcamp)
    else:
        held = hold(carried.edcamp)
        runs(by, held)
        rows = day.rows
    now = rows_of(held, carried.names)
    found = differs(rows, said=carried.said, names=carried.names, now=now)
    if found.is_nothing and carried.number:
        return carried
    if Card.objects.filter(edcamp=held).count() + found.count("card") > MOST:
        raise Refusal(_("A board takes four hundred cards. Nothing was changed."))
    was = [[kind, key, name, _version(carried, key) if name == "notes" else now[kind][key].get(name)] for kind, key, name, _value in found.sets]
    writer = _Writer(by, held, carried)
    for kind, key in found.new:
        writer.make(kind, key, rows[kind][key])
    fresh = [(kind, key, name, value) for kind, key in found.new for name, value in rows[kind][key].items()]
    writer.set_all([*found.sets, *(one for one in fresh if one[0] != "person" and (one[2] == "paper" or one[2] not in FIELDS[one[0]]))])
    carried.before = {"made": [list(one) for one in found.new], "was": was} if carried.number else {}
    carried.by, carried.number = by, carried.number + 1
    for kind, key, name, value in [*found.sets, *fresh]:
        carried.said.setdefault(kind, {}).setdefault(key, {})[name] = mark(value)
    carried.save()
    moved(hold(held), by, Move.Kind.CARRIED)
    return carried


def _begun(by: Account, day: Day) -> Carried:
    """The edcamp, with its rooms and times."""
    said = day.event
    span = Span(datetime.fromisoformat(said["starts_at"]), datetime.fromisoformat(said["ends_at"]), said["zone"])
    what = events.What(kind="edcamp", span=span, **{name: said[name] for name in (
        "title", "words", "place", "access", "access_words", "conduct", "capacity", "over_words", "audience")},
        over_count=min(said["over"], said["capacity"] or 0))
    rooms = [Place(name=one["name"], capacity=one["capacity"], features=tuple(one["features"]), allows_parallel=one["parallel"])
             for one in day.rows["room"].values()]
    parts = [Part(kind=one["kind"], start=one["from"], end=one["to"], title=one["title"]) for one in day.rows["part"].values()]
    edcamp = put_up(by=by, what=what, rooms=rooms, parts=parts, dots_count=said["dots"], named=said["named"], credit=said["credit"])
    named = dict(Room.objects.filter(edcamp=edcamp).values_list("name", "code"))
    timed = dict(Slot.objects.filter(edcamp=edcamp).values_list("from_minute", "code"))
    lost = [one["name"] for one in day.rows["room"].values() if one["lost"]]
    Room.objects.filter(edcamp=edcamp, name__in=lost).update(lost_at=clock.now())
    names = {"room": {key: named[one["name"]] for key, one in day.rows["room"].items()},
             "part": {key: timed[one["from"]] for key, one in day.rows["part"].items()}, "event": {"event": edcamp.event.code}}
    marks = {kind: {key: {name: mark(value) for name, value in values.items()} for key, values in day.rows[kind].items()} for kind in names}
    return Carried.objects.create(edcamp=edcamp, by=by, key=day.key, number=0, names=names, said=marks)


def _version(carried: Carried, key: str) -> int:
    """Of notes the number of their version is kept, so that their words stand in no second place."""
    return Notes.objects.filter(card__code=carried.names["card"][key]).values_list("version", flat=True).first() or 0


class _Writer:
    """Writes rows and values of a file into a board that is held."""

    def __init__(self, by: Account, held: Edcamp, carried: Carried):
        self.by, self.held, self.carried = by, held, carried
        self.there: dict[str, Any] = {row.code: row for model in MODELS.values() for row in model.objects.filter(edcamp=held)}

    def code(self, kind: str, key: str) -> str:
        return self.carried.names.get(kind, {}).get(key, "")

    def row(self, kind: str, key: str):
        return self.there.get(self.code(kind, key)) if key else None

    def make(self, kind: str, key: str, values: Values) -> None:
        """A row with what it needs to be one."""
        if kind == "person":
            there = values["there"]
            made: Any = bring_guest(self.by, self.held.event, values["name"], minutes=there["minutes"], is_confirmed=there["confirmed"],
                                    is_measured=there["measured"])
        else:
            first = {FIELDS[kind][name]: value for name, value in values.items() if name in FIELDS[kind]}
            if kind == "card":
                first |= {"entered_by": self.by, "paper": ""}
            if kind in {"room", "turn"}:
                field = "number" if kind == "room" else "place"
                first[field] = (MODELS[kind].objects.filter(edcamp=self.held).aggregate(last=Max(field))["last"] or 0) + 1
            if first.get("state") == Turn.State.NOW:
                first["state"] = Turn.State.DONE
            made = MODELS[kind].objects.create(edcamp=self.held, **first)
            self.there[made.code] = made
        self.carried.names.setdefault(kind, {})[key] = made.code

    def set_all(self, sets: list[tuple[str, str, str, Any]]) -> None:
        stands = [(key, value) for kind, key, name, value in sets if (kind, name) == ("card", "stands")]
        self._event({name: value for kind, _key, name, value in sets if kind == "event"})
        for kind, key, name, value in sets:
            if kind == "person" and name == "there":
                guest = Guest.objects.filter(event=self.held.event, code=self.code(kind, key)).first()
                if guest is not None:
                    bring_minutes(self.by, guest, minutes=value["minutes"], is_confirmed=value["confirmed"], is_measured=value["measured"])
            elif kind == "card" and name == "leads":
                self._leads(self.row(kind, key), value)
            elif kind == "card" and name == "notes":
                self._notes(self.row(kind, key), value)
            elif kind == "room" and name == "lost":
                Room.objects.filter(edcamp=self.held, code=self.code(kind, key)).update(lost_at=clock.now() if value else None)
            elif name in FIELDS.get(kind, {}):
                self._plain(kind, key, FIELDS[kind][name], value)
        self._stands(stands)
        seat_leads(self.held)

    def _event(self, values: Values) -> None:
        if values:
            event = self.held.event
            what = events.What(**{one.name: getattr(event, one.name) for one in fields(events.What)} | values)
            self.held.event = events.change(by=self.by, event=event, version=event.version, what=what)

    def _plain(self, kind: str, key: str, field: str, value: Any) -> None:
        row = self.row(kind, key)
        if row is None or getattr(row, field) == value:
            return
        if field == "paper" and value and Card.objects.filter(edcamp=self.held, paper=value).exists():
            return  # a card that was entered here has that number
        if field == "state" and value == Turn.State.NOW:
            value = Turn.State.DONE
        setattr(row, field, value)
        row.save(update_fields=[field])

    def _leads(self, card: Card | None, names: list[str]) -> None:
        if card is None:
            return
        kept = {f"name:{fold(name)}"[:120]: name for name in names}
        Lead.objects.filter(card=card, person=None).exclude(key__in=kept).delete()
        there = set(Lead.objects.filter(card=card).values_list("key", flat=True))
        Lead.objects.bulk_create([Lead(card=card, name=name, key=key) for key, name in kept.items() if key not in there])

    def _notes(self, card: Card | None, text: str) -> None:
        held = Notes.objects.filter(card=card).first() if card else None
        here = held.text if held else ""
        last = self.carried.said.get("card", {}).get(next(key for key, code in self.carried.names["card"].items() if card and code == card.code), {})
        if card is not None and text != here:
            is_ours = mark(here) == last.get("notes") or not here
            write_versions(self.by, card, text if is_ours else merge(union(text, here), text, here).text)

    def _stands(self, stands: list[tuple[str, Values]]) -> None:
        """First off the board, so that two can change places; where somebody placed another card meanwhile, ours lies on the table."""
        cards = [(card, value) for key, value in stands if (card := self.row("card", key)) is not None]
        for card, _value in cards:
            card.state, card.slot, card.room, card.lane, card.merged_into = Card.State.TABLE, None, None, None, None
            card.save(update_fields=["state", "slot", "room", "lane", "merged_into"])
        Lead.objects.filter(card__edcamp=self.held).update(slot=None)
        for card, value in cards:
            slot, room, into = self.row("part", value["part"]), self.row("room", value["room"]), self.row("card", value["merged"])
            card.state, card.is_locked, card.why = value["state"], value["locked"], value["why"]
            if value["state"] == Card.State.PLACED:
                is_free = slot and room and not Card.objects.filter(slot=slot, room=room, lane=value["lane"]).exists()
                card.state = Card.State.PLACED if is_free else Card.State.TABLE
                card.slot, card.room, card.lane = (slot, room, value["lane"]) if is_free else (None, None, None)
            elif value["state"] == Card.State.MERGED:
                card.state, card.merged_into = (Card.State.MERGED, into) if into else (Card.State.TABLE, None)
            card.save(update_fields=["state", "slot", "room", "lane", "is_locked", "why", "merged_into"])


@act("edcamps.undo_day")
def undo_day(*, by: Account, carried: Carried) -> Edcamp | None:
    """What the last file brought is taken back, where it stands as it came; what was changed here since stays. Of the first file that is the whole
    edcamp, unless others have to do with it by now. The edcamp, if there still is one. Raises Refusal.
    """
    row = Carried.objects.select_for_update(of=("self",)).select_related("edcamp").filter(pk=carried.pk).first()
    if row is None:
        return None
    held = hold(row.edcamp)
    runs(by, held)
    if row.number > 1 and not row.before:
        raise Refusal(_("What the last file brought was taken back already. Nothing was changed."))
    if row.number == 1:
        _all_gone(by, held)
        return None
    writer = _Writer(by, held, row)
    now = rows_of(held, row.names)
    sets = [(kind, key, name, value) for kind, key, name, value in row.before["was"]
            if mark(now.get(kind, {}).get(key, {}).get(name)) == row.said[kind][key].get(name)]
    writer.set_all([(kind, key, name, _text_of(row, kind, key, value) if name == "notes" else value) for kind, key, name, value in sets])
    for kind, key, name, _value in sets:
        row.said[kind][key].pop(name)  # so the same file brings it again
    back = rows_of(held, row.names)
    for kind, key, name, _value in sets:
        row.said[kind][key][name] = mark(back[kind][key].get(name))
    for kind, key in row.before["made"]:
        if all(mark(now.get(kind, {}).get(key, {}).get(name)) == said for name, said in row.said.get(kind, {}).get(key, {}).items()):
            _gone(held, kind, row.names[kind].pop(key))
            row.said[kind].pop(key)
    row.before = {}
    row.save()
    moved(hold(held), by, Move.Kind.CARRIED)
    return held


def _text_of(row: Carried, kind: str, key: str, number: int) -> str:
    """The notes as they were at that version; as they are, where that was forgotten since."""
    held = Notes.objects.get(card__code=row.names[kind][key])
    old = NotesVersion.objects.filter(notes=held, number=number).values_list("text", flat=True).first()
    return "" if number == 0 else held.text if old is None else old


def _gone(held: Edcamp, kind: str, code: str) -> None:
    if kind == "person":
        drop_guests(Guest.objects.filter(event=held.event, code=code))
    elif (kind != "room" and kind != "part") or not Card.objects.filter(**{f"{'slot' if kind == 'part' else 'room'}__code": code}).exists():
        MODELS[kind].objects.filter(edcamp=held, code=code).delete()


def _all_gone(by: Account, held: Edcamp) -> None:
    others = (Going.objects.filter(event=held.event).exclude(person=by).exists() or Presence.objects.filter(event=held.event, guest=None).exists()
              or NotesVersion.objects.filter(notes__card__edcamp=held).exclude(by=by).exists()
              or Card.objects.filter(edcamp=held).exclude(author=None, guest=None).exclude(author=by).exists())
    if others:
        raise Refusal(_("Others have to do with this day by now: they took what was theirs, wrote, or put up cards. It stays; nothing was changed."))
    Lead.objects.filter(card__edcamp=held).delete()
    Card.objects.filter(edcamp=held).delete()
    take_away(held.event)

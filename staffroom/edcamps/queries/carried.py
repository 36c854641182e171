"""A day as it is carried away, and what would come of one that is brought."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from staffroom.edcamps.carrying import GONE, IN_ROWS, Day, Difference, Rows, Values, differs
from staffroom.edcamps.models import Card, Carried, Edcamp, Lead, Notes, Room, Slot, Turn
from staffroom.events.models import Presence


@dataclass(frozen=True)
class Brings:
    """What a file would bring: into which edcamp here, if it came before, and what is different."""

    day: Day
    carried: Carried | None
    difference: Difference

    @property
    def counts(self) -> dict[str, int]:
        return {kind: self.difference.count(kind) for kind in ("card", "person", "turn", "room", "part")}

    @property
    def changed_count(self) -> int:
        return len({one[:2] for one in self.difference.sets})

    @property
    def notes_count(self) -> int:
        return sum(bool(self.day.rows["card"][key].get("notes")) for kind, key in self.difference.new if kind == "card")


def key_of(what: str, code: str) -> str:
    """A name for something here that tells nobody elsewhere what it is."""
    return salted_hmac(f"edcamps.carried.{what}", code, algorithm="sha256").hexdigest()[:40]


def day_of(edcamp: Edcamp) -> Day:
    """The day for a file: no account stands in it, people only by name and only where they were."""
    event = edcamp.event
    said: Values = {
        "title": event.title, "words": event.words, "place": event.place, "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(), "zone": event.zone, "access": event.access, "access_words": event.access_words,
        "conduct": event.conduct, "capacity": event.capacity, "over": event.over_count, "over_words": event.over_words,
        "audience": "public" if event.audience == "public" else "link", "named": edcamp.named, "credit": edcamp.credit, "dots": edcamp.dots_count}
    return Day(key_of("day", edcamp.code), said, rows_of(edcamp))


def rows_of(edcamp: Edcamp, names: dict[str, dict[str, str]] | None = None) -> Rows:
    """All rows as a file holds them. Each by its own code; or, of a day that came as a file, those that came with it, by their keys there."""
    keys = {kind: {code: key for key, code in known.items()} for kind, known in (names or {}).items()}

    def key(kind: str, code: str) -> str:
        return keys.get(kind, {}).get(code, "") if names is not None else code
    leads: dict[str, list[str]] = {}
    for card, name in Lead.objects.filter(card__edcamp=edcamp).order_by("made_at", "pk").values_list("card__code", "name"):
        leads.setdefault(card, []).append(name)
    there = Notes.objects.filter(card__edcamp=edcamp, taken_down_at=None)
    notes = dict(there.values_list("card__code", "text"))  # house: the day is for whoever runs it
    cards = Card.objects.filter(edcamp=edcamp, taken_down_at=None).select_related("slot", "room", "merged_into").order_by("made_at", "pk")
    held = Presence.objects.filter(event=edcamp.event_id, minutes__gt=0).select_related("person", "guest").order_by("made_at", "pk")
    found: Rows = {
        "room": {key("room", room.code): {"name": room.name, "capacity": room.capacity, "features": room.features, "parallel": room.allows_parallel,
                                          "lost": room.lost_at is not None} for room in Room.objects.filter(edcamp=edcamp).order_by("number")},
        "part": {key("part", slot.code): {"kind": slot.kind, "title": slot.title, "from": slot.from_minute, "to": slot.to_minute}
                 for slot in Slot.objects.filter(edcamp=edcamp).order_by("from_minute", "pk")},
        "card": {key("card", card.code): _card(card, key, leads.get(card.code, []), notes.get(card.code, "")) for card in cards},
        "turn": {key("turn", turn.code): {"name": turn.name, "title": turn.title, "link": turn.link, "state": turn.state, "place": turn.place}
                 for turn in Turn.objects.filter(edcamp=edcamp).order_by("place")},  # house: the day is for whoever runs it
        "person": {}, "event": {"event": {name: getattr(edcamp.event, name) for name in IN_ROWS}}}
    for row in held:
        who = row.who
        code = (row.guest.code if row.guest else "") if names is not None else key_of("person", row.person.code if row.person else row.guest.code)
        name = key("person", code) if names is not None else code
        found["person"][name] = {"name": str(who), "there": {
            "minutes": row.minutes, "confirmed": row.confirmed_at is not None, "measured": row.is_measured}}
    return {kind: {name: values for name, values in rows.items() if name} for kind, rows in found.items()}


def _card(card: Card, key, leads: list[str], notes: str) -> Values:
    if card.state == Card.State.GONE:
        return {"stands": GONE}
    stands = {"state": card.state, "part": key("part", card.slot.code) if card.slot else "",
              "room": key("room", card.room.code) if card.room else "", "lane": card.lane or 0, "locked": card.is_locked,
              "merged": key("card", card.merged_into.code) if card.merged_into else "", "why": card.why}
    return {"kind": card.kind, "title": card.title, "words": card.words, "format": card.format, "level": card.level, "tags": card.tags,
            "needs": card.needs, "paper": card.paper, "want": card.want_count, "leads": leads, "stands": stands, "notes": notes}


def carried_of(edcamp: Edcamp) -> Carried | None:
    """How this edcamp came, if it came as a file, for whoever runs it."""
    return Carried.objects.filter(edcamp=edcamp).first()  # house: whoever runs it asks


def brings(day: Day) -> Brings:
    """What would come of a day that somebody brings."""
    rows = Carried.objects.select_related("edcamp__event__organisation")
    carried = rows.filter(key=day.key).first()  # house: the key in the file is nobody's to guess
    if carried is None:
        return Brings(day, None, differs(day.rows, said={}, names={}, now={}))
    return Brings(day, carried, differs(day.rows, said=carried.said, names=carried.names, now=rows_of(carried.edcamp, carried.names)))

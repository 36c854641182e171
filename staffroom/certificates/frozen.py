"""The facts of a certificate, as they are frozen and as they are told. Paper, check page and preview say the same, by the same function.

Frozen: ``v`` (1), ``name``, ``title``, ``kind``, ``organiser``, ``place``, ``online``, ``starts_at`` and ``ends_at`` (ISO 8601, UTC), ``zone``,
``meal_minutes``, ``minutes``, ``part``, ``how`` ("code", "list", "room" or "late"), ``measured``, ``confirmed_by``, ``confirmed_on``, ``is_demo``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.events.models import Event, Going, Presence
from staffroom.events.said import zone_words
from staffroom.events.times import Span
from staffroom.ui import paper


@dataclass(frozen=True)
class Told:
    """A certificate in the words of the language that is active."""

    title: str
    says: str
    name: str
    did: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def freeze(presence: Presence, part: str, name: str) -> dict[str, Any]:
    """What a certificate of this presence says from now on. No clock is read."""
    event: Event = presence.event
    zone = ZoneInfo(event.zone)
    return {
        "v": 1, "name": name, "title": event.title, "kind": event.kind, "organiser": str(event.organisation or event.host or ""),
        "place": event.place, "online": bool(event.link),
        "starts_at": event.starts_at.isoformat(), "ends_at": event.ends_at.isoformat(), "zone": event.zone,
        "meal_minutes": event.meal_minutes, "minutes": presence.minutes, "part": part,
        "how": "list" if presence.confirmed_at and presence.how != Presence.How.ROOM else presence.how,
        "measured": presence.is_measured,
        "confirmed_by": str(presence.confirmed_by or "") if presence.confirmed_at else "",
        "confirmed_on": presence.confirmed_at.astimezone(zone).date().isoformat() if presence.confirmed_at else "", "is_demo": event.is_demo,
    }


def told(facts: dict[str, Any]) -> Told:
    """The facts in words."""
    span = Span(datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"]), facts["zone"])
    did, part = _part(facts["part"])
    rows = [
        (_("What"), facts["title"]), (_("Kind"), str(Event.Kind(facts["kind"]).label)), (_("Day"), _day(span)), (_("Time there"), _hours(span)),
        (_("Counted"), in_words(facts["minutes"])), (_("Organiser"), facts["organiser"] or _("not known")), (_("Where"), _where(facts)),
        (_("Part"), part), (_("How it is known"), _how(facts)),
    ]
    demo = [_("This is a certificate of the demonstration; nobody attended anything.")] if facts["is_demo"] else []
    office = _(
        "What it counts for is decided by your office or licensing body. It says that somebody was there and for how long, not what they learned.")
    did = did % {"title": facts["title"]}
    return Told(_("Certificate of attendance"), _("This says that"), facts["name"], did, tuple(rows), (*demo, _counting(facts, span), office))


def _part(part: str) -> tuple[str, str]:
    """The sentence after the name, and the part in a word."""
    match part:
        case Going.Part.HOSTS:
            return _("hosted “%(title)s”"), _("host")
        case Going.Part.LEADS:
            return _("led a session at “%(title)s”"), _("led a session")
        case Going.Part.HELPS:
            return _("helped at “%(title)s”"), _("helped")
    return _("took part in “%(title)s”"), _("took part")


def in_words(minutes: int) -> str:
    """ "2 hours 30 minutes (150 minutes)"."""
    whole, rest = divmod(minutes, 60)
    hours = ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": whole} if whole else ""
    minute = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest} if rest or not whole else ""
    said = " ".join(filter(None, (hours, minute)))
    return f"{said} ({ngettext('%(n)s minute', '%(n)s minutes', minutes) % {'n': minutes}})" if whole else said


def _day(span: Span) -> str:
    starts, ends = (at.astimezone(ZoneInfo(span.zone)).date() for at in (span.starts_at, span.ends_at))
    return paper.whole_day(starts) if starts == ends else _("%(from)s to %(to)s") % {"from": paper.whole_day(starts), "to": paper.whole_day(ends)}


def _hours(span: Span) -> str:
    starts, ends = (at.astimezone(ZoneInfo(span.zone)) for at in (span.starts_at, span.ends_at))
    first, last = zone_words(span.starts_at, span.zone), zone_words(span.ends_at, span.zone)
    if starts.utcoffset() == ends.utcoffset():
        return f"{starts:%-H:%M}–{ends:%-H:%M}, {first}"
    return _("%(from)s, %(first)s, to %(to)s, %(last)s; clocks were changed meanwhile") % {
        "from": f"{starts:%-H:%M}", "first": first, "to": f"{ends:%-H:%M}", "last": last}


def _where(facts: dict[str, Any]) -> str:
    return ", ".join(filter(None, (facts["place"], _("online") if facts["online"] else ""))) or _("not known")


def _how(facts: dict[str, Any]) -> str:
    if facts["how"] == "late":
        return _("Watched the recording later, and passed the quiz that the organiser asks for")
    if facts["how"] == "room" and facts["confirmed_on"]:
        return _("On the list of a room where people watched together, confirmed on %(day)s by %(name)s") % {
            "day": paper.whole_day(date.fromisoformat(facts["confirmed_on"])), "name": facts["confirmed_by"] or _("not known")}
    if facts["how"] == "list":
        day = paper.whole_day(date.fromisoformat(facts["confirmed_on"]))
        if not facts["confirmed_by"]:
            return _("Confirmed on %(day)s by whoever kept the list") % {"day": day}
        return _("Confirmed on %(day)s by %(name)s, who kept the list") % {"day": day, "name": facts["confirmed_by"]}
    if facts["measured"]:
        return _("With the code that hung at the door, on coming and on leaving; the minutes are measured")
    return _("With the code that hung at the door; the minutes are the holder’s own word")


def _counting(facts: dict[str, Any], span: Span) -> str:
    said = {"all": in_words(span.minutes), "meals": in_words(facts["meal_minutes"])}
    if facts["meal_minutes"]:
        return _("The event lasted %(all)s; %(meals)s of meals and long breaks do not count.") % said
    return _("The event lasted %(all)s; no meals or long breaks were named.") % said

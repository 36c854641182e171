"""What is on a transcript, as it is frozen and as it is told. Page, paper, table and signed record say the same, by the same function.

Frozen: ``v`` (1), ``name``, ``made_on``, ``is_demo``, ``mail`` (``{"salt", "hash"}`` of an address that its holder proved, or None) and ``entries``,
the latest first, each with ``title``, ``first_on`` and ``last_on`` (ISO 8601), ``minutes``, ``kind``, ``topics`` (names), and of the ladder of proof
``step`` ("noted", "proof", "confirmed", "accepted": the highest that covers what the entry says today), ``who``, ``on`` and ``for_minutes`` (what was
confirmed or accepted); ``was`` is a higher step that was reached before the entry was changed, ``elsewhere`` one that another place only said;
``badge`` is that of somebody else that it came of: ``issuer``, what its checks found (``state``: "holds", "open" or "fails") and ``on`` which day.
Nothing else of an entry goes on it: no note, source, link, proof, outcome or reason.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.credentials.openbadges.reading import UNPRINTABLE
from staffroom.credentials.queries import Shown
from staffroom.record.facts import said_elsewhere
from staffroom.record.models import Entry, Rung
from staffroom.record.queries import NUMBERS
from staffroom.ui import paper

OF_OTHERS = (Rung.Step.CONFIRMED, Rung.Step.ACCEPTED)
Facts = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """An entry in words. `step` is 1 to 4; `says` who said so and when; `also` what that does not cover."""

    title: str
    when: str
    time: str
    kind: str
    topics: str
    step: int
    says: str
    also: str
    badge: str


@dataclass(frozen=True)
class Told:
    """A transcript in the words of the language that is active. `sums` are pairs: how well it is proved, and how long that took."""

    title: str
    name: str
    about: tuple[str, ...]
    sums: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


# Frozen


def freeze(entries: Iterable[Entry], badges: Mapping[UUID, Shown], *, name: str, zone: str, made_on: date, mail: str, is_demo: bool) -> Facts:
    """What a transcript of these entries (rungs, topics and sittings at hand) and their badges says from now on, in the language that is active."""
    return {"v": 1, "name": _plain(name), "made_on": made_on.isoformat(), "is_demo": is_demo, "mail": _hashed(mail),
            "entries": [_frozen(entry, zone) | {"badge": _badge(badges.get(entry.pk), zone)} for entry in entries]}


def _hashed(mail: str) -> dict[str, str] | None:
    """A proved address as others compare it (Open Badges 3.0, IdentityObject), never the address itself."""
    if not mail:
        return None
    salt = secrets.token_hex(16)
    return {"salt": salt, "hash": "sha256$" + hashlib.sha256((mail.lower() + salt).encode()).hexdigest()}


def _plain(text: str) -> str:
    """Without the characters that no other reader of signatures takes."""
    return UNPRINTABLE.sub("", text)


def _frozen(entry: Entry, zone: str) -> Facts:
    days = [row.on_on for row in entry.sittings.all()] or [entry.on_on]
    rungs = sorted(entry.rungs.all(), key=lambda rung: NUMBERS[rung.step], reverse=True)
    elsewhere = next((rung for rung in rungs if rung.step in OF_OTHERS and said_elsewhere(rung.in_name)), None)
    ours = [rung for rung in rungs if rung.step not in OF_OTHERS or not said_elsewhere(rung.in_name)]
    now = next((rung for rung in ours if rung.step not in OF_OTHERS or rung.facts_version == entry.facts_version), None)
    was = next((rung for rung in ours if rung.step in OF_OTHERS and rung.facts_version != entry.facts_version), None)
    if was is not None and now is not None and NUMBERS[was.step] <= NUMBERS[now.step]:
        was = None
    step = _step(now, zone) if now is not None else {"step": "noted", "who": "", "on": "", "for_minutes": 0}
    return {"title": _plain(entry.title), "first_on": min(days).isoformat(), "last_on": max(days).isoformat(), "minutes": entry.minutes,
            "kind": entry.kind, "topics": [str(topic) for topic in entry.topics.all()], **step, "was": _step(was, zone) if was is not None else None,
            "elsewhere": {"step": str(elsewhere.step), "who": _plain(elsewhere.in_name)} if elsewhere is not None else None}


def _badge(shown: Shown | None, zone: str) -> Facts | None:
    if shown is None:
        return None
    return {"issuer": _plain(str(shown.told.get("issuer") or shown.told.get("issuer_id") or "")), "state": shown.state,
            "on": shown.badge.checked_at.astimezone(ZoneInfo(zone)).date().isoformat()}


def _step(rung: Rung, zone: str) -> Facts:
    of_others = rung.step in OF_OTHERS
    on = rung.made_at.astimezone(ZoneInfo(zone)).date()
    return {"step": str(rung.step), "who": _plain(rung.in_name) if of_others else "", "on": on.isoformat(),
            "for_minutes": min(rung.minutes, rung.entry.minutes) if of_others and rung.minutes else 0}


# Told


def told(facts: Facts) -> Told:
    """The facts in words."""
    entries = facts["entries"]
    count = ngettext("One entry of a record", "%(n)s entries of a record", len(entries)) % {"n": len(entries)}
    demo = [_("This is a transcript of the demonstration; nobody did any of this.")] if facts["is_demo"] else []
    day = paper.whole_day(date.fromisoformat(facts["made_on"]))
    about = _("%(count)s, chosen by its holder, as they stood on %(day)s. The holder noted them; each says who confirmed or accepted it, "
              "if anybody did.") % {"count": count, "day": day}
    office = _("What it counts for is decided by your office or licensing body.")
    return Told(_("Transcript of professional learning"), facts["name"], (*demo, about, office), tuple(_sums(entries)), tuple(map(line, entries)))


def line(entry: Facts) -> Line:
    """One entry in words."""
    first, last = (date.fromisoformat(entry[name]) for name in ("first_on", "last_on"))
    when = paper.whole_day(last) if first == last else _("%(from)s to %(to)s") % {"from": paper.whole_day(first), "to": paper.whole_day(last)}
    return Line(entry["title"] or _("Without a title"), when, paper.hours_in_words(entry["minutes"]), str(Entry.Kind(entry["kind"]).label),
                ", ".join(entry["topics"]), NUMBERS[entry["step"]], _says(entry), _also(entry), _of_badge(entry.get("badge")))


def _says(entry: Facts) -> str:
    """Who said so, and when."""
    match entry["step"]:
        case "noted":
            return _("Noted by the holder; nobody else has confirmed it.")
        case "proof":
            return _("The holder has proof of it; nobody else has confirmed it.")
    said = {"who": entry["who"], "day": paper.whole_day(date.fromisoformat(entry["on"])),
            "time": paper.hours_in_words(entry["for_minutes"] or entry["minutes"])}
    if entry["step"] == "confirmed":
        return _("Confirmed by %(who)s on %(day)s for %(time)s; no office has accepted it.") % said
    return _("Accepted by %(who)s on %(day)s for %(time)s.") % said


def _also(entry: Facts) -> str:
    """A higher step that does not cover what the entry says today."""
    found = []
    if was := entry["was"]:
        said = {"who": was["who"], "day": paper.whole_day(date.fromisoformat(was["on"]))}
        accepted = _("Accepted by %(who)s on %(day)s as it was then; it was changed since, and that is not accepted.")
        confirmed = _("Confirmed by %(who)s on %(day)s as it was then; it was changed since, and that is not confirmed.")
        found.append((accepted if was["step"] == "accepted" else confirmed) % said)
    if there := entry["elsewhere"]:
        found.append((_("Said to have been accepted by %(who)s; that was elsewhere and was not checked here.") if there["step"] == "accepted" else _(
            "Said to have been confirmed by %(who)s; that was elsewhere and was not checked here.")) % there)
    return " ".join(found)


def _of_badge(badge: Facts | None) -> str:
    """What was found of the badge that it came of."""
    if not badge:
        return ""
    said = {"issuer": badge["issuer"] or _("not known"), "day": paper.whole_day(date.fromisoformat(badge["on"]))}
    match badge["state"]:
        case "holds":
            return _("From a badge of %(issuer)s: every check of it held on %(day)s.") % said
        case "fails":
            return _("From a badge of %(issuer)s: something of it did not hold on %(day)s.") % said
    return _("From a badge of %(issuer)s: not everything of it could be checked on %(day)s.") % said


def minutes_by_step(entries: Iterable[Facts]) -> dict[str, int]:
    """Minutes that were accepted, that were confirmed, and those that stand on the word of the holder alone."""
    found = {"accepted": 0, "confirmed": 0, "noted": 0}
    for entry in entries:
        said = entry["for_minutes"] if entry["step"] in OF_OTHERS else 0
        if said:
            found[entry["step"]] += said
        found["noted"] += entry["minutes"] - said
    return found


def _sums(entries: list[Facts]) -> list[tuple[str, str]]:
    words = {"accepted": _("Accepted by an office"), "confirmed": _("Confirmed by somebody, accepted by no office"),
             "noted": _("Noted by the holder, confirmed by nobody")}
    return [(words[step], paper.hours_in_words(minutes)) for step, minutes in minutes_by_step(entries).items()]

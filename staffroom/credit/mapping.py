"""From an entry of a record to the words of the reckoning. No Django inside.

A record knows days and minutes without meals, what was done and for whom, and whether proof lies with it. It does not know times of the
clock, who gave something, or whether that was approved: those are asked for (`kept.Told`) or stay unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from staffroom.credit import counting
from staffroom.credit.kept import Kept, Told

KINDS: Mapping[str, str] = {
    "read": "reading", "watched": "recording", "listened": "recording", "course": "course", "conference": "conference", "edcamp": "edcamp",
    "chat": "chat", "visit": "observation", "conversation": "coaching", "talk": "other", "tried": "practice", "led": "presenting",
    "mentored": "mentoring", "other": "other",
}
ROLES: Mapping[str, str] = {
    "": "participant", "hosted": "organizer", "led_session": "presenter", "moderated": "organizer", "mentored": "mentor", "reviewed": "author",
    "wrote": "author", "translated": "author", "answered": "participant", "helped_set_up": "organizer",
}


@dataclass(frozen=True)
class Noted:
    """What a record says of an entry; `has_proof`: a file, photo or link lies with it."""

    code: str
    kind: str
    contribution: str
    minutes: int
    first_on: date
    last_on: date
    has_proof: bool


def told_of(noted: Noted, kept: Kept) -> Told:
    return kept.told.get(noted.code, Told())


def entry(noted: Noted, told: Told) -> counting.Entry:
    """The entry as the reckoning takes it: what was told goes before what the record says."""
    return counting.Entry(
        id=noted.code, kind=told.kind or KINDS[noted.kind], role=told.role or ROLES[noted.contribution], first_on=noted.first_on,
        last_on=noted.last_on, minutes=noted.minutes, topics=frozenset(told.topics), provider=told.provider or None, approved=told.approved,
        preapproved_on=told.preapproved_on,
        evidence=(*told.pieces, *(("proof",) if noted.has_proof else ())))


def record(entries: list[Noted], kept: Kept) -> counting.Record:
    licence = counting.Licence(kept.first_on, kept.last_on, frozenset(kept.certificates))
    return counting.Record(licence, tuple(entry(each, told_of(each, kept)) for each in entries))

"""How far a teacher went with one thing, and where a change stands, out of what they noted and answered. Pure: no Django in here.

A rung is reached where a row says so, never because one is missing:

    aware       it stands in the plan or in the record
    tried       an entry "tried in class" that does not say "not done", or an answer weeks later other than "I did not do it"
    adapted     an answer weeks later: "I changed it and kept it"
    researched  tries on two days or more, each saying how it went, proof beside one of them, and in own words what changed for pupils

What was done and never noted cannot be known, and is not guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

AWARE, TRIED, ADAPTED, RESEARCHED = RUNGS = ("aware", "tried", "adapted", "researched")
IDEA, KEPT, LET_GO = "idea", "kept", "let_go"
STAGES = (IDEA, TRIED, KEPT, LET_GO)
RESTS = timedelta(days=60)


@dataclass(frozen=True)
class Try:
    """An entry of a try: its day, how it went ("" where it does not say), and whether proof lies beside it."""

    on_on: date
    outcome: str = ""
    is_proved: bool = False


@dataclass(frozen=True)
class Said:
    """An answer weeks later that is not "I did not do it": its day, what became of it ("" where it does not say), own words about pupils."""

    on_on: date
    still: str = ""
    has_words: bool = False


@dataclass(frozen=True)
class Depth:
    """The day on which each rung was reached, without those that no row speaks of; the last answer to "still doing it?"; what the last rung lacks."""

    on: dict[str, date]
    still: str
    missing: tuple[str, ...]

    @property
    def rung(self) -> str:
        return next(rung for rung in reversed(RUNGS) if rung in self.on)


def depth(met_on: date, tries: list[Try], said: list[Said]) -> Depth:
    """The depth of a thing that was met on that day."""
    on = {AWARE: met_on}
    if days := [one.on_on for one in (*tries, *said)]:
        on[TRIED] = min(days)
    if changed := [one.on_on for one in said if one.still == "changed"]:
        on[ADAPTED] = min(changed)
    rounds = sorted({one.on_on for one in tries if one.outcome})
    words = [one.on_on for one in said if one.has_words]
    there = {"rounds": len(rounds) > 1, "proof": any(one.is_proved for one in tries), "words": bool(words)}
    missing = tuple(name for name, is_there in there.items() if not is_there)
    if not missing:
        on[RESEARCHED] = max(rounds[1], min(words))
    last = max((one for one in said if one.still), key=lambda one: one.on_on, default=None)
    return Depth(on, last.still if last else "", missing)


@dataclass(frozen=True)
class Stands:
    """Where a change stands: its way so far ((stage, day), …), and the day on which something last moved."""

    way: tuple[tuple[str, date], ...]
    moved_on: date

    @property
    def stage(self) -> str:
        return self.way[-1][0]

    def is_resting(self, today: date) -> bool:
        """An idea or a try to which nothing happened for sixty days."""
        return self.stage in {IDEA, TRIED} and self.moved_on <= today - RESTS


def stands(events: list[tuple[str, date]], is_open: bool = False, moved: tuple[date | None, ...] = ()) -> Stands:
    """Where a change stands after these events ((stage, day), at least one, in any order); `is_open`: a step for it waits in the plan.

    A later plan does not make an idea of what was tried; what was let go and waits again stands where it stood before.
    """
    way: list[tuple[str, date]] = []
    for stage, day in sorted(events, key=lambda event: (event[1], STAGES.index(event[0]))):
        now = way[-1][0] if way else ""
        if stage != now and not (stage == IDEA and now in {TRIED, KEPT}):
            way.append((stage, day))
    if is_open and way[-1][0] == LET_GO:
        was_tried = any(stage == TRIED for stage, _day in way)
        way.append((TRIED if was_tried else IDEA, way[-1][1]))
    return Stands(tuple(way), max(*(day for _stage, day in events), *(day for day in moved if day), date.min))

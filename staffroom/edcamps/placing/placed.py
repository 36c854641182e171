"""What comes out: where each session goes, what was left beside the board and why, and how good it is known to be."""

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from staffroom.edcamps.placing.instance import Id


@dataclass(frozen=True)
class Placement:
    session: Id
    slot: Id
    room: Id


@dataclass(frozen=True)
class Unplaced:
    """`reason` is the word for why: no more may be placed (`limit`), no cell that suits it is free (`full`), its leads lead something else then
    (`lead_busy`), or no slot suits it at all (`nowhere`). `slots` has what stands against it in each slot (also `lead_away`, `too_long`, `closed`,
    `needs`); `gain` is what it would add to the score in the best slot if a cell were free."""

    session: Id
    reason: str
    slots: dict[Id, str]
    people: int
    gain: Fraction = Fraction(0)


@dataclass(frozen=True)
class Clash:
    """Two sessions of one slot that `people` want both; `lost` is their interest that cannot be met; `cost` is what the cheapest single change that
    parts the two would take from the score (None: there is none, or no time to look)."""

    slot: Id
    sessions: tuple[Id, Id]
    people: int
    popular: bool
    lost: Fraction
    cost: Fraction | None


@dataclass(frozen=True)
class Placed:
    """`bound` is a limit that no board passes; `steps` is how many were done; `moved` are sessions of the start that stand elsewhere now."""

    placements: list[Placement]
    unplaced: list[Unplaced]
    score: Fraction
    bound: Fraction
    bound_by: str
    clashes: list[Clash]
    left_out: list[Id]
    crowded: list[dict]
    seconds: float
    steps: int
    seed: int
    cut_off: bool = False
    moved: list[Id] = field(default_factory=list)

    @property
    def gap(self) -> Fraction:
        """The share of the bound that is not reached; 0 is proof that no board is better in the first term."""
        return (self.bound - self.score) / self.bound if self.bound else Fraction(0)

    def as_json(self) -> dict[str, Any]:
        """Plain data: numbers for fractions; a bound is rounded up, a score down."""
        return {
            "placements": [{"session": one.session, "slot": one.slot, "room": one.room} for one in self.placements],
            "unplaced": [{"session": one.session, "reason": one.reason, "slots": {str(slot): why for slot, why in one.slots.items()},
                          "people": one.people, "gain": down(one.gain)} for one in self.unplaced],
            "score": float(self.score), "bound": up(self.bound), "bound_by": self.bound_by, "gap": up(self.gap),
            "clashes": [{"slot": one.slot, "sessions": list(one.sessions), "people": one.people, "popular": one.popular, "lost": down(one.lost),
                         "cost": None if one.cost is None else down(one.cost)} for one in self.clashes],
            "left_out": self.left_out, "crowded": self.crowded, "moved": self.moved,
            "seconds": round(self.seconds, 3), "steps": self.steps, "seed": self.seed, "cut_off": self.cut_off}


def down(value: Fraction) -> float:
    number = float(value)
    return math.nextafter(number, -math.inf) if Fraction(number) > value else number


def up(value: Fraction) -> float:
    number = float(value)
    return math.nextafter(number, math.inf) if Fraction(number) < value else number

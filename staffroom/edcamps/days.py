"""The day of an edcamp as it usually goes: how many rooms, which parts. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Day:
    """A day to begin with: people, rooms, and its parts as (kind, minutes, name of the part)."""

    people: int
    rooms: int
    parts: tuple[tuple[str, int, str], ...]

    @property
    def minutes(self) -> int:
        return sum(minutes for _kind, minutes, _name in self.parts)

    @property
    def slots(self) -> int:
        return sum(kind == "session" for kind, _minutes, _name in self.parts)

    def spans(self) -> list[tuple[str, int, int, str]]:
        """(kind, from, to, name), in minutes since the day begins."""
        found, at = [], 0
        for kind, minutes, name in self.parts:
            found.append((kind, at, at + minutes, name))
            at += minutes
        return found


SESSION, PAUSE = ("session", 50, ""), ("break", 10, "")
TYPICAL = Day(150, 8, (("plenary", 60, "board"), SESSION, PAUSE, SESSION, PAUSE, ("lunch", 60, ""), SESSION, PAUSE, SESSION, PAUSE,
                       ("plenary", 40, "smackdown")))
EXPRESS = Day(30, 3, (("plenary", 30, "board"), ("session", 45, ""), ("break", 5, ""), ("session", 45, ""), ("plenary", 25, "smackdown")))
DAYS = {"typical": TYPICAL, "express": EXPRESS}

"""What somebody said in one look at their practice, and the line that looks make over time. No Django in here.

A look holds the statements with their words as they stood, so it can be read without the framework, here and elsewhere.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date

HOWS = ("not_yet", "now_and_then", "mostly", "mine")
SURES = ("shaky", "all_right", "at_ease")
WEAK = frozenset(HOWS[:2])


@dataclass(frozen=True)
class Answer:
    """One statement and what was said of it; `entry` is the code of an entry of the same record, `about` its title then."""

    node: str
    number: str
    words: str
    how: str
    sure: str = ""
    note: str = ""
    could_help: bool = False
    entry: str = ""
    about: str = ""


@dataclass(frozen=True)
class Seen:
    """One look: which version of which framework, which area of it, and the answers."""

    family: str
    title: str
    version: str
    area: str
    answers: tuple[Answer, ...] = field(default=())


def dumps(seen: Seen) -> str:
    return json.dumps(asdict(seen), ensure_ascii=False)


def loads(text: str) -> Seen:
    """What `dumps` kept. What cannot be an answer (somebody brought it along in a file) is passed over."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = {}
    found = found if isinstance(found, dict) else {}
    rows = found.get("answers")
    return Seen(*(_text(found.get(name)) for name in ("family", "title", "version", "area")),
                tuple(_answer(one) for one in rows if _fits(one)) if isinstance(rows, list) else ())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _fits(one: object) -> bool:
    return isinstance(one, dict) and bool(_text(one.get("node"))) and one.get("how") in HOWS


def _answer(one: dict) -> Answer:
    said = {name.name: _text(one.get(name.name)) for name in fields(Answer) if name.name != "could_help"}
    return Answer(**said | {"could_help": one.get("could_help") is True, "sure": said["sure"] if said["sure"] in SURES else ""})


# The line


@dataclass(frozen=True)
class Point:
    """What was said of one statement on one day."""

    on_on: date
    answer: Answer
    look: str


def line(looks: Iterable[tuple[str, date, Seen]], family: str, node: str) -> list[Point]:
    """Everything that was said of a statement, oldest first; `looks` are (code, day, what was said) in that order."""
    return [Point(day, answer, code) for code, day, seen in looks if seen.family == family for answer in seen.answers if answer.node == node]


WIDE, HIGH = 1_000, 400


@dataclass(frozen=True)
class Drawn:
    """A line as coordinates in a box of WIDE by HIGH: dots for how it is, and a second line for how it feels where that was said."""

    how: tuple[tuple[int, int], ...]
    sure: tuple[tuple[int, int], ...]

    @staticmethod
    def path(dots: tuple[tuple[int, int], ...]) -> str:
        return " ".join(f"{x},{y}" for x, y in dots)

    @property
    def how_path(self) -> str:
        return self.path(self.how)

    @property
    def sure_path(self) -> str:
        return self.path(self.sure)


def drawn(points: list[Point]) -> Drawn:
    """Days lie as far apart as they are; the words lie evenly, the last one on top. Looks of one day lie side by side."""
    first, last = points[0].on_on.toordinal(), points[-1].on_on.toordinal()
    span = last - first

    def across(number: int, day: int) -> int:
        share = ((day - first) * 900 // span if span else number * 900 // max(1, len(points) - 1)) if len(points) > 1 else 450
        return 50 + share

    def up(value: str, words: tuple[str, ...]) -> int:
        return HIGH - (2 * words.index(value) + 1) * HIGH // (2 * len(words))

    places = [across(number, point.on_on.toordinal()) for number, point in enumerate(points)]
    return Drawn(tuple((x, up(point.answer.how, HOWS)) for x, point in zip(places, points, strict=True)),
                 tuple((x, up(point.answer.sure, SURES)) for x, point in zip(places, points, strict=True) if point.answer.sure))

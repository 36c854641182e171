"""What it takes to get a certificate of an event, and the questions after it. Pure.

Kept with the event as plain values: `Policy.kept()` and `Policy.of(kept)`; {} is no policy at all, and everything is as without one.
"""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

MOST_WORDS, MOST_TRIES, MOST_DAYS, MOST_QUESTIONS, MOST_CHOICES = 6, 10, 60, 20, 6
DAYS = 14  # for the three questions of an event that asks for nothing else
GRACE = timedelta(minutes=10)  # how long a code word holds after its part of the event


@dataclass(frozen=True, kw_only=True)
class Policy:
    """At least `percent` of the time; `needed` of `words` code words; a quiz passed with `right` percent in `tries` tries at most; the three
    questions answered (`told`); all within `days` after the end. `recording`: watching it later counts, with the quiz. `rooms`: people may watch
    together, on a list that one of them signs.
    """

    percent: int = 0
    words: int = 0
    needed: int = 0
    right: int = 0
    tries: int = 0
    told: bool = False
    days: int = DAYS
    recording: bool = False
    rooms: bool = False

    @property
    def has_quiz(self) -> bool:
        return self.right > 0

    @property
    def asks(self) -> bool:
        """Does it ask for anything?"""
        return bool(self.percent or self.needed or self.has_quiz or self.told)

    @property
    def problem(self) -> str:
        """The name of the field that cannot be so; "" where all fits. Code words alone prove no presence, nor does a recording without a quiz."""
        fits = {"percent": 0 <= self.percent <= 100 and not (self.needed and not self.percent), "words": 0 <= self.words <= MOST_WORDS,
                "needed": 0 <= self.needed <= self.words, "right": 0 <= self.right <= 100,
                "tries": not self.has_quiz or 1 <= self.tries <= MOST_TRIES, "days": 1 <= self.days <= MOST_DAYS,
                "recording": not self.recording or self.has_quiz}
        return next((name for name, good in fits.items() if not good), "")

    def kept(self) -> dict[str, Any]:
        return asdict(self) if self.asks else {}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self | None:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known}) if kept else None

    def minutes_of(self, every: int) -> int:
        """How many of so many minutes are enough, rounded up."""
        return -(-every * self.percent // 100)


def window(number: int, of: int, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From when until when the code word with this number (the first is 0) is taken: its part of the time, and ten minutes more."""
    part = (ends_at - starts_at) / of
    return starts_at + number * part, starts_at + (number + 1) * part + GRACE


class NotAQuiz(ValueError):
    """A line of a quiz cannot be read: `number` of the question, and what is wrong: "choices", "right", "long", "many" or "lost"."""

    def __init__(self, number: int, why: str):
        super().__init__(number, why)
        self.number, self.why = number, why


def read_quiz(text: str) -> list[dict[str, Any]]:
    """A quiz as people write it: a question, and below it a line for each answer, with "*" before the right one and "-" before the others.

    [{"ask": …, "choices": […], "right": 1}]. Raises NotAQuiz.
    """
    found: list[dict[str, Any]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        mark, words = line[0], line[1:].strip()
        if mark not in "*-–•" or not words:
            found.append({"ask": line, "choices": [], "right": []})
        elif not found:
            raise NotAQuiz(1, "lost")
        else:
            if mark == "*":
                found[-1]["right"].append(len(found[-1]["choices"]))
            found[-1]["choices"].append(words)
    if len(found) > MOST_QUESTIONS:
        raise NotAQuiz(len(found), "many")
    for number, one in enumerate(found, 1):
        if not 2 <= len(one["choices"]) <= MOST_CHOICES:
            raise NotAQuiz(number, "choices")
        if len(one["right"]) != 1:
            raise NotAQuiz(number, "right")
        if any(len(words) > 300 for words in (one["ask"], *one["choices"])):
            raise NotAQuiz(number, "long")
        one["right"] = one["right"][0]
    return found


def written_quiz(quiz: list[dict[str, Any]]) -> str:
    """The same as text, to be changed."""
    return "\n\n".join("\n".join([one["ask"], *(f"{'*' if at == one['right'] else '-'} {words}" for at, words in enumerate(one["choices"]))])
                       for one in quiz)

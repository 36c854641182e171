"""Reviews: the six questions, and what the reviews of an offer come to. Pure. There is no score and no average."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

ENOUGH = 2  # teachers who looked make an offer reviewed
LOOKED_AT = 3  # questions that a review answers at least
YEARS = 2
LAPSES_AFTER = timedelta(days=183)
QUESTIONS = {
    "accuracy": (_("Accuracy"), _("Is what it says right?")),
    "evidence": (_("Evidence"), _("Does it rest on what it says it rests on?")),
    "practicality": (_("Practicality"), _("Can a teacher do it with the time and things there are?")),
    "inclusiveness": (_("Inclusiveness"), _("Does it think of all pupils?")),
    "accessibility": (_("Accessibility"), _("Can every teacher use it?")),
    "privacy": (_("Privacy"), _("Does it leave data of pupils and teachers alone?")),
}


@dataclass(frozen=True)
class Said:
    """One review that stands: its day, whether changes are wanted, whether its author has to do with the maker."""

    on: date
    wants_changes: bool = False
    has_conflict: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the reviews come to: "" (none), "begun", "reviewed" or "changes"; since when, and the day on which it is due again."""

    state: str = ""
    on: date | None = None
    due_on: date | None = None


def outcome(reviews: Iterable[Said], asked: bool = False) -> Outcome:
    """Of the reviews without conflict the two newest count; the older of the two says when it is due again."""
    counted = sorted((one for one in reviews if not one.has_conflict), key=lambda one: one.on)[-ENOUGH:]
    if len(counted) < ENOUGH:
        return Outcome("begun" if counted else "asked" if asked else "")
    return Outcome("changes" if any(one.wants_changes for one in counted) else "reviewed", counted[-1].on, years_later(counted[0].on))


def years_later(day: date) -> date:
    """The same day two years on; 28 February for one that such a year has not."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return day.replace(year=day.year + YEARS, day=28)


def due_since(today: date) -> date:
    """The newest day of a review that is due again on this day."""
    try:
        return today.replace(year=today.year - YEARS)
    except ValueError:
        return today.replace(year=today.year - YEARS, day=28)


def aged(state: str, due_on: date | None, today: date) -> str:
    """The state as it is on a day: "due" from the day on which it is due again, "lapsed" half a year later."""
    if due_on is None or today < due_on or state not in {"reviewed", "changes"}:
        return state
    return "due" if today < due_on + LAPSES_AFTER else "lapsed"

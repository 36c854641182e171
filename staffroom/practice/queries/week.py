"""What this week holds: a plan that fits the minutes a teacher means to give."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from staffroom.practice.models import Pace, PlanStep
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import Viewer


@dataclass(frozen=True)
class Week:
    """The steps of this week and those after it. Minutes: given by the teacher, done already, still planned."""

    given: int
    done: int
    planned: int
    steps: list[PlanStep]
    later: list[PlanStep]
    unknown_count: int

    @property
    def held(self) -> int:
        return self.done + self.planned

    @property
    def free(self) -> int:
        return max(self.given - self.held, 0)

    @property
    def over(self) -> int:
        return max(self.held - self.given, 0)


def pace(viewer: Viewer) -> int | None:
    """The minutes a week that this viewer named, if any."""
    return visible_to(viewer, Pace).values_list("week_minutes", flat=True).first()


def week(given: int, steps: list[PlanStep], ended: list[PlanStep], today: date, zone: str) -> Week:
    """This week, Monday to Sunday, out of open steps and those that ended lately.

    Steps whose day lies in this week or before it are in it whatever they take: that is for the teacher to see. Then
    come steps without a day, in their order, as long as they fit into what is left; their length must be known.
    """
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    done = sum(step.minutes or 0 for step in ended
               if step.ended_as == PlanStep.Ended.DONE and step.ended_at and step.ended_at.astimezone(ZoneInfo(zone)).date() >= monday)
    mine = [step for step in steps if step.planned_on and step.planned_on <= sunday]
    planned = sum(step.minutes or 0 for step in mine)
    for step in steps:
        if step.planned_on is None and step.minutes and done + planned + step.minutes <= given and not (
                step.not_before_on and step.not_before_on > sunday):
            mine.append(step)
            planned += step.minutes
    chosen = {id(step) for step in mine}
    later = [step for step in steps if id(step) not in chosen]
    return Week(given, done, planned, mine, later, sum(step.minutes is None for step in mine))

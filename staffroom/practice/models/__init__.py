"""The small nouns of the loop."""

from staffroom.practice.models.asked import WAITS, Easier, FollowUp, Still, Telling
from staffroom.practice.models.calendars import CalendarAddress
from staffroom.practice.models.goals import Goal
from staffroom.practice.models.later import OLD, Saved
from staffroom.practice.models.pace import MOST_A_WEEK, Pace
from staffroom.practice.models.periods import Period
from staffroom.practice.models.steps import Cover, PlanStep, Required
from staffroom.practice.models.studies import Study
from staffroom.practice.models.together import StudyMember, StudyNote

__all__ = [
    "MOST_A_WEEK", "OLD", "WAITS", "CalendarAddress", "Cover", "Easier", "FollowUp", "Goal", "Pace", "Period", "PlanStep", "Required", "Saved",
    "Still", "Study", "StudyMember", "StudyNote", "Telling",
]

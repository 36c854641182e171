"""Reading what was typed."""

from staffroom.practice.forms.asked import AnswerForm, TellForm
from staffroom.practice.forms.calendars import CalendarForm
from staffroom.practice.forms.goals import GoalForm
from staffroom.practice.forms.later import LaterForm
from staffroom.practice.forms.periods import PeriodForm
from staffroom.practice.forms.steps import PaceForm, StepForm, first_of
from staffroom.practice.forms.studies import CheckInForm, StudyForm
from staffroom.practice.forms.together import TellGroupForm

__all__ = [
    "AnswerForm", "CalendarForm", "CheckInForm", "GoalForm", "LaterForm", "PaceForm", "PeriodForm", "StepForm", "StudyForm", "TellForm",
    "TellGroupForm", "first_of",
]

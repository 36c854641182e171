"""Reading what was typed."""

from staffroom.practice.forms.asked import AnswerForm, TellForm
from staffroom.practice.forms.goals import GoalForm
from staffroom.practice.forms.later import LaterForm
from staffroom.practice.forms.periods import PeriodForm
from staffroom.practice.forms.steps import PaceForm, StepForm, first_of

__all__ = ["AnswerForm", "GoalForm", "LaterForm", "PaceForm", "PeriodForm", "StepForm", "TellForm", "first_of"]

"""Reading what was typed."""

from staffroom.practice.forms.asked import AnswerForm, TellForm
from staffroom.practice.forms.steps import StepForm

__all__ = ["AnswerForm", "StepForm", "TellForm"]

"""Reading what was typed."""

from staffroom.practice.forms.asked import AnswerForm, TellForm
from staffroom.practice.forms.later import LaterForm
from staffroom.practice.forms.steps import StepForm

__all__ = ["AnswerForm", "LaterForm", "StepForm", "TellForm"]

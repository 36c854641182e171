"""Reading what was typed about a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField, TextField
from staffroom.kit.words import cut
from staffroom.practice.models import MOST_A_WEEK, Goal


class PaceForm(forms.Form):
    """Minutes a week; empty: none are named."""

    week_minutes = forms.IntegerField(
        label=_("Minutes a week"),
        required=False,
        min_value=1,
        max_value=MOST_A_WEEK,
        error_messages={
            "invalid": _("Whole minutes, such as 45."),
            "min_value": _("One minute at least, or leave it empty."),
            "max_value": _("At most 3,000 minutes a week."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class StepForm(forms.Form):
    """A step as its owner writes it."""

    title = LineField(label=_("What do you mean to do?"), limit=200)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        error_messages={
            "invalid": _("Whole minutes, such as 15."),
            "min_value": _("One minute at least."),
            "max_value": _("At most 1,440 minutes, which is a day."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    planned_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("A day such as 2026-11-24.")},
    )
    note = TextField(label=_("A note to yourself"), required=False, limit=5_000, rows=3)
    goal = forms.ChoiceField(label=_("Belongs to a goal"), required=False)

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = {goal.code: goal for goal in goals}
        self.fields["goal"].choices = [("", _("none")), *((code, cut(goal.title, 80)) for code, goal in self.goals.items())]

    def clean_goal(self) -> Goal | None:
        return self.goals.get(self.cleaned_data["goal"])

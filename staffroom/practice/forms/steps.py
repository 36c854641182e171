"""Reading what was typed about a step."""

from collections.abc import Callable
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staffroom.kit import money
from staffroom.kit.fields import ChoiceField, CountField, LineField, TextField, light
from staffroom.kit.words import cut
from staffroom.practice.models import MOST_A_WEEK, Cover, Goal, Period, PlanStep


class PaceForm(forms.Form):
    """Minutes a week; empty: none are named."""

    week_minutes = CountField(
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


@light
class StepForm(forms.Form):
    """A step as its owner writes it."""

    title = LineField(label=_("What do you mean to do?"), limit=200)
    minutes = CountField(
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
    goal = ChoiceField(label=_("Belongs to a goal"), required=False)
    period = ChoiceField(label=_("In a planning period"), required=False)
    cover_minutes = CountField(
        label=_("Minutes of cover"),
        required=False,
        min_value=1,
        max_value=1440,
        error_messages={
            "invalid": _("Whole minutes, such as 40."),
            "min_value": _("One minute at least."),
            "max_value": _("At most 1,440 minutes, which is a day."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    cover_cost = LineField(label=_("Its cost, if you know it"), required=False, limit=20)
    cover_currency = LineField(label=_("Currency of the cost"), required=False, limit=3, help_text=_("Three letters, such as USD."))

    def __init__(self, *args, goals: Callable[[], list[Goal]], periods: Callable[[], list[Period]], **kwargs):
        """`goals` and `periods` give what can be chosen. They are asked when that is shown or chosen: most steps are sent without either."""
        super().__init__(*args, **kwargs)
        self.goals = cache(lambda: {goal.code: goal for goal in goals()})
        self.periods = cache(lambda: {period.code: period for period in periods()})
        self.fields["goal"].choices = lambda: [("", _("none")), *((code, cut(goal.title, 80)) for code, goal in self.goals().items())]
        self.fields["period"].choices = lambda: [("", _("none")), *((code, str(period)) for code, period in self.periods().items())]

    def clean_goal(self) -> Goal | None:
        return self.goals()[self.cleaned_data["goal"]] if self.cleaned_data["goal"] else None

    def clean_period(self) -> Period | None:
        return self.periods()[self.cleaned_data["period"]] if self.cleaned_data["period"] else None

    def clean_cover_currency(self) -> str:
        currency = self.cleaned_data["cover_currency"].upper()
        if currency and not (currency.isascii() and currency.isalpha() and len(currency) == 3):
            raise ValidationError(_("Three letters, such as USD."))
        return currency

    def clean(self) -> dict:
        """Three fields about cover become one `cover`: how long, and the cost if both it and its currency were given."""
        data = super().clean()
        minutes, cost, currency = (data.pop(name, None) for name in ("cover_minutes", "cover_cost", "cover_currency"))
        data["cover"] = Cover(minutes) if minutes else None
        if cost and not minutes and not self.errors:
            self.add_error("cover_minutes", _("For how many minutes? Or leave the cost empty."))
        elif cost and not currency and not self.errors:
            self.add_error("cover_currency", _("Say in which currency, or leave the cost empty."))
        elif cost and minutes and currency:
            minor = money.typed(cost, currency)
            data["cover"] = Cover(minutes, minor, currency)
            if minor is None:
                self.add_error("cover_cost", _("That is no amount of this currency. Try 120 or 120.50."))
        return data

    @property
    def unfolded(self) -> bool:
        """Show period and cover at once: something stands there, or is wrong there."""
        return any(self.errors.get(name) or self[name].value() for name in ("period", "cover_minutes", "cover_cost", "cover_currency"))


def first_of(step: PlanStep) -> dict:
    """A step as first values of its form."""
    first = {name: getattr(step, name) for name in ("title", "minutes", "planned_on", "note", "cover_minutes", "cover_currency")}
    cost = "" if step.cover_minor is None else money.plain(step.cover_minor, step.cover_currency)
    return first | {"goal": step.goal.code if step.goal else "", "period": step.period.code if step.period else "", "cover_cost": cost}

"""Reading what was typed about a planning period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import TypedChoiceField
from staffroom.practice.models import Period
from staffroom.practice.models.periods import MOST_IN_A_PERIOD


class PeriodForm(forms.Form):
    """A weekday, a beginning and minutes."""

    weekday = TypedChoiceField(label=_("Day of the week"), choices=Period.Weekday, coerce=int)
    starts_at = forms.TimeField(label=_("Starts at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                                error_messages={"invalid": _("A time such as 10:20.")})
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_IN_A_PERIOD,
                                 widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                                 error_messages={"invalid": _("Whole minutes, such as 40."), "min_value": _("One minute at least."),
                                                 "max_value": _("At most 480 minutes.")})

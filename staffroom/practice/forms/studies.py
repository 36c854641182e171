"""Reading what was typed about a course over weeks."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField
from staffroom.practice.models import MOST_A_WEEK


def minutes_field(label, most: int, too_many) -> forms.IntegerField:
    """Whole minutes up to `most`."""
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), error_messages={
        "invalid": _("Whole minutes, such as 40."), "min_value": _("One minute at least."), "max_value": too_many})


class StudyForm(forms.Form):
    """How many minutes a week the course may take."""

    week_minutes = minutes_field(_("Minutes a week"), MOST_A_WEEK, _("At most 3,000 minutes a week."))


class CheckInForm(forms.Form):
    """One sitting and one line about it."""

    minutes = minutes_field(_("Minutes"), 1440, _("At most 1,440 minutes, which is a day."))
    on_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                            error_messages={"invalid": _("A day such as 2026-11-24.")})
    line = LineField(label=_("One line about it"), required=False, limit=300)
    tell = forms.BooleanField(label=_("Tell this line to my study group"), required=False)

    def __init__(self, *args, today: date, in_group: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if not in_group:
            del self.fields["tell"]

    def clean_on_on(self) -> date:
        day = self.cleaned_data["on_on"]
        if not date(1950, 1, 1) <= day <= self.today:
            raise ValidationError(_("A day that has been, please."))
        return day

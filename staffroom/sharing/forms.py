"""Reading to whom a copy goes, and until when."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class HandForm(forms.Form):
    """One named person and a day."""

    reader = forms.CharField(widget=forms.RadioSelect, error_messages={"required": _("Choose the person.")})
    until_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                               error_messages={"invalid": _("A day such as 2027-06-30."), "required": _("Until which day?")})


def end_of_school_year(today: date) -> date:
    """The next 30 June: the day a copy ends unless another is chosen."""
    end = date(today.year, 6, 30)
    return end if today <= end else date(today.year + 1, 6, 30)

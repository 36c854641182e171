"""From which day to which; nothing is written."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.record.fields import DayField

SAY = {"required": gettext_lazy("Say a day, such as 2026-09-01."), "invalid": gettext_lazy("That is not a day in the calendar. Try 2026-11-18.")}


class DaysForm(forms.Form):
    """A stretch of days of one's record."""

    first_on = DayField(label=gettext_lazy("From"))
    last_on = DayField(label=gettext_lazy("To"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages = field.error_messages | SAY

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_on", _("That is before the first day."))
        return data

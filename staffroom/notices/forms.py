"""Reading how somebody wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.notices.models import Preference

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class PreferenceForm(forms.Form):
    """Mail or not, reminders, and quiet hours in whole hours of the person's own zone."""

    by_mail = forms.BooleanField(label=_("Send me a mail when something waits"), required=False)
    is_asked = forms.BooleanField(label=_("Once a week, ask me by mail what a colleague misses: I answer by a reply"), required=False)
    reminds = forms.ChoiceField(label=_("Remind me of a step that has a day"), choices=Preference.Reminds, widget=forms.RadioSelect,
                                help_text=_("Once, without a word of what it is. Also when something you saved closes within seven days."))
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int, choices=HOURS)
    quiet_to = forms.TypedChoiceField(label=_("until"), coerce=int, choices=HOURS)

"""Reading what was said about one's own calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CalendarForm(forms.Form):
    """Whether what things are called goes along."""

    titles = forms.ChoiceField(label=_("What things are called"), widget=forms.RadioSelect, initial="hidden", choices=[
        ("hidden", _("Leave it out: each stands there as “a step” or “a deadline” alone")),
        ("shown", _("Let it go along: titles, and where something is"))])

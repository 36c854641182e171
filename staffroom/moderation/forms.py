"""Saying what is wrong, deciding, answering."""

from django import forms
from django.utils.translation import gettext_lazy

from staffroom.kit.fields import TextField
from staffroom.moderation.models import Report


class ReportForm(forms.Form):
    """What is wrong, and a few words."""

    reason = forms.ChoiceField(label=gettext_lazy("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect)
    words = TextField(label=gettext_lazy("In your words"), limit=300, rows=3, required=False, help_text=gettext_lazy("No names of pupils."))


class DecisionForm(forms.Form):
    """Down or not, and why."""

    takes_down = forms.ChoiceField(label=gettext_lazy("What becomes of it?"), widget=forms.RadioSelect, choices=[
        ("no", gettext_lazy("It stays")), ("yes", gettext_lazy("Take it down"))])
    why = TextField(label=gettext_lazy("Why?"), limit=300, rows=3, help_text=gettext_lazy(
        "If it comes down, its author reads this. Say what could be put up instead. Do not say who reported it."))


class ObjectionForm(forms.Form):
    """What the author says to it."""

    words = TextField(label=gettext_lazy("Your answer"), limit=600, rows=4, help_text=gettext_lazy(
        "For those who look after the wall alone. You can answer once."))

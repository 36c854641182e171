"""Reading what was typed about a goal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField


class GoalForm(forms.Form):
    """A goal as its owner writes it."""

    title = LineField(label=_("What do you want to get to?"), limit=300, help_text=_("One sentence, for yourself."))
    by_on = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                            error_messages={"invalid": _("A day such as 2026-11-24.")})

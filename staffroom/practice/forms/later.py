"""Reading when to go back to something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import ChoiceField, LineField
from staffroom.practice.models import Saved


class LaterForm(forms.Form):
    """When; and if one likes, why, and the day on which the unit starts."""

    asked_for = ChoiceField(choices=Saved.When, error_messages={"required": _("Say when: tomorrow, in planning time, or some day.")})
    why = LineField(label=_("Why, in a few words"), required=False, limit=300)
    on_on = forms.DateField(label=_("The unit starts on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                            error_messages={"invalid": _("A day such as 2026-11-24.")})

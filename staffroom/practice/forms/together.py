"""Reading what somebody tells a study group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import TextField


class TellGroupForm(forms.Form):
    """A note for those who are in the group."""

    body = TextField(label=_("A note for the group"), limit=2_000, rows=3, help_text=_("No names of pupils, please. You can take it back."))

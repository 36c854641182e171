"""Reading an answer to what became of something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import ChoiceField, TextField
from staffroom.practice.models import Easier, Still


class AnswerForm(forms.Form):
    """Three questions; the first is enough."""

    easier = ChoiceField(label=_("Did it make your job easier?"), choices=Easier, widget=forms.RadioSelect,
                               error_messages={"required": _("One of these, please. “I did not do it” is an answer too.")})
    still = ChoiceField(label=_("Are you still doing it?"), choices=Still, widget=forms.RadioSelect, required=False)
    pupils = TextField(label=_("What changed for pupils, in your words?"), required=False, limit=5_000, rows=3,
                       help_text=_("Only you ever read this. It is never put up."))


class TellForm(forms.Form):
    """Whether the name goes up too."""

    is_named = forms.BooleanField(label=_("With my name"), required=False, help_text=_("People who are signed in read it beside what you told."))

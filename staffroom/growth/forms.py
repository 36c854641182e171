"""Reading one sentence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.growth.models import Sentence
from staffroom.kit.fields import ChoiceField, TextField, TypedChoiceField, light

MINUTES = (6, 15, 30, 90)


@light
class SentenceForm(forms.Form):
    """One private sentence, which of the three questions it answers, and the minutes there are."""

    mood = ChoiceField(label=_("Which is it?"), choices=Sentence.Mood.choices, initial=Sentence.Mood.BOTHERING, widget=forms.RadioSelect)
    text = TextField(label=_("In one sentence"), limit=600, rows=3, error_messages={"required": _("One sentence is enough, in any words.")})
    minutes = TypedChoiceField(label=_("I have"), coerce=int, choices=[(n, str(n)) for n in MINUTES], initial=15, widget=forms.RadioSelect)

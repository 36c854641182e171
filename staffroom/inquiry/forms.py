"""Reading the answers to the four questions, and what is said to a copy."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.inquiry.models import Response
from staffroom.inquiry.prompts import QUESTIONS
from staffroom.kit.fields import ChoiceField, TextField


class ReflectionForm(forms.Form):
    """Four questions; each may stay empty, but not all."""

    happened = TextField(label=QUESTIONS["happened"][0], help_text=QUESTIONS["happened"][1], required=False, limit=4_000, rows=3)
    meant = TextField(label=QUESTIONS["meant"][0], help_text=QUESTIONS["meant"][1], required=False, limit=4_000, rows=3)
    came = TextField(label=QUESTIONS["came"][0], help_text=QUESTIONS["came"][1], required=False, limit=4_000, rows=3)
    otherwise = TextField(label=QUESTIONS["otherwise"][0], help_text=QUESTIONS["otherwise"][1], required=False, limit=4_000, rows=3)

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Nothing was said yet. One answer is enough."))
        return data


class ResponseForm(forms.Form):
    """What somebody says to a copy, of one kind."""

    kind = ChoiceField(label=gettext_lazy("What is it?"), choices=Response.Kind.choices, widget=forms.RadioSelect,
                       error_messages={"required": gettext_lazy("Say what kind of thing it is.")})
    text = TextField(label=gettext_lazy("What I say"), limit=2_000, rows=4,
                     error_messages={"required": gettext_lazy("Write a sentence or two.")})

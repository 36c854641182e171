"""Reading what a body declares, and what those who made it say."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit.fields import LineField, TextField
from staffroom.offered.models import Consent
from staffroom.orgs.models import Organisation


class AskForm(forms.Form):
    """In whose name, and what it is to count for: the body's own word."""

    body = forms.ChoiceField(label=gettext_lazy("In whose name?"))
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes does it count for?"), min_value=1, max_value=14_400,
                                 widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    counts_as = LineField(label=gettext_lazy("As what?"), limit=80, help_text=gettext_lazy(
        "Hours of which kind, as your body calls them. It stands there as declared by you; no rule is checked."))
    words = TextField(label=gettext_lazy("A few words to those who made it"), limit=300, rows=3, required=False)

    def __init__(self, *args, bodies: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.code: body for body in bodies}
        self.fields["body"].choices = [(code, str(body)) for code, body in self.bodies.items()]

    def facts(self) -> dict:
        """What `ask` takes."""
        data = dict(self.cleaned_data)
        return data | {"organisation": self.bodies[data.pop("body")]}


class AnswerForm(forms.Form):
    """Yes or no, and by what name."""

    says = forms.ChoiceField(label=gettext_lazy("May they?"), widget=forms.RadioSelect, choices=[
        (Consent.Says.YES, gettext_lazy("Yes")), (Consent.Says.NO, gettext_lazy("No"))])
    named = forms.ChoiceField(label=gettext_lazy("If yes: whose is it?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [("yes", _("Anyone reads “%(name)s”") % {"name": name}), ("", _("Anyone reads “a teacher”"))]

    @property
    def is_named(self) -> bool:
        return self.cleaned_data["named"] == "yes"

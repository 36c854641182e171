"""Reading what was sent about a badge; nothing here writes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock
from staffroom.kit.fields import ChoiceField
from staffroom.record.fields import DayField, MinutesField
from staffroom.record.models import Entry

MOST_PASTED = 400_000


class BringForm(forms.Form):
    """A file, or its text. The text is taken to the letter: a signature covers every one of them."""

    file = forms.FileField(label=gettext_lazy("The file of the badge"), max_length=200, required=False)
    text = forms.CharField(label=gettext_lazy("Or paste its text"), required=False, max_length=MOST_PASTED, strip=True,
                           widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}))

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("file") and not data.get("text"):
            self.add_error("file", _("Choose the file of the badge, or paste its text."))
        return data

    def bytes_and_name(self) -> tuple[bytes, str]:
        """What was sent, and what it is called."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (self.cleaned_data["text"].encode("utf8", "surrogatepass"), "")


class KeepForm(forms.Form):
    """What an entry needs and no badge says: how long it took, and on which day."""

    minutes = MinutesField(label=gettext_lazy("How long did it take you?"), help_text=gettext_lazy("45, 1 h or 1:30"))
    on_on = DayField(label=gettext_lazy("Day"))
    kind = ChoiceField(label=gettext_lazy("Kind"), choices=Entry.Kind.choices, initial="course")
    says_no_pupils = forms.BooleanField(label=gettext_lazy("No pupil can be recognised in it: no face, no name, no handwriting."), required=False)

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on_on"].today, self.fields["on_on"].zone = clock.today_in(zone), zone

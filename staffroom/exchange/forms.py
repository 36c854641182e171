"""What is asked of somebody who leaves or arrives."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit.fields import LineField


class BringForm(forms.Form):
    """An archive of one's own."""

    file = forms.FileField(label=gettext_lazy("The file that you took along"),
                           widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}))


class EraseForm(forms.Form):
    """The word that nobody types by accident."""

    word = LineField(limit=40, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["word"].label = _("Type the word “%(word)s”") % {"word": self.asked()}

    @staticmethod
    def asked() -> str:
        return _("erase")

    def clean_word(self) -> str:
        word = self.cleaned_data["word"]
        if word.casefold() != self.asked().casefold():
            raise ValidationError(_("This is another word. Nothing was changed."))
        return word

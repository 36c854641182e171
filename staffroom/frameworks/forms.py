"""Reading a framework that somebody brings in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.frameworks.listed import MOST_BYTES


class FileForm(forms.Form):
    """A framework as a file."""

    file = forms.FileField(label=gettext_lazy("The file"), max_length=200,
                           help_text=gettext_lazy("A CASE package (JSON), a table (CSV) or a spreadsheet (xlsx) with a row for each statement."))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large. Five million bytes fit."))
        return file


class FamilyForm(forms.Form):
    """Which framework a file is a new version of, if it does not say so itself."""

    family = forms.ChoiceField(label=gettext_lazy("Is it a new version of one that is here?"), required=False)

    def __init__(self, *args, families: tuple[tuple[str, str], ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [("", _("No, as the file says")), *families]

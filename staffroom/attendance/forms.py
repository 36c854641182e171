"""Reading a code word, a quiz, the three questions, a signed list, and where a recording is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.attendance.models import Reply
from staffroom.kit.fields import LineField, TextField


class WordForm(forms.Form):
    """A code word."""

    word = LineField(label=gettext_lazy("Code word"), limit=20, error_messages={"required": gettext_lazy("Type the code word, please.")},
                     help_text=gettext_lazy("Six letters and digits, shown on the screen and spoken."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["word"].widget.attrs.update(autocapitalize="characters", autocomplete="off", dir="ltr", spellcheck="false")


class QuizForm(forms.Form):
    """The questions of a quiz, each with one answer."""

    def __init__(self, *args, quiz: list[dict[str, Any]], **kwargs):
        super().__init__(*args, **kwargs)
        for number, one in enumerate(quiz):
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                label=one["ask"], coerce=int, choices=list(enumerate(one["choices"])), widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer, please.")})

    def chosen(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.fields]


class ReplyForm(forms.Form):
    """The three questions."""

    worth = forms.ChoiceField(label=gettext_lazy("Was it worth the minutes?"), choices=Reply.Worth.choices, widget=forms.RadioSelect,
                              error_messages={"required": gettext_lazy("Choose an answer, please.")})
    tries = forms.ChoiceField(label=gettext_lazy("Will you try something from it?"), choices=Reply.Tries.choices, widget=forms.RadioSelect,
                              error_messages={"required": gettext_lazy("Choose an answer, please.")})
    words = TextField(label=gettext_lazy("What should be different next time?"), limit=500, rows=3, required=False, help_text=gettext_lazy(
        "Write about the event, not about people, and no names. Your words are shown as you wrote them; a way of writing can be known again."))


class SignForm(forms.Form):
    """Who watched together."""

    place = LineField(label=gettext_lazy("Where were you together?"), limit=200, help_text=gettext_lazy("School and room."),
                      error_messages={"required": gettext_lazy("Say where, please.")})
    minutes = forms.IntegerField(label=gettext_lazy("Minutes you were there together, without meals"), min_value=1, max_value=1_440, error_messages={
        "required": gettext_lazy("Say how many minutes, please."), "invalid": gettext_lazy("A whole number, such as 30.")},
                                 widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    names = TextField(label=gettext_lazy("Names, one on each line"), limit=6_000, rows=6, help_text=gettext_lazy(
        "Only people whom you saw there until the end. You need not write yourself."),
                      error_messages={"required": gettext_lazy("Write a name, please.")})
    saw = forms.BooleanField(label=gettext_lazy("I saw all of them there, and sign this list with my name."),
                             error_messages={"required": gettext_lazy("Without your signature the list says nothing.")})

    def clean_names(self) -> list[str]:
        line = LineField(limit=80)
        return [name for name in (line.clean(part) for part in self.cleaned_data["names"].splitlines() if part.strip()) if name]


class RecordingForm(forms.Form):
    """Where the recording is, and what helps those who cannot hear or have a weak line."""

    link = forms.URLField(label=gettext_lazy("Link to the recording"), max_length=500, required=False, assume_scheme="https",
                          error_messages={"invalid": gettext_lazy("An address such as https://video.example.org/our-talk.")},
                          help_text=gettext_lazy("Whoever may read the event reads this link."))
    captions = LineField(label=gettext_lazy("Captions"), limit=200, required=False,
                         help_text=gettext_lazy("In which languages, and made by whom: by people, or by a machine and not checked."))
    transcript = TextField(label=gettext_lazy("Transcript"), limit=60_000, rows=8, required=False,
                           help_text=gettext_lazy("What is said, as text: for whoever cannot hear it, and for a line that carries no film."))

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["link"].error_messages["invalid"])
        return link

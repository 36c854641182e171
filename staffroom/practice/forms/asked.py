"""Reading an answer to what became of something."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import ChoiceField, TextField
from staffroom.orgs.models import Organisation
from staffroom.practice.models import Easier, Still


class AnswerForm(forms.Form):
    """Three questions; the first is enough."""

    easier = ChoiceField(label=_("Did it make your job easier?"), choices=Easier, widget=forms.RadioSelect,
                               error_messages={"required": _("One of these, please. “I did not do it” is an answer too.")})
    still = ChoiceField(label=_("Are you still doing it?"), choices=Still, widget=forms.RadioSelect, required=False)
    pupils = TextField(label=_("What changed for pupils, in your words?"), required=False, limit=5_000, rows=3,
                       help_text=_("Only you ever read this. It is never put up."))


class TellForm(forms.Form):
    """Whether the name goes up too, and whether a school counts."""

    is_named = forms.BooleanField(label=_("With my name"), required=False, help_text=_("People who are signed in read it beside what you told."))
    school = ChoiceField(label=_("Does a school of yours count?"), widget=forms.RadioSelect, required=False, help_text=_(
        "The page says in how many schools it was tried, in fives and from five on. Which ones stands nowhere."))

    def __init__(self, *args, schools: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = {school.code: school for school in schools}
        self.fields["school"].choices = [*((code, str(school)) for code, school in self.schools.items()), ("", gettext("none"))]

    def clean_school(self) -> Organisation | None:
        return self.schools.get(self.cleaned_data["school"])

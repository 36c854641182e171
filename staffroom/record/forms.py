"""Reading what was typed about an entry. Unknown fields are left out; nothing here writes."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import clock
from staffroom.kit.fields import ChoiceField, CountField, Light, LineField, TextField, light
from staffroom.kit.statement import written_once
from staffroom.record.fields import DayField, MinutesField
from staffroom.record.models import Entry
from staffroom.topics.models import Topic


class LinkField(LineField):
    """An address of a page: http or https, without a name and password in it."""

    def __init__(self, **kwargs):
        super().__init__(limit=2_000, **kwargs)
        self.widget.attrs |= {"inputmode": "url", "dir": "ltr"}

    def to_python(self, value) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            parts = urlsplit(text if "://" in text[:9] else f"https://{text}")
            fits = parts.scheme in {"http", "https"} and parts.hostname and "." in parts.hostname and "@" not in parts.netloc and " " not in text
        except ValueError:
            fits = False
        if not fits:
            raise ValidationError(_("This is no address of a page. It begins with https://."))
        return parts.geturl()


@written_once
def _themes(*, kind: str) -> QuerySet[Topic]:
    return Topic.objects.filter(kind=kind)


class _Themes(ModelChoiceIterator):
    def __iter__(self):
        return (self.choice(topic) for topic in _themes(kind=Topic.Kind.THEME.value))


class TopicsField(Light, forms.ModelMultipleChoiceField):
    """Some of the short list of themes, by their stable names."""

    iterator = _Themes

    def __init__(self, **kwargs):
        super().__init__(queryset=Topic.objects.filter(kind=Topic.Kind.THEME), to_field_name="slug", required=False,
                         widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": gettext_lazy("One of the topics is not in the list."),
                                         "invalid_pk_value": gettext_lazy("One of the topics is not in the list.")}, **kwargs)

    def clean(self, value) -> list[Topic]:
        """The themes that were chosen; nothing is asked of the database for none."""
        return list(super().clean(value)) if value else []


SHORT = {"conference": gettext_lazy("Workshop"), "visit": gettext_lazy("Visit"), "conversation": gettext_lazy("Conversation"),
         "talk": gettext_lazy("Talk, meeting"),
         "tried": gettext_lazy("Tried it"), "led": gettext_lazy("Led it")}


def choices(kind, empty=None) -> list:
    return [*([("", empty)] if empty else []), *kind.choices]


@light
class EntryForm(forms.Form):
    """Five things are asked; everything else may stay empty."""

    title = LineField(label=gettext_lazy("What was it?"), limit=200)
    kind = ChoiceField(label=gettext_lazy("Kind"), choices=[(value, SHORT.get(value, label)) for value, label in Entry.Kind.choices],
                             widget=forms.RadioSelect)
    minutes = MinutesField(label=gettext_lazy("Minutes"), help_text=gettext_lazy("45, 1 h or 1:30"))
    on_on = DayField(label=gettext_lazy("Day"))
    time_kind = ChoiceField(label=gettext_lazy("Whose time?"), choices=Entry.TimeKind.choices, widget=forms.RadioSelect, initial="own")
    note = TextField(label=gettext_lazy("One line, for yourself"), required=False, limit=10_000, rows=3)
    source = LineField(label=gettext_lazy("Where or from whom"), required=False, limit=200)
    link = LinkField(label=gettext_lazy("Link"), required=False)
    origin = ChoiceField(label=gettext_lazy("Who chose it?"), choices=Entry.Origin.choices, widget=forms.RadioSelect, initial="chosen",
                               required=False)
    topics = TopicsField(label=gettext_lazy("What it was about"))
    contribution = ChoiceField(label=gettext_lazy("What I did for others"), choices=choices(Entry.Contribution, gettext_lazy("nothing to add")),
                                     required=False)
    helped_count = CountField(label=gettext_lazy("For how many people"), required=False, min_value=1, max_value=100_000, localize=False,
                                      widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                                      error_messages={"invalid": gettext_lazy("A whole number of people, or nothing."),
                                                      "min_value": gettext_lazy("One person or more, or nothing.")})
    outcome = ChoiceField(label=gettext_lazy("If you tried it: how did it go?"), choices=choices(Entry.Outcome, gettext_lazy("not a try")),
                                required=False)

    FOLDED = ("source", "link", "origin", "topics", "contribution", "helped_count", "outcome")

    def __init__(self, *args, zone: str, sittings: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["rows"] = 3
        self.fields["on_on"].today, self.fields["on_on"].zone = clock.today_in(zone), zone
        if sittings > 1:
            del self.fields["minutes"], self.fields["on_on"]

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or Entry.Origin.CHOSEN

    def clean_helped_count(self):
        """Digits of other scripts are not guessed."""
        typed = self.data.get(self.add_prefix("helped_count"), "").strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise ValidationError(_("A whole number of people, or nothing."))
        return self.cleaned_data["helped_count"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("helped_count") and not data.get("contribution") and "contribution" not in self.errors:
            self.add_error("contribution", _("Say what you did for them, or leave the number empty."))
        return data

    def words(self) -> dict:
        """What record.actions.note and change take."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}

    @property
    def known_kind(self) -> str:
        """What a try is called, where the form comes filled in with one: nobody looks for another kind then. Otherwise empty, and all are shown."""
        tried = Entry.Kind.TRIED
        return str(SHORT[tried]) if not self.is_bound and self.initial.get("kind") == tried else ""

    @property
    def unfolded(self) -> bool:
        """Show what may stay empty at once: something was typed there, or is wrong there."""
        return any(self.errors.get(name) for name in self.FOLDED) or (self.is_bound and any(
            self[name].value() not in (None, "", [], "chosen") for name in self.FOLDED))


class SittingForm(forms.Form):
    """One more sitting."""

    minutes = MinutesField(label=gettext_lazy("Minutes"))
    on_on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on_on"].today, self.fields["on_on"].zone = clock.today_in(zone), zone


class ProofForm(forms.Form):
    """A file, a photo or a link."""

    file = forms.FileField(label=gettext_lazy("File or photo"), required=False)
    link = LinkField(label=gettext_lazy("Or a link"), required=False)
    name = LineField(label=gettext_lazy("What it shows"), required=False, limit=120)
    says_no_pupils = forms.BooleanField(label=gettext_lazy("No pupil can be recognised in it: no face, no name, no handwriting."), required=False)
    upload = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """Whom to ask, and until when they may read the copy."""

    reader = ChoiceField(label=gettext_lazy("Who was there?"))
    until_on = forms.DateField(label=gettext_lazy("They can read it until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                               error_messages={"invalid": gettext_lazy("A day such as 2026-12-18.")})

    def __init__(self, *args, people=(), officers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.code: (person, None) for person in people}
        self.people |= {f"{one.person.code}@{one.organisation.code}": (one.person, one.organisation) for one in officers}
        self.fields["reader"].choices = [(key, _label(*pair)) for key, pair in self.people.items()]

    def clean_reader(self):
        return self.people[self.cleaned_data["reader"]]


def _label(person, body) -> str:
    if body is None:
        return _("%(name)s, to confirm it") % {"name": person}
    return _("%(name)s, to accept it for %(body)s") % {"name": person, "body": body}


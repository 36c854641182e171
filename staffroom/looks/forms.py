"""Reading what was said of some statements."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.kit import words
from staffroom.kit.fields import TextField
from staffroom.looks import seen
from staffroom.looks.models import Look


@dataclass(frozen=True)
class Asked:
    """The fields of one statement; `more` where something stands in those that are folded."""

    row: object
    how: forms.BoundField
    sure: forms.BoundField
    note: forms.BoundField
    entry: forms.BoundField
    could_help: forms.BoundField

    @property
    def more(self) -> bool:
        return any(field.errors or field.value() for field in (self.note, self.entry, self.could_help))


class LookForm(forms.Form):
    """A few statements; for each a word, how it feels, and what may stay empty. What is left out is not said."""

    def __init__(self, *args, rows, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.entries = rows, {entry.code: entry for entry in entries}
        chosen = [("", _("none")), *((code, words.cut(entry.title, 80)) for code, entry in self.entries.items())]
        for n, row in enumerate(rows):
            self.fields[f"how-{n}"] = forms.ChoiceField(label=row.node.statement, choices=Look.How.choices, widget=forms.RadioSelect, required=False)
            self.fields[f"sure-{n}"] = forms.ChoiceField(label=gettext_lazy("How does it feel?"), choices=Look.Sure.choices, widget=forms.RadioSelect,
                                                         required=False)
            self.fields[f"note-{n}"] = TextField(label=gettext_lazy("A note to yourself"), required=False, limit=2_000, rows=2)
            self.fields[f"entry-{n}"] = forms.ChoiceField(label=gettext_lazy("Where it shows, in my record"), choices=chosen, required=False)
            self.fields[f"could_help-{n}"] = forms.BooleanField(label=gettext_lazy("I could help others with this."), required=False)

    def asked(self) -> Iterator[Asked]:
        for n, row in enumerate(self.rows):
            yield Asked(row, *(self[f"{name}-{n}"] for name in ("how", "sure", "note", "entry", "could_help")))

    def clean(self) -> dict:
        data = super().clean()
        for n in range(len(self.rows)):
            if not data.get(f"how-{n}") and any(data.get(f"{name}-{n}") for name in ("sure", "note", "entry", "could_help")):
                self.add_error(f"how-{n}", _("Choose a word for it, or empty what stands below it."))
        if not self.errors and not any(data.get(f"how-{n}") for n in range(len(self.rows))):
            raise ValidationError(_("Nothing was said yet. One word for one statement is enough."))
        return data

    def answers(self) -> tuple[seen.Answer, ...]:
        """What was said, statement by statement."""
        made = []
        for n, row in enumerate(self.rows):
            how, sure, note, code, could_help = (self.cleaned_data[f"{name}-{n}"] for name in ("how", "sure", "note", "entry", "could_help"))
            if how:
                about = self.entries[code].title if code else ""
                made.append(seen.Answer(row.node.identifier, row.node.number, row.node.statement, how, sure, note, could_help, code, about))
        return tuple(made)

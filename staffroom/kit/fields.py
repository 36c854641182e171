"""Form fields that read people's words: cleaned, never cut without being said."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from staffroom.kit import clock, words


def _words(problem: words.Unfit, limit: int) -> str:
    if problem.code == "long" and problem.over:
        return ngettext("One character too many; %(limit)s fit.", "%(n)s characters too many; %(limit)s fit.", problem.over) % {
            "n": problem.over, "limit": limit}
    if problem.code == "long":
        return _("This takes too much room; please shorten it.")
    return _("It holds a character that cannot be kept, perhaps from copying. Please type that place again.")


class Light(forms.Field):
    """A field whose copy for a form shares what no form changes in place: its choices, its words. Django copies all of it, piece by piece."""

    def __deepcopy__(self, memo):
        made = _twin(self)
        made.widget = _twin(self.widget)
        made.widget.attrs = self.widget.attrs.copy()
        made.error_messages, made.validators = self.error_messages.copy(), self.validators[:]
        return made


class _Fields(dict):
    """Fields by name, each copied in its own way."""

    def __deepcopy__(self, memo):
        return {name: field.__deepcopy__(memo) for name, field in self.items()}


def light(form):
    """Decorate a form with many fields: its fields are copied for a form without looking through their names and memories."""
    form.base_fields = _Fields(form.base_fields)
    return form


def _twin(thing):
    made = object.__new__(type(thing))
    made.__dict__ = thing.__dict__.copy()
    return made


class LineField(Light, forms.CharField):
    """One line of at most `limit` characters as people count them."""

    cleaner = staticmethod(words.clean_line)

    def __init__(self, *args, limit: int = 200, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.widget.attrs.setdefault("dir", "auto")

    def to_python(self, value) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return self.cleaner(text, self.limit)
        except words.Unfit as problem:
            raise ValidationError(_words(problem, self.limit)) from None


class ZoneField(LineField):
    """A time zone: its name, or the city that it is named after. A list of all six hundred would be the half of its page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, limit=60, **{"help_text": gettext_lazy("A large city in it is enough: Denver, Madrid.")} | kwargs)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}

    def prepare_value(self, value):
        return value.replace("_", " ") if isinstance(value, str) else value

    def to_python(self, value) -> str:
        text = super().to_python(value)
        found, near = clock.zones_named(text) if text else ([""], [])
        if len(found) == 1:
            return found[0]
        if found or near:
            which = ", ".join(self.prepare_value(zone) for zone in found or near)
            raise ValidationError(_("Which time zone do you mean? Perhaps: %(which)s") % {"which": which})
        raise ValidationError(_("We know no time zone of that name. Please name a large city that keeps the same time."))


class TextField(LineField):
    """Several lines of at most `limit` characters as people count them."""

    widget = forms.Textarea
    cleaner = staticmethod(words.clean_text)

    def __init__(self, *args, limit: int = 10_000, rows: int = 4, **kwargs):
        super().__init__(*args, limit=limit, **kwargs)
        self.widget.attrs["rows"] = rows


class ChoiceField(Light, forms.ChoiceField):
    """One of some choices; another list is given to `choices`, none is changed in place."""


class TypedChoiceField(Light, forms.TypedChoiceField):
    """The same for values that are no texts."""


class CountField(Light, forms.IntegerField):
    """A whole number."""

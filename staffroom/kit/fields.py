"""Form fields that read people's words: cleaned, never cut without being said."""

import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staffroom.kit import words


def _words(problem: words.Unfit, limit: int) -> str:
    if problem.code == "long" and problem.over:
        return ngettext("One character too many; %(limit)s fit.", "%(n)s characters too many; %(limit)s fit.", problem.over) % {
            "n": problem.over, "limit": limit}
    if problem.code == "long":
        return _("This takes too much room; please shorten it.")
    return _("It holds a character that cannot be kept, perhaps from copying. Please type that place again.")


class LineField(forms.CharField):
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


class TextField(LineField):
    """Several lines of at most `limit` characters as people count them."""

    widget = forms.Textarea
    cleaner = staticmethod(words.clean_text)

    def __init__(self, *args, limit: int = 10_000, rows: int = 4, **kwargs):
        super().__init__(*args, limit=limit, **kwargs)
        self.widget.attrs["rows"] = rows


class _OneList(forms.Field):
    """All forms of a kind share their choices. Django's own fields copy each of them, words and all, for every form that is made."""

    def __deepcopy__(self, memo):
        made = copy.copy(self)
        made.widget = copy.copy(self.widget)
        made.widget.attrs = self.widget.attrs.copy()
        made.error_messages, made.validators = self.error_messages.copy(), self.validators[:]
        return made


class ChoiceField(_OneList, forms.ChoiceField):
    """One of some choices; another list is given to `choices`, none is changed in place."""


class TypedChoiceField(_OneList, forms.TypedChoiceField):
    """The same for values that are no texts."""

"""A field that is drawn once for everybody looks as it does when it is drawn anew, and nothing that stands in one is kept."""

from itertools import product

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from staffroom.ui.templatetags.often import _Field, _Part

SAYS = ("", "Who <b> & 'c'", SafeString("<b>x</b>"), gettext_lazy("Find"))
KINDS = (forms.TextInput, forms.NumberInput, forms.FileInput, forms.Textarea, forms.DateInput(attrs={"type": "date"}))
TEMPLATE = '{% include "ui/field.html" with field=field label=label hint=hint bare=bare only %}'


def form_of(widget, *, data=None, initial=None, label=None, help_text="", required=True, disabled=False, auto_id="id_%s"):
    field = forms.Field(widget=widget, label=label, help_text=help_text, required=required, disabled=disabled)
    return type("F", (forms.Form,), {"words": field})(data, initial={"words": initial} if initial else None, auto_id=auto_id)


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(_Field, "drawn", {})
    template = engines["django"].from_string(TEMPLATE)

    def draw(field, label="", hint="", bare=False, anew=False):
        with monkeypatch.context() as patch:
            if anew:
                patch.setattr(_Field, "draw", _Part.draw)
            return template.render({"field": field, "label": label, "hint": hint, "bare": bare})
    return draw


@pytest.mark.parametrize("widget", KINDS, ids=lambda kind: getattr(kind, "__name__", "day"))
def test_a_field_is_drawn_as_if_it_were_drawn_anew(widget, drawn):
    ways = list(product(SAYS, SAYS, (True, False), (True, False), (True, False), ("id_%s", "o-%s"), ("en", "es")))
    for label, hint, bare, required, disabled, auto_id, language in ways * 2:
        form = form_of(widget, label=SAYS[1], help_text=SAYS[3], required=required, disabled=disabled, auto_id=auto_id)
        with override(language):
            assert drawn(form["words"], label, hint, bare) == drawn(form["words"], label, hint, bare, anew=True)


@pytest.mark.parametrize("holds", [{"data": {"words": "a secret"}}, {"initial": "a secret"}, {"data": {}}])
def test_what_stands_in_a_field_and_what_is_wrong_with_it_is_kept_by_nobody(holds, drawn):
    form = form_of(forms.TextInput, **holds)
    form.is_valid()
    said = drawn(form["words"])
    assert said == drawn(form["words"], anew=True) and _Field.drawn == {}
    assert ("a secret" in said) == ("secret" in str(holds)) and ("_err" in said) == (holds == {"data": {}})


def test_an_empty_field_is_kept_and_not_without_end(drawn):
    for number in range(1200):
        drawn(form_of(forms.TextInput)["words"], label=f"Word {number}")
    assert 0 < len(_Field.drawn) <= 500

"""Inputs are drawn as Django draws them, without its templates."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from staffroom.ui.inputs import ONE_TAG, OPTIONS, SELECT, TEXT, Inputs, options_of

WIDGETS = [kind for kind in vars(forms.widgets).values() if isinstance(kind, type) and issubclass(kind, forms.Widget)
           and getattr(kind, "template_name", None) in ONE_TAG and kind is not forms.widgets.DateTimeBaseInput]
VALUES = (None, "", "a <b> & \"c\" 'd'", SafeString("&lt;"), gettext_lazy("Find"), 7, True, False)
ATTRS = ({}, {"id": "x<y", "class": "field", "required": True, "hidden": False, "maxlength": 40, "data-x": SafeString("&amp;"), "aria-label": "'é'"})


@pytest.mark.parametrize("kind", WIDGETS)
def test_an_input_is_drawn_letter_for_letter_as_by_django(kind):
    for value in VALUES:
        for attrs in ATTRS:
            assert kind().render("na<me", value, attrs, renderer=Inputs()) == kind().render("na<me", value, attrs, renderer=DjangoTemplates())


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_each_choice_is_drawn_letter_for_letter_as_by_django(kind):
    field = forms.ChoiceField if kind is forms.RadioSelect else forms.MultipleChoiceField

    def drawn(renderer):
        made = type("F", (forms.Form,), {"pick": field(choices=[("a<", "One & two"), ("b", gettext_lazy("Find"))], widget=kind, initial=["b"])})(renderer=renderer)
        return [option.tag() for option in made["pick"]], str(made["pick"])
    assert drawn(Inputs()) == drawn(DjangoTemplates())


CHOICES = ([("a<", "One & two"), ("b", gettext_lazy("Find")), (3, "Three")], [("", "none"), ("b", "B")], [("G", [("a", "A")]), ("b", "B")], [])


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select])
@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("more", [{}, {"required": False, "help_text": "Say"}, {"initial": ["b"]}, {"disabled": True, "initial": ["b", "3"]}])
def test_the_choices_of_a_field_are_those_that_it_gives_itself(kind, choices, more):
    field = forms.MultipleChoiceField if kind is forms.CheckboxSelectMultiple else forms.ChoiceField
    for attrs in ({}, {"id": "own", "class": "field"}):
        made = type("F", (forms.Form,), {"pick": field(choices=choices, widget=kind(attrs=attrs), **more)})
        for data in (None, {}, {"pick": ["b"]}, {"pick": ["3", "b"]}, {"pick": "nonsense"}):
            for auto_id in ("id_%s", False):
                form = made(None if data is None else MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()}),
                            renderer=Inputs(), auto_id=auto_id)
                given = [(option.id_for_label, option.tag(), option.choice_label) for option in form["pick"]]
                assert list(options_of(form["pick"])) == given


@pytest.mark.parametrize("choices", [[], [("", "none"), ("a<", "One & two"), ("b", gettext_lazy("Find"))], [("Group", [("a", "A")]), ("b", "B")]])
def test_a_list_is_drawn_letter_for_letter_as_by_django(choices):
    for value in (None, "", "a<", "b"):
        for attrs in ATTRS:
            widget = forms.Select(choices=choices)
            assert widget.render("na<me", value, attrs, renderer=Inputs()) == widget.render("na<me", value, attrs, renderer=DjangoTemplates())


def test_room_for_lines_is_drawn_letter_for_letter_as_by_django():
    for value in VALUES:
        for attrs in ATTRS:
            assert forms.Textarea().render("na<me", value, attrs, renderer=Inputs()) == forms.Textarea().render("na<me", value, attrs, renderer=DjangoTemplates())


def test_nothing_is_named_that_django_does_not_have():
    has = {kind.template_name for kind in vars(forms.widgets).values() if isinstance(kind, type) and hasattr(kind, "template_name")}
    has |= {kind.option_template_name for kind in vars(forms.widgets).values() if isinstance(kind, type) and hasattr(kind, "option_template_name")}
    assert has >= ONE_TAG | OPTIONS | {SELECT, TEXT}

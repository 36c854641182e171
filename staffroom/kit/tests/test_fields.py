"""Fields of forms: what all forms of a kind share, and what is one form's own."""

import pytest
from django import forms

from staffroom.kit.fields import ChoiceField, TypedChoiceField, ZoneField


class Pick(forms.Form):
    size = ChoiceField(choices=[("s", "small"), ("l", "large")], widget=forms.RadioSelect)
    count = TypedChoiceField(choices=[(1, "one"), (2, "two")], coerce=int, required=False)


def test_choices_given_to_one_form_are_not_those_of_another():
    one, other = Pick({"size": "x"}), Pick({"size": "x"})
    one.fields["size"].choices = [("x", "extra")]
    one.fields["size"].widget.attrs["class"] = "wide"
    assert (one.is_valid(), other.is_valid()) == (True, False)
    assert ("extra" in str(one["size"]), "small" in str(other["size"]), "wide" in str(other["size"])) == (True, True, False)


def test_a_choice_is_read_as_by_django():
    for sent in ({"size": "s", "count": "2"}, {"size": "l"}, {"size": "", "count": "3"}, {"count": "one"}):
        ours = Pick(sent)
        theirs = type("Theirs", (forms.Form,), {"size": forms.ChoiceField(choices=[("s", "small"), ("l", "large")]),
                                                "count": forms.TypedChoiceField(choices=[(1, "one"), (2, "two")], coerce=int, required=False)})(sent)
        assert (ours.is_valid(), ours.errors, ours.cleaned_data) == (theirs.is_valid(), theirs.errors, theirs.cleaned_data)


class Where(forms.Form):
    zone = ZoneField()


@pytest.mark.parametrize(("typed", "zone"), [("America/Denver", "America/Denver"), (" denver ", "America/Denver"), ("New York", "America/New_York"), ("america/new york", "America/New_York"),
                                             ("UTC", "UTC"), ("US/Mountain", "US/Mountain"), ("Singapore", "Singapore"), ("Indianapolis", ""), ("Denvr", ""), ("Springfield-on-the-Moon", ""), ("", "")])
def test_a_time_zone_is_named_by_a_city(typed, zone):
    form = Where({"zone": typed})
    assert form.is_valid() == bool(zone)
    assert form.cleaned_data.get("zone", "") == zone


def test_what_may_be_meant_is_named():
    assert "America/Denver" in Where({"zone": "Denvr"}).errors["zone"][0]
    assert "America/Indiana/Indianapolis" in Where({"zone": "Indianapolis"}).errors["zone"][0]
    assert "large city" in Where({"zone": "qqqqqq"}).errors["zone"][0]
    assert 'value="America/New York"' in str(Where(initial={"zone": "America/New_York"})["zone"])

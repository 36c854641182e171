"""Choosing the rules and days of a licence; telling what a record does not know of an entry."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.credit import counting, kept
from staffroom.credit.counting import vocabulary
from staffroom.credit.counting.record import YEARS
from staffroom.credit.counting.words import PIECES
from staffroom.credit.queries import language

DAY = {"required": gettext_lazy("Which day?"), "invalid": gettext_lazy("A day such as 2026-11-24.")}


def named(known: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(word, told[language()]) for word, told in known.items()]


def day_field(**kwargs) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=DAY, **kwargs)


class LicenceForm(forms.Form):
    """By whose rules, for which days, and which certificates."""

    pack = forms.ChoiceField(label=gettext_lazy("By whose rules?"), error_messages={"required": gettext_lazy("Choose whose rules.")})
    first_on = day_field(label=gettext_lazy("First day of the licence"))
    last_on = day_field(label=gettext_lazy("Last day of the licence"),
                        help_text=gettext_lazy("Both stand on the licence, or in what your office sent you."))
    certificates = forms.MultipleChoiceField(label=gettext_lazy("What do you renew?"), required=False, widget=forms.CheckboxSelectMultiple,
                                             help_text=gettext_lazy("Some rules are for certain certificates alone."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [("", _("choose")), *((pack.id, pack.title[language()]) for pack in counting.shipped())]
        self.fields["certificates"].choices = named(vocabulary.CERTIFICATES)

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        for name, day in (("first_on", first), ("last_on", last)):
            if day and day.year not in YEARS:
                self.add_error(name, _("A day between the years 1900 and 2199."))
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first one."))
        return data

    def chosen(self) -> kept.Kept:
        data = self.cleaned_data
        held = set(data["certificates"])
        return kept.Kept(data["pack"], data["first_on"], data["last_on"], tuple(word for word in vocabulary.CERTIFICATES if word in held))


class ToldForm(forms.Form):
    """What the pack asks about an entry, and no more. Everything may stay empty: then it is not known."""

    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("What did you do there?"), required=False)
    provider = forms.ChoiceField(label=gettext_lazy("Who gave it?"), required=False)
    approved = forms.ChoiceField(label=gettext_lazy("Are they an approved provider?"), required=False, widget=forms.RadioSelect,
                                 help_text=gettext_lazy("Your office, or the form you were given, says so."))
    preapproved_on = day_field(label=gettext_lazy("On which day was it approved?"), required=False,
                               help_text=gettext_lazy("The day on which a committee approved it, if you know it."))
    topics = forms.MultipleChoiceField(label=gettext_lazy("Was it about one of these?"), required=False, widget=forms.CheckboxSelectMultiple)
    pieces = forms.MultipleChoiceField(label=gettext_lazy("If it is a growth plan: what is there?"), required=False,
                                       widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, pack: counting.Pack, as_noted: tuple[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        asked = {rule["topic"] for rule in pack.of("share")}
        if not pack.of("provider"):
            del self.fields["approved"]
        if not (pack.of("provider") or any(rule["providers"] for rule in pack.of("share"))):
            del self.fields["provider"]
        if not (pack.of("preapproval") or any(rule["preapproved"] for rule in pack.of("kinds"))):
            del self.fields["preapproved_on"]
        if not pack.of("plan"):
            del self.fields["pieces"]
        if not asked:
            del self.fields["topics"]
        as_it_is = _("as noted: %(words)s")
        choices = {
            "kind": [("", as_it_is % {"words": vocabulary.KINDS[as_noted[0]][language()]}), *named(vocabulary.KINDS)],
            "role": [("", as_it_is % {"words": vocabulary.ROLES[as_noted[1]][language()]}), *named(vocabulary.ROLES)],
            "provider": [("", _("not known")), *named(vocabulary.PROVIDERS)],
            "approved": [("", _("not known")), ("yes", _("yes")), ("no", _("no"))],
            "topics": [pair for pair in named(vocabulary.TOPICS) if pair[0] in asked],
            "pieces": named(PIECES),
        }
        for name, found in choices.items():
            if name in self.fields:
                self.fields[name].choices = found

    def clean_preapproved_on(self):
        day = self.cleaned_data["preapproved_on"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(_("A day between the years 1900 and 2199."))
        return day

    def told(self, before: kept.Told) -> kept.Told:
        """What is told now; what this pack does not ask about stays as it was told before."""
        data = self.cleaned_data
        asked = dict(self.fields["topics"].choices) if "topics" in self.fields else {}
        topics = {*data.get("topics", ()), *(each for each in before.topics if each not in asked)}
        return kept.Told(
            kind=data["kind"], role=data["role"], provider=data.get("provider", before.provider),
            approved={"yes": True, "no": False}.get(data["approved"]) if "approved" in data else before.approved,
            preapproved_on=data.get("preapproved_on", before.preapproved_on), topics=tuple(word for word in vocabulary.TOPICS if word in topics),
            pieces=tuple(data.get("pieces", before.pieces)))


def first_of(told: kept.Told) -> dict:
    """The fields of the form as they were told."""
    return {"kind": told.kind, "role": told.role, "provider": told.provider, "approved": {True: "yes", False: "no"}.get(told.approved, ""),
            "preapproved_on": told.preapproved_on, "topics": list(told.topics), "pieces": list(told.pieces)}

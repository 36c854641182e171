"""Reading what somebody misses, an answer to it, and why an answer does not fit."""

from collections.abc import Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue.addresses import MOST, NoAddress, tidy
from staffroom.catalogue.described import Described, untitled
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries.offers import code_at
from staffroom.catalogue.queries.shelf import topics
from staffroom.kit.fields import LineField, TextField
from staffroom.needs.models import Kind
from staffroom.orgs.models import Organisation

ABOUT = ("theme", "subject", "stage")
LED = {Kind.OFFER, Kind.ELSEWHERE}


class NeedForm(forms.Form):
    """What is missing, and for whom. All of it becomes public when it is put up, and nothing before."""

    words = LineField(label=gettext_lazy("What is missing?"), limit=200,
                      help_text=gettext_lazy("One sentence, as you would say it to a colleague. No names of pupils."))
    more = TextField(label=gettext_lazy("What would help"), limit=600, rows=3, required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Pupils"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    body = forms.ChoiceField(label=gettext_lazy("Who is asked?"), required=False,
                             help_text=gettext_lazy("Anyone can read it either way. In a small school people may guess who asked."))
    is_named = forms.BooleanField(label=gettext_lazy("With my name"), required=False,
                                  help_text=gettext_lazy("People who are signed in read it beside your words. Without it, it says “somebody”."))

    def __init__(self, *args, bodies: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.code: body for body in bodies}
        for kind in ABOUT:
            self.fields[kind].choices = [("", _("any")), *((slug, topic.said) for (at, slug), topic in topics().items() if at == kind)]
        self.fields["level"].choices = [("", _("any")), *(row for row in Offer.Level.choices if row[0] != Offer.Level.ANYONE)]
        self.fields["body"].choices = [("", _("everybody")), *((code, str(body)) for code, body in self.bodies.items())]

    def facts(self) -> dict:
        """What `put_up` takes."""
        data, known = self.cleaned_data, topics()
        about = [known[kind, data[kind]] for kind in ABOUT if data[kind]]
        said = {name: data[name] for name in ("words", "more", "level", "is_named")}
        return said | {"topics": about, "organisation": self.bodies.get(data["body"])}


class AnswerForm(forms.Form):
    """An answer; `kinds` are the ways in which this person may answer, `near` offers that might fit."""

    kind = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)
    offer = forms.ChoiceField(label=gettext_lazy("Which offer on the wall?"), widget=forms.RadioSelect, required=False)
    address = LineField(label=gettext_lazy("Or its address"), limit=MOST, required=False,
                        help_text=gettext_lazy("Of an offer here, or of any page of the web: that goes up as a link, without your name."))
    words = TextField(label=gettext_lazy("A few words"), limit=600, rows=3, required=False)

    def __init__(self, *args, kinds: Iterable[Kind], near: Sequence[Offer], **kwargs):
        super().__init__(*args, **kwargs)
        self.is_office = Kind.DECLINED in kinds
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].required = self.is_office
        self.fields["offer"].choices = [*((offer.code, offer.title) for offer in near), *([("", _("none of these"))] if near else [])]
        self.fields["address"].widget.attrs.update(inputmode="url", autocomplete="off", dir="ltr")

    def clean(self):
        found = super().clean() or {}
        leads = found.get("offer") or found.get("address")
        only_words = found.get("words") and not leads and "address" not in self.errors
        kind = found["kind"] = found.get("kind") or (Kind.TOLD if only_words else Kind.ELSEWHERE)
        if kind in LED and not self.errors and not leads:
            self.add_error("address", _("Where is it? Choose an offer above, or give an address.") if self.is_office
                           else _("Say it in words, choose an offer above, or give an address."))
        if kind == Kind.TOLD and not found.get("words"):
            self.add_error("words", _("Write what you know, please."))
        if kind == Kind.DECLINED and not found.get("words"):
            self.add_error("words", _("Say why, please: people read it under your answer."))
        return found

    def clean_address(self) -> str:
        text = self.cleaned_data["address"]
        if not text or code_at(text):
            return text
        try:
            return tidy(text)
        except NoAddress:
            raise ValidationError(_("This is not the address of a web page. It begins with https:// and has no password in it.")) from None

    @property
    def offer_code(self) -> str:
        """The code of an offer that hangs here already; empty for a link from elsewhere."""
        return self.cleaned_data.get("offer") or code_at(self.cleaned_data.get("address", ""))

    def link(self) -> Described | None:
        """A link from elsewhere, to be put up. None for what led nowhere, or hangs here."""
        data = self.cleaned_data
        return untitled(url=data["address"], kind=Offer.Kind.PAGE) if data["kind"] in LED and not self.offer_code and data.get("address") else None


class ReopenForm(forms.Form):
    """Why an answer does not fit."""

    why = TextField(label=gettext_lazy("Why does it not fit?"), limit=300, rows=3, help_text=gettext_lazy("Anyone can read it under the answer."))

"""Reading what a body requires, a change of it, something else that counts, and why it is not for somebody."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.catalogue.addresses import NoAddress, tidy
from staffroom.catalogue.queries.offers import code_at
from staffroom.kit.fields import LineField, TextField
from staffroom.required.actions import MOST_OPTIONS, Wanted
from staffroom.required.models import ASKED, MOST_MINUTES, NotForMe, Requirement
from staffroom.required.queries import offers_at

ADDRESS = re.compile(r"(?:https?://|/find/)(?=\S)", re.IGNORECASE)
MOST_WORDS = 200


class WholeField(forms.IntegerField):
    """A whole number in digits, from one on. Digits of other scripts, signs and fractions are not guessed."""

    def __init__(self, most: int, **kwargs):
        super().__init__(min_value=1, max_value=most, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def to_python(self, value) -> int | None:
        text = str(value or "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 9):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


MINUTES = {"required": gettext_lazy("How many minutes does it take, all together? Nothing is required here without its time."),
           "invalid": gettext_lazy("Whole minutes, such as 90."), "min_value": gettext_lazy("One minute at least."),
           "max_value": gettext_lazy("At most 14,400 minutes.")}
COUNT = {"invalid": gettext_lazy("A whole number, such as 2."), "min_value": gettext_lazy("One at least."),
         "max_value": gettext_lazy("Twenty at most.")}


@dataclass(frozen=True)
class Said:
    """A line of a form: words, an address elsewhere, or the code of an offer that hangs here."""

    words: str
    link: str = ""
    code: str = ""


class LinesField(TextField):
    """One thing a line: words, with an address behind them; or the address of an offer here, which has words of its own."""

    def __init__(self, **kwargs):
        super().__init__(limit=10_000, **kwargs)

    def clean(self, value) -> list[Said]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise ValidationError(_("Twenty lines at most; these are %(n)s.") % {"n": len(lines)})
        return [self._said(line) for line in lines]

    def _said(self, line: str) -> Said:
        words, address = _apart(line)
        if len(words) > MOST_WORDS:
            raise ValidationError(_("“%(line)s” is long. Two hundred characters a line, please.") % {"line": line[:40] + "…"})
        if code := code_at(address):
            return Said(words, code=code)
        try:
            link = tidy(address) if address else ""
        except NoAddress:
            raise ValidationError(_("“%(line)s” has an address that leads to no page of the web.") % {"line": line[:40]}) from None
        if not words:
            raise ValidationError(_("Put some words before “%(line)s”, so that people know what stands there.") % {"line": line[:40]})
        return Said(words, link)


def _apart(line: str) -> tuple[str, str]:
    """The words of a line without double spaces, and the address in its last word."""
    words, _space, last = line.rpartition(" ")
    found = ADDRESS.search(last)
    return (f"{words} {last[:found.start()]}".strip(), last[found.start():]) if found else (line, "")


class Basics(forms.Form):
    """What both putting up and changing ask: what, why, how long, until when. None may stay empty."""

    title = LineField(label=gettext_lazy("What is required?"), limit=MOST_WORDS,
                      help_text=gettext_lazy("One line, as you would say it to their faces."))
    reason = TextField(label=gettext_lazy("Why?"), limit=1_000, rows=3,
                       help_text=gettext_lazy("People read it beside what is required, before anything else."),
                       error_messages={"required": gettext_lazy("Say why. Nothing is required here without a reason.")})
    minutes = WholeField(label=gettext_lazy("Minutes, all together"), most=MOST_MINUTES, error_messages=MINUTES,
                         help_text=gettext_lazy("90 is an hour and a half."))
    due_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Until when? Nothing is required here without a last day."),
                        "invalid": gettext_lazy("A day such as 2026-11-24.")})


class RequirementForm(Basics):
    """Something to be required. All of it becomes known to the body's people when it is put up, and nothing before."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("For whom?"), choices=[(role.value, role.label) for role in ASKED], widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever holds one of these roles here or in a body below."),
        error_messages={"required": gettext_lazy("Say for whom it is.")})
    must = LinesField(label=gettext_lazy("Everybody does this"), rows=3, required=False, help_text=gettext_lazy(
        "One thing a line: the address of an offer here, or words, perhaps with an address behind them."))
    may = LinesField(label=gettext_lazy("To choose among"), rows=4, required=False, help_text=gettext_lazy("The same way, one a line."))
    choose_count = WholeField(label=gettext_lazy("How many of them are enough?"), most=MOST_OPTIONS, required=False, error_messages=COUNT)
    shown_count = WholeField(label=gettext_lazy("How many are shown first?"), most=MOST_OPTIONS, required=False, error_messages=COUNT,
                             help_text=gettext_lazy("Three, if you say nothing. All of them are one tap away."))

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.found: dict[str, list[Wanted]] = {"must": [], "may": []}

    def clean(self) -> dict:
        data = super().clean()
        for name in ("must", "may"):
            self._find(name, data.get(name) or [])
        must, may = self.found["must"], self.found["may"]
        if not (must or may) and not {"must", "may"} & set(self.errors):
            self.add_error("must", _("Name one thing, or some to choose among."))
        if len(must) + len(may) > MOST_OPTIONS:
            self.add_error("may", _("Twenty things at most, both lists together."))
        if may and "choose_count" not in self.errors and not 1 <= (data.get("choose_count") or 0) <= len(may):
            self.add_error("choose_count", _("Say how many are enough, from one to %(n)s.") % {"n": len(may)})
        return data

    def _find(self, name: str, lines: list[Said]) -> None:
        try:
            self.found[name] = wanted(self.viewer, lines)
        except ValidationError as problem:
            self.add_error(name, problem)

    def roles_said(self) -> str:
        """The roles for which it is, in words."""
        return ", ".join(str(label) for value, label in self.fields["roles"].choices if value in self.cleaned_data["roles"])

    def facts(self) -> dict:
        """What `put_up` takes."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("title", "reason", "minutes", "due_on", "roles")}
        return said | self.found | {"choose_count": data["choose_count"] or 0, "shown_count": data["shown_count"] or 3}


class ChangeForm(Basics):
    """A change: how it reads from now on, and why."""

    why = TextField(label=gettext_lazy("Why do you change it?"), limit=600, rows=2,
                    error_messages={"required": gettext_lazy("Say why you change it.")},
                    help_text=gettext_lazy("It stands beside it, with how it read before."))


class EndForm(forms.Form):
    """Why it ends."""

    why = TextField(label=gettext_lazy("Why does it end?"), limit=600, rows=3, error_messages={"required": gettext_lazy("Say why it ends.")})


class InsteadForm(forms.Form):
    """Something else that counts in place of it."""

    line = LinesField(label=gettext_lazy("What counts in place of it?"), rows=2, help_text=gettext_lazy(
        "The address of an offer here, or words, perhaps with an address behind them."))
    words = TextField(label=gettext_lazy("A few words to everybody who is asked"), limit=600, rows=3, required=False)

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_line(self) -> Wanted:
        lines = self.cleaned_data["line"]
        if len(lines) != 1:
            raise ValidationError(_("One line, please."))
        return wanted(self.viewer, lines)[0]


class WhyForm(forms.Form):
    """Why it is not for me."""

    why = forms.ChoiceField(label=gettext_lazy("Why?"), choices=NotForMe.Why.choices, widget=forms.RadioSelect,
                            error_messages={"required": gettext_lazy("Choose the reason that is nearest.")})


def wanted(viewer, lines: list[Said]) -> list[Wanted]:
    """The lines with the offers that they name. Raises ValidationError for an offer that hangs here no more."""
    offers = offers_at(viewer, [line.code for line in lines if line.code])
    if gone := [line for line in lines if line.code and line.code not in offers]:
        raise ValidationError(_("No offer hangs at “%(address)s”.") % {"address": f"/find/{gone[0].code}/"})
    return [Wanted(offers[line.code].title if line.code else line.words, line.link, offers.get(line.code)) for line in lines]


def first_of(requirement: Requirement) -> dict:
    """A requirement as first values of its form."""
    return {name: getattr(requirement, name) for name in ("title", "reason", "minutes", "due_on")}

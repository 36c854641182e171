"""Reading what goes along with a claim, what an office answers, and how a body takes claims."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staffroom.claims.models import LEAST_APPEAL_DAYS, MOST_DAYS, Claim
from staffroom.credit import counting
from staffroom.credit.queries import language
from staffroom.kit.fields import TextField
from staffroom.record.models import Evidence

WHY = gettext_lazy("Say why, in plain words: the teacher reads it.")


class NumberField(forms.IntegerField):
    """A whole number of minutes or days."""

    def __init__(self, least: int, most: int, **kwargs):
        words = {"invalid": gettext_lazy("A whole number, such as 60."), "min_value": gettext_lazy("%(limit_value)s at least."),
                 "max_value": gettext_lazy("%(limit_value)s at most.")}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"})
        super().__init__(min_value=least, max_value=most, widget=widget, error_messages=words, **kwargs)


class SendForm(forms.Form):
    """What goes along besides the facts: nothing, unless it is ticked."""

    pieces = forms.MultipleChoiceField(label=gettext_lazy("Which proof goes along?"), required=False, widget=forms.CheckboxSelectMultiple,
                                       help_text=gettext_lazy("Only what you tick. No pupil can be recognised in it, you said when you added it."))
    with_note = forms.BooleanField(label=gettext_lazy("My note goes along too"), required=False)
    remark = TextField(label=gettext_lazy("A few words to the office"), limit=600, rows=2, required=False)

    def __init__(self, *args, proof: list[Evidence], has_note: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pieces"].choices = [(one.code, one.name or one.link or one.get_kind_display()) for one in proof]
        if not proof:
            del self.fields["pieces"]
        if not has_note:
            del self.fields["with_note"]

    def said(self) -> dict:
        data = self.cleaned_data
        return {"pieces": data.get("pieces", []), "with_note": data.get("with_note", False), "remark": data["remark"]}


class AppealForm(forms.Form):
    """What they should look at again."""

    words = TextField(label=gettext_lazy("What should they look at again?"), limit=1_000, rows=4,
                      error_messages={"required": gettext_lazy("Say what they should look at again.")})


class DecideForm(forms.Form):
    """The answer of an office: yes with its minutes, back to be changed, or no."""

    what = forms.ChoiceField(label=gettext_lazy("What does the office say?"), widget=forms.RadioSelect,
                             error_messages={"required": gettext_lazy("Choose one.")})
    minutes = NumberField(1, 200_000, label=gettext_lazy("Minutes that count"), required=False)
    reason = TextField(label=gettext_lazy("Why, in plain words"), limit=1_000, rows=3, required=False,
                       help_text=gettext_lazy("The teacher reads it. A yes to all minutes needs none."))

    def __init__(self, *args, claim: Claim, **kwargs):
        super().__init__(*args, **kwargs)
        if claim.state == Claim.State.APPEALED:
            choices = [("approve", _("Yes: so many minutes count")), ("decline", _("It stays as it was answered"))]
        else:
            choices = [("approve", _("Yes: it counts")), ("back", _("Back: something is to be changed")),
                       ("decline", _("No: it does not count here"))]
        self.fields["what"].choices = choices

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") in {"back", "decline"} and not data.get("reason"):
            self.add_error("reason", WHY)
        if data.get("what") == "approve" and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("How many minutes count?"))
        return data


CODES = [("error", gettext_lazy("It was entered by mistake")), ("double", gettext_lazy("It was counted twice")),
         ("absent", gettext_lazy("The teacher was not there")), ("rules", gettext_lazy("The rules do not allow it")),
         ("asked", gettext_lazy("The teacher asked for it"))]


class ChangeForm(forms.Form):
    """What was granted is corrected or revoked."""

    what = forms.ChoiceField(label=gettext_lazy("What is to be changed?"), widget=forms.RadioSelect, choices=[
        ("correct", gettext_lazy("Other minutes count")), ("revoke", gettext_lazy("It counts no longer"))],
        error_messages={"required": gettext_lazy("Choose one.")})
    minutes = NumberField(1, 200_000, label=gettext_lazy("Minutes that count"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("What was wrong?"), choices=CODES,
                             error_messages={"required": gettext_lazy("Choose what was wrong.")})
    reason = TextField(label=gettext_lazy("Why, in plain words"), limit=1_000, rows=3, error_messages={"required": WHY},
                       help_text=gettext_lazy("The teacher reads it."))

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") == "correct" and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("How many minutes count?"))
        return data


class DeskForm(forms.Form):
    """How a body takes claims."""

    is_open = forms.ChoiceField(label=gettext_lazy("Does this office take claims?"), widget=forms.RadioSelect, choices=[
        ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No new ones"))], error_messages={"required": gettext_lazy("Choose one.")})
    pack = forms.ChoiceField(label=gettext_lazy("By whose rules?"), error_messages={"required": gettext_lazy("Choose whose rules.")})
    answer_days = NumberField(1, MOST_DAYS, label=gettext_lazy("Days until an answer is due"))
    appeal_days = NumberField(LEAST_APPEAL_DAYS, MOST_DAYS, label=gettext_lazy("Days to appeal after an answer"),
                              help_text=gettext_lazy("So long the office can read the copy; then it is shut to everybody but the teacher."))
    needs_two = forms.BooleanField(label=gettext_lazy("Two people say yes, because it bears on pay or a licence"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [("", _("choose")), *((pack.id, pack.title[language()]) for pack in counting.shipped())]

    def said(self) -> dict:
        return self.cleaned_data | {"is_open": self.cleaned_data["is_open"] == "yes"}

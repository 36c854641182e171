"""What a holder has printed, why a certificate is made anew or revoked, and a number that is typed."""

from django import forms
from django.utils.translation import gettext_lazy

from staffroom.kit.fields import LineField, TextField

WHY = {"required": gettext_lazy("Say why, please.")}


class TakeForm(forms.Form):
    """A certificate, with the holder's own words or without."""

    takeaway = TextField(label=gettext_lazy("What I take home, printed on it"), limit=500, rows=3, required=False, help_text=gettext_lazy(
        "Only if you wish: whoever has the paper or its number reads these words. Empty: nothing is printed."))


class AnewForm(forms.Form):
    """Why another one takes its place; its holder may have other words printed."""

    why = LineField(label=gettext_lazy("What was wrong?"), limit=200, error_messages=WHY,
                    help_text=gettext_lazy("Anybody who has the old number reads it, for as long as it is asked for."))
    takeaway = TextField(label=gettext_lazy("What I take home, printed on it"), limit=500, rows=3, required=False, help_text=gettext_lazy(
        "Only if you wish: whoever has the paper or its number reads these words. Empty: nothing is printed."))

    def __init__(self, *args, is_mine: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_mine:
            del self.fields["takeaway"]


class RevokeForm(forms.Form):
    """Why it counts no more."""

    why = LineField(label=gettext_lazy("Why is it revoked?"), limit=200, error_messages=WHY,
                    help_text=gettext_lazy("Anybody who has its number reads it."))

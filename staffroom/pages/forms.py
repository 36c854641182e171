"""What people and offices type on the pages made from many rooms."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField
from staffroom.orgs.actions import MOST_BY_SHEET
from staffroom.orgs.models import Membership, Organisation


class InviteForm(forms.Form):
    """A role, and for whom the link is meant."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    to_name = LineField(label=_("For whom"), limit=60, max_length=120, required=False,
                        help_text=_("A name, so that you know the link again. Nothing is sent by it."))


class SheetForm(forms.Form):
    """How many may join by a sheet, and for how long."""

    most = forms.IntegerField(label=_("How many people at the most"), min_value=1, max_value=MOST_BY_SHEET, initial=30)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=30, initial=14)


class RoleForm(forms.Form):
    """Another role for somebody who is here."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class NameForm(forms.Form):
    """What a body is called, and where it is."""

    name = LineField(label=_("Name"), limit=80, max_length=160)
    place = LineField(label=_("Place"), limit=60, max_length=120, required=False)


class RenameForm(NameForm):
    """Another name; `base` says which one stood there when the form was shown."""

    base = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args, body: Organisation, **kwargs):
        super().__init__(*args, initial={"name": body.name, "place": body.place}, **kwargs)
        self.body, self.is_stale = body, False
        self.stands = hashlib.sha256(f"{body.name}\n{body.place}".encode()).hexdigest()[:16]

    def clean(self) -> dict:
        data = super().clean()
        base = data.pop("base", "")
        self.is_stale = base not in {"", self.stands} and (data.get("name"), data.get("place")) != (self.body.name, self.body.place)
        if self.is_stale:
            now = ", ".join(part for part in (self.body.name, self.body.place) if part)
            raise ValidationError(_("Somebody changed it meanwhile: it is “%(now)s” now. Put yours up again to have it instead.") % {"now": now})
        return data


class FoundForm(NameForm):
    """A new body under another one."""

    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("kind", "name", "place")

    def __init__(self, *args, under: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in Organisation.UNDER.get(under, ())]


class DomainForm(forms.Form):
    """A mail domain."""

    domain = LineField(label=_("Mail domain"), limit=190, max_length=190, help_text=_("What stands behind the @, such as school.example"))


class LinkForm(forms.Form):
    """An invitation's link, pasted, or the code on a sheet, typed."""

    link = LineField(label=_("The link, or the code on the sheet"), limit=500)

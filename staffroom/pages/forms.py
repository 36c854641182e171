"""What people and offices type on the pages made from many rooms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField
from staffroom.orgs.models import Membership, Organisation


class InviteForm(forms.Form):
    """A role, and for whom the link is meant."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    to_name = LineField(label=_("For whom"), limit=60, max_length=120, required=False,
                        help_text=_("A name, so that you know the link again. Nothing is sent by it."))


class RoleForm(forms.Form):
    """Another role for somebody who is here."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class NameForm(forms.Form):
    """What a body is called, and where it is."""

    name = LineField(label=_("Name"), limit=80, max_length=160)
    place = LineField(label=_("Place"), limit=60, max_length=120, required=False)


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
    """An invitation's link, pasted."""

    link = LineField(label=_("The link"), limit=500)

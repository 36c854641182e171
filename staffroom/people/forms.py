"""What people type about themselves: parsed and checked, never written here."""

from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from staffroom.kit.fields import LineField, TextField, ZoneField
from staffroom.people import queries
from staffroom.people.models import NAME_LIMIT, Account, Profile


def plain(form: forms.BaseForm, **labels) -> None:
    """Labels above, nothing inside the fields, no help but ours."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)


class SignIn(LoginForm):
    """An address and a password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, login=_("Your address"), password=_("Your password"), remember=_("Stay signed in on this device"))
        self.fields["password"].help_text = ""


class SignUp(SignupForm):
    """An address and a password, nothing else. The zone comes from the browser, when it tells."""

    zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-zone": ""}))
    field_order = ["email", "password1", "zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("An address of your own"), password1=_("A password"))
        self.fields["email"].help_text = _("A private one, so that it stays yours when you change schools.")
        self.fields["password1"].help_text = _("Ten characters or more. Three words that nobody would put together are good.")

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        return zone if zone in available_timezones() else "UTC"

    def save(self, request) -> Account:
        """The act opens the account with its address; the library would write the address a second time."""
        return get_adapter(request).save_user(request, None, self)


class AskCode(RequestLoginCodeForm):
    """A code goes to proved addresses alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("Your address"))

    def clean_email(self) -> str:
        email = super().clean_email()
        address = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True).select_related("user").first()
        self._user = address.user if address else None
        return email


class Code(AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("Code"))


class CodeAgain(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("Code"))


class TurnCodesOn(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("The code that the app shows now"))


class AddPasskey(AddWebAuthnForm):
    """A passkey always signs in by itself: the device asks for a finger, a face or its code."""

    name = LineField(required=False, limit=60, label=_("What you call it"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["credential"].error_messages["required"] = _("The passkey did not arrive. Nothing was changed; try once more.")

    def clean(self) -> dict:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class NamePasskey(EditWebAuthnForm):
    name = LineField(limit=60, label=_("What you call it"))


class NewPassword(forms.Form):
    """A new password, typed once; shown by the browser's own eye where it has one."""

    password = forms.CharField(strip=False, max_length=1_000, label=_("New password"), widget=forms.PasswordInput(attrs={
        "autocomplete": "new-password"}), help_text=_("Ten characters or more. Three words that nobody would put together are good."))

    def __init__(self, *args, account: Account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        return get_adapter().clean_password(self.cleaned_data["password"], user=self.account)


class Address(forms.Form):
    email = forms.EmailField(max_length=254, label=_("Address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class Name(forms.Form):
    name = LineField(limit=NAME_LIMIT, max_length=120, label=_("Your name, as others read it"),
                     widget=forms.TextInput(attrs={"autocomplete": "name"}))


class Settings(forms.Form):
    zone = ZoneField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"))
    theme = forms.ChoiceField(label=_("Light or dark"), choices=Account.Theme.choices, required=False)
    keys_off = forms.BooleanField(label=_("No keys: / n ? do nothing"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES


class Told(forms.Form):
    """The profile: each field, and beside it who may know it."""

    about = TextField(required=False, limit=600, label=_("In my words"), widget=forms.Textarea(attrs={"rows": 4}))
    years = forms.ChoiceField(required=False, choices=Profile.Years.choices, label=_("Years in the classroom"))
    subjects = forms.MultipleChoiceField(required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple)
    stages = forms.MultipleChoiceField(required=False, label=_("Ages of pupils"), widget=forms.CheckboxSelectMultiple)
    pupils = forms.MultipleChoiceField(required=False, label=_("My classes"), widget=forms.CheckboxSelectMultiple)
    place = LineField(required=False, limit=80, max_length=160, label=_("Place"))
    locale = forms.ChoiceField(required=False, choices=Profile.Locale.choices, label=_("Kind of place"))
    languages = forms.MultipleChoiceField(required=False, label=_("Languages"), widget=forms.SelectMultiple(attrs={"size": "6"}))
    in_directory = forms.BooleanField(required=False, label=_("Put my name in the directory for people who are signed in"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("subjects", "stages", "pupils", "languages"):
            self.fields[name].choices = queries.choices(name)
        for name in Profile.FIELDS:
            if name in ("subjects", "stages") and not self.fields[name].choices:
                del self.fields[name]
                continue
            self.fields[f"seen_{name}"] = forms.TypedChoiceField(coerce=int, choices=Profile.Seen.choices, label=_("Who may know it"), empty_value=0,
                                                                 required=False)

    @classmethod
    def of(cls, profile: Profile) -> "Told":
        """The form as the profile stands."""
        initial = {name: getattr(profile, name) for name in (*Profile.FIELDS, "in_directory")}
        return cls(initial=initial | {f"seen_{name}": profile.level(name) for name in Profile.FIELDS})

    def rows(self):
        """Each field with the field that says who may know it."""
        return [(self[name], self[f"seen_{name}"]) for name in Profile.FIELDS if name in self.fields]

    def told(self) -> dict:
        """What actions.tell takes."""
        data = self.cleaned_data
        kept = {name: data[name] for name in Profile.FIELDS if name in data}
        return {"told": kept, "seen": {name: data[f"seen_{name}"] for name in kept}, "in_directory": data["in_directory"]}

"""How signing in works here, where it differs from the library's own way."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from staffroom.kit import clock, limits, squares, words
from staffroom.kit.acts import Refusal
from staffroom.people import actions, backends, devices, factors, letters
from staffroom.people.models import NAME_LIMIT, Account

log = logging.getLogger("staffroom.people")
FRESH_SECONDS = 300


def shut(request: HttpRequest) -> HttpResponse:
    """The kind page for a session that opens no notebook."""
    return render(request, "people/shut.html", {"material": "wall"}, status=403)


class Accounts(DefaultAccountAdapter):
    """Accounts that belong to teachers."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("No account here opens with this address and this password together. Look at both once more."),
        "too_many_login_attempts": gettext_lazy("That was tried many times in a short while. Wait five minutes, then try once more."),
        "incorrect_password": gettext_lazy("This is not the password of this account."),
        "incorrect_code": gettext_lazy("This code does not fit. Codes change twice a minute, and each works once."),
        "rate_limited": gettext_lazy("A little slower, please. Try again in a minute."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.address(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site: nothing with a host, a scheme, a backslash or a control character."""
        return bool(url) and url[0] == "/" and url[1:2] not in {"/", "\\"} and url.isprintable() and super().is_safe_url(url)

    # Opening an account

    def save_user(self, request: HttpRequest, user, form, commit: bool = True) -> Account:
        data = form.cleaned_data
        account = actions.open_account(by=None, email=data["email"], password=data["password1"], zone=data.get("zone") or "UTC",
                                       language=get_language() or "en")
        record_authentication(request, account, "password", email=data["email"])
        return account

    # Signing in

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures are counted per address; on a device that this account knows they are counted apart."""
        email = credentials.get("email", "").lower()
        known = any(devices.knows(request, account.pk) for account in backends.candidates(email)) if devices.COOKIE in request.COOKIES else False
        return f"{email}:{'known' if known else 'anywhere'}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if limits.wait("sign-in-failures", "everywhere", settings.ALARM_FAILURES, 60):
            log.error("ALARM: more than %d failed sign-ins in a minute", settings.ALARM_FAILURES)

    def login(self, request: HttpRequest, user: Account) -> None:
        records = list(get_authentication_records(request, user))
        kept = factors.take_kept(request, user)
        assurance = factors.assurance(user, records, kept)
        if kept:
            actions.take_back_password(by=user)
        super().login(request, user)
        request.session[factors.SESSION_KEY] = assurance
        request.session[factors.BODY_KEY] = body_of(records)

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if not devices.knows(request, user.pk):
            if not kwargs.get("signup"):
                actions.note_device(by=user)
            devices.remember(request, response, user)
        return response

    def get_reauthentication_methods(self, user) -> list[dict]:
        """A password that a body could have set proves nothing; the words are ours."""
        said = {"reauthenticate": _("Password"), "mfa_reauthenticate": _("Code of an app, or a recovery code"),
                "mfa_reauthenticate:webauthn": _("Passkey")}
        knows = user.is_authenticated and (user.password_is_own or bool(user.kept_password))
        found = [method for method in super().get_reauthentication_methods(user) if method["id"] != "reauthenticate" or knows]
        return [method | {"description": said[method["id"]]} for method in found]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """An own factor shown in the last five minutes is enough, also when it was shown to sign in."""
        request = context.request
        since = clock.now().timestamp() - FRESH_SECONDS
        recent = [record for record in get_authentication_records(request, request.user) if record.get("at", 0) >= since]
        return not any(factors.is_own(request.user, record) for record in recent)

    # Letters

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:  # the library's own names
        """The library asks for two letters only: a code to sign in, and one for an address that nobody proved, which gets none."""
        is_code = template_prefix == "account/email/login_code"
        address = EmailAddress.objects.filter(email=email.lower(), verified=True).first() if is_code else None
        letters.promise("code", address, secret=context.get("code", ""))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Changes are told by `actions.note_change`, to every own address."""


def body_of(records: list[dict]) -> str:
    """The code of the organisation by whose sign-in or mailbox the last step was done, or nothing."""
    if records and records[-1].get("method") == "code" and records[-1].get("email"):
        return factors.body_of_mailbox(records[-1]["email"])
    providers = [record.get("provider") for record in records if record.get("method") == "socialaccount"]
    apps = {app.provider_id: app.settings.get("organisation", "") for app in Bodies().list_apps(None)} if providers else {}
    return apps.get(providers[-1], "") if providers else ""


class Bodies(DefaultSocialAccountAdapter):
    """Sign-in by a body's own identity provider. It makes accounts of its own and never touches one by its address."""

    def populate_user(self, request: HttpRequest, sociallogin, data: dict) -> Account:
        """What a provider claims of a person is a name to begin with. Its addresses are not taken: no letter goes by them."""
        user = sociallogin.user
        user.email, user.name = "", words.outside_line(str(data.get("name") or ""), NAME_LIMIT)[:120]
        sociallogin.email_addresses, sociallogin.account.extra_data = [], {}
        return user

    def save_user(self, request: HttpRequest, sociallogin, form=None) -> Account:
        sociallogin.user = actions.open_for_body(by=None, account=sociallogin.user, name=sociallogin.user.name)
        sociallogin.save(request)
        return sociallogin.user

    def can_authenticate_by_email(self, login, email: str) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Linking is done from inside a session of one's own; a sign-in that had made an account of nothing else moves over."""
        if sociallogin.state.get("process") != AuthProcess.CONNECT:
            return
        if factors.of_session(request) != factors.SELF:
            raise ImmediateHttpResponse(shut(request))
        if sociallogin.is_existing and sociallogin.user != request.user:
            try:
                actions.move_identity(by=request.user, identity=sociallogin.account)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                raise ImmediateHttpResponse(render(request, "people/refused.html", {"says": str(refusal)}, status=409)) from None
            sociallogin.user = request.user

    def list_apps(self, request, provider=None, client_id=None):
        """Apps stand in the settings; none is read from the database."""
        from allauth.socialaccount.adapter import _build_apps_from_settings
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self):
        """Only to the addresses that the settings name: no proxy of the environment, no redirect, ten seconds."""
        session = super().get_requests_session()
        session.trust_env, session.max_redirects = False, 0
        return session


class Factors(DefaultMFAAdapter):
    """Passkeys, codes and recovery codes. Their secrets lie sealed with a key that is outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": Accounts.error_messages["incorrect_code"]}

    def _key(self) -> AESGCM:
        return AESGCM(salted_hmac("people.factors", "key", algorithm="sha256").digest())

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(12)
        return base64.b64encode(nonce + self._key().encrypt(nonce, text.encode(), b"people.factors")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        data = base64.b64decode(encrypted_text)
        return self._key().decrypt(data[:12], data[12:], b"people.factors").decode()

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:  # noqa: A002  # the library's own name
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey") if not count else _("Passkey %(n)s") % {"n": count + 1}

    def build_totp_svg(self, url: str) -> str:
        return squares.drawn(url)

    def get_totp_label(self, user) -> str:
        return user.email or str(user)

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

"""Addresses of this room: signing in and out, ways into an account, everything about me, and a person's page.

Each page of the sign-in library that exists here stands in this list under the library's own name, with the door before
it; nothing else of the library has an address.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from staffroom.kit.device import forgets
from staffroom.kit.ops import once
from staffroom.people.views import me, ways
from staffroom.people.views.doors import NOTEBOOK, WALL, again_to_write, goes_on, on, own_key, own_key_to_link, to_the_body

wall, notebook = on(WALL), on(NOTEBOOK)

mine = ([
    path("me/", me.me, name="me"),
    path("me/name/", me.name, name="name"),
    path("me/settings/", me.choices, name="settings"),
    path("me/suggestions/", me.suggestions, name="suggestions"),
    path("me/profile/", me.profile, name="profile"),
    path("me/profile/as/<slug:who>/", me.profile_as, name="profile_as"),
    path("me/access/", me.access, name="access"),
    path("people/<slug:code>/", me.person, name="person"),
    path("account/", me.old_address),
    path("account/password/", ways.password, name="password"),
    path("account/password/reset/<str:token>/", ways.reset, name="reset"),
    path("account/addresses/<int:pk>/main/", ways.address_verb, {"verb": "main"}, name="address_main"),
    path("account/addresses/<int:pk>/remove/", ways.address_verb, {"verb": "remove"}, name="address_remove"),
    path("account/addresses/<int:pk>/letter/", ways.address_verb, {"verb": "letter"}, name="address_letter"),
    path("account/addresses/prove/<str:token>/", ways.prove_address, name="prove_address"),
    path("account/open-notebook/", ways.open_notebook, name="open_notebook"),
], "people")

signing = [
    path("sign-in/", wall(account.login), name="account_login"),
    path("sign-up/", once(wall(account.signup)), name="account_signup"),
    path("sign-out/", forgets(wall(account.logout)), name="account_logout"),
    path("account/stopped/", wall(account.account_inactive), name="account_inactive"),
    path("account/again/", goes_on(wall(account.reauthenticate)), name="account_reauthenticate"),
    path("account/password/reset/", ways.ask_reset, name="account_reset_password"),
    path("account/password/reset/sent/", ways.reset_asked, name="account_reset_password_done"),
    path("account/addresses/", ways.addresses, name="account_email"),
    path("account/sessions/", ways.sessions, name="usersessions_list"),
    path("account/code/", ways.with_mail(wall(account.request_login_code)), name="account_request_login_code"),
    path("account/code/confirm/", wall(account.confirm_login_code), name="account_confirm_login_code"),
]

factors = [
    path("", own_key(RedirectView.as_view(pattern_name="people:me")), name="mfa_index"),
    path("second/", wall(mfa.authenticate), name="mfa_authenticate"),
    path("again/", goes_on(wall(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path("codes/on/", own_key(notebook(totp.activate_totp)), name="mfa_activate_totp"),
    path("codes/off/", own_key(notebook(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("recovery/", own_key(notebook(recovery.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path("recovery/new/", own_key(notebook(recovery.generate_recovery_codes)), name="mfa_generate_recovery_codes"),
    path("recovery/file/", own_key(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
]
if not settings.LAN:
    factors += [
        path("passkeys/", own_key(notebook(webauthn.list_webauthn)), name="mfa_list_webauthn"),
        path("passkeys/add/", own_key(notebook(webauthn.add_webauthn)), name="mfa_add_webauthn"),
        path("passkeys/again/", goes_on(wall(webauthn.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"),
        path("passkeys/<int:pk>/remove/", own_key(notebook(webauthn.remove_webauthn)), name="mfa_remove_webauthn"),
        path("passkeys/<int:pk>/name/", own_key(notebook(webauthn.edit_webauthn)), name="mfa_edit_webauthn"),
        path("passkeys/sign-in/", wall(webauthn.login_webauthn), name="mfa_login_webauthn"),
    ]

bodies = [
    path("", own_key(again_to_write(notebook(social.connections))), name="socialaccount_connections"),
    path("cancelled/", wall(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("failed/", wall(social.login_error), name="socialaccount_login_error"),
    path("<slug:provider_id>/", own_key_to_link(to_the_body(wall(oidc.login))), name="openid_connect_login"),
    path("<slug:provider_id>/back/", to_the_body(oidc.callback), name="openid_connect_callback"),
]

urlpatterns = [
    *signing,
    path("account/keys/", include(factors)),
    path("account/bodies/", include(bodies)),
    path("", include(mine)),
]

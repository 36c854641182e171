"""What this room hears from the sign-in library."""

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from staffroom.people import actions, factors, sessions

ADDED = {Authenticator.Type.WEBAUTHN: "passkey_added", Authenticator.Type.TOTP: "codes_on", Authenticator.Type.RECOVERY_CODES: "recovery_renewed"}
REMOVED = {Authenticator.Type.WEBAUTHN: "passkey_removed", Authenticator.Type.TOTP: "codes_off"}


@receiver([authenticator_added, authenticator_reset])
def a_factor_came(*, user, authenticator, **_):
    actions.note_change(by=user, account=user, what=ADDED[authenticator.type])


@receiver(authenticator_removed)
def a_factor_went(*, user, authenticator, **_):
    if authenticator.type in REMOVED:
        actions.note_change(by=user, account=user, what=REMOVED[authenticator.type])


@receiver(social_account_added)
def a_body_was_linked(*, sociallogin, **_):
    actions.note_change(by=sociallogin.user, account=sociallogin.user, what="body_linked")


@receiver(social_account_removed)
def a_body_was_unlinked(*, socialaccount, **_):
    actions.note_change(by=socialaccount.user, account=socialaccount.user, what="body_unlinked")


@receiver(user_logged_in)
def somebody_came_in(*, request, user, **_):
    sessions.remember(request.session, user)


@receiver(authentication_step_completed)
def a_step_was_done(*, request, user, method, **more):
    """An own factor, shown inside an open session, opens the notebook there; the session gets another key."""
    inside = request.user.is_authenticated and request.user.pk == user.pk
    if not inside or factors.of_session(request) != factors.ORG:
        return
    kept = method == "password" and factors.take_kept(request, user)
    if factors.is_own(user, {"method": method, **more}, kept):
        if kept:
            actions.take_back_password(by=request.user)
        renew(request)


def renew(request):
    """The session goes on under another key, and holds the teacher's own key from here on."""
    was = request.session.session_key
    update_session_auth_hash(request, request.user)
    request.session[factors.SESSION_KEY] = factors.SELF
    UserSession.objects.filter(session_key=was).delete()
    UserSession.objects.create_from_request(request)

"""What a device may keep for its owner when there is no line, and how it forgets.

A cookie holds the code of the account that switched this on, on this device. Only the browser's own store holds anything
else (ui/js/device.js): sealed, one account at a time. Signing out takes the cookie and the store away together.
"""

import functools

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SECONDS = 365 * 86_400


def cookie_name() -> str:
    return "__Host-keeps" if settings.SECURE else "keeps"


def may_keep() -> bool:
    """Over plain http to other machines nothing is kept: anybody on the way could have changed the page that keeps it."""
    return not settings.LAN


def owner_of(request: HttpRequest) -> str:
    """The code of the account that this device keeps things for; empty for none."""
    return request.COOKIES.get(cookie_name(), "") if may_keep() else ""


def keeps_for(request: HttpRequest, code: str) -> bool:
    """Does this device keep things for the account with this code?"""
    return bool(code) and owner_of(request) == code


def remember(response: HttpResponse, code: str) -> HttpResponse:
    """From now on this device keeps things for the account with this code."""
    response.set_cookie(cookie_name(), code, max_age=SECONDS, path="/", secure=settings.SECURE, httponly=True, samesite="Lax")
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """The device forgets: the browser empties its own store, and the cookie goes."""
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def forgets(view):
    """Decorate the view that signs somebody out: what this device kept goes with the session."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        left = request.method == "POST" and not request.user.is_authenticated
        return forget(response) if left and owner_of(request) else response

    return run

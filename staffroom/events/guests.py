"""The guest of a request: whose secret link was opened in this browser, kept in a cookie for half a year."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from staffroom.events.models import Event, Guest
from staffroom.events.tokens import hash_of
from staffroom.kit import fresh

COOKIE = "guest"
fresh.BRINGS.add(COOKIE)
MOST = 8
LASTS = 180 * 86_400
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def _held(request: HttpRequest) -> list[str]:
    return _TOKEN.findall(request.COOKIES.get(COOKIE, "")[:1_000])[:MOST]


def of(request: HttpRequest, event: Event) -> Guest | None:
    """The guest of this event whose link was opened in this browser. Without the cookie no statement is needed."""
    held = _held(request)
    rows = Guest.objects.filter(event=event, token_hash__in=[hash_of(token) for token in held]) if held else Guest.objects.none()
    return rows.first()  # house: the link in the cookie is the right to read it


def remember(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """The browser knows this guest from now on, the newest first."""
    tokens = [token, *(other for other in _held(request) if other != token)][:MOST]
    response.set_cookie(COOKIE, ".".join(tokens), max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def forget(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """The browser knows this guest no more."""
    tokens = [other for other in _held(request) if other != token]
    if tokens:
        response.set_cookie(COOKIE, ".".join(tokens), max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response

"""Links of events by link that were opened in this browser, kept in a cookie: whoever holds one also reads what belongs to the event."""

import hmac
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from staffroom.events.models import Event

COOKIE = "doors"
MOST = 8
LASTS = 180 * 86_400
_DOOR = re.compile(r"[\w-]{32}", re.ASCII)


def held(request: HttpRequest) -> list[str]:
    """The secrets in the cookie, whatever they open."""
    return _DOOR.findall(request.COOKIES.get(COOKIE, "")[:1_000])[:MOST]


def holds(request: HttpRequest, event: Event) -> bool:
    """Was the link of this event opened here? One that was given to another audience since opens nothing."""
    return event.audience == Event.Audience.LINK and sum(hmac.compare_digest(one.encode(), event.door.encode()) for one in held(request)) > 0


def remember(request: HttpRequest, response: HttpResponse, event: Event) -> HttpResponse:
    """The browser holds this link from now on, the newest first."""
    doors = [event.door, *(other for other in held(request) if other != event.door)][:MOST]
    response.set_cookie(COOKIE, ".".join(doors), max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response

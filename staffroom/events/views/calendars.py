"""Events as files for calendars."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from staffroom.events import queries
from staffroom.events.models import Event
from staffroom.kit.limits import limited
from staffroom.orgs.models import Organisation
from staffroom.sharing.rules import get_or_404
from staffroom.sharing.viewers import NOBODY

TYPE = "text/calendar; charset=utf-8"


def file_answer(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type=TYPE, headers={"Content-Disposition": 'attachment; filename="event.ics"'})


@require_safe
@limited("events.file", 120, 60, reads=True)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """GET /events/<code>.ics: one event, for whomever it is for."""
    return file_answer(queries.file_of(request.viewer, get_or_404(request.viewer, Event, code)))


@require_safe
@limited("events.door", 60, 60, reads=True)
def file_by_link(request: HttpRequest, door: str) -> HttpResponse:
    """GET /events/door/<secret>.ics: one event that is for whoever has this link."""
    found = queries.at_door(door)
    if found is None:
        raise Http404
    return file_answer(queries.file_of(request.viewer, found, found.door))


@require_safe
@limited("events.calendar", 120, 60, reads=True)
def for_anyone(request: HttpRequest) -> HttpResponse:
    """GET /events/calendar.ics?of=<body>: what is coming for anybody, to look at again and again; known already, it is not sent again."""
    of = request.GET.get("of", "")[:16]
    body = queries.calendar_for_anyone(get_or_404(NOBODY, Organisation, of) if of else None)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=TYPE, headers={"ETag": etag})
    if request.viewer.account is None:  # a browser that is signed in keeps nothing at all
        response.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

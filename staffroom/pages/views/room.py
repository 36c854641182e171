"""The door in a room without internet: what is on here, and a place for the code."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from staffroom.events import queries
from staffroom.kit.limits import limited


@require_safe
@limited("room", 120, 600, reads=True)
def door(request: HttpRequest) -> HttpResponse:
    """GET /?c=<code> in the room: the events of these hours, or on to the one of a code."""
    said = request.GET.get("c", "")[:20]
    held = queries.of_code(said) if said else None
    if held is not None:
        return redirect(f"{reverse('events:come', args=[held.code])}?{urlencode({'c': said})}")
    return render(request, "pages/room.html", {"material": "wall", "events": queries.on_now(), "said": said}, status=404 if said else 200)

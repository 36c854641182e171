"""In a room without internet (`staffroom serve --lan`): what is open over plain http, and a kind answer to everything else.

The session of whoever is signed in is not even read there, so no key opens anything; whoever keeps the board sits at the machine that runs it.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from staffroom.kit.lan import in_room
from staffroom.pages.views import room

# What a code of the event opens, and what belongs to every instance. Each by the name of its address: what is new is shut until it stands here.
OPEN = frozenset({
    "health", "sharing:trust", "source", "source_archive",
    "events:event", "events:file", "events:by_link", "events:file_by_link", "events:come", "events:come_by_link", "events:here",
    "events:guest", "events:guest_file", "events:guest_says", "events:guest_here",
    "attendance:guest", "attendance:guest_quiz", "attendance:guest_questions",
    "edcamps:wall", "edcamps:board", "edcamps:live", "edcamps:archive", "edcamps:numbers", "edcamps:smackdown", "edcamps:queue_up", "edcamps:turn",
    "edcamps:thanks", "edcamps:card", "edcamps:card_new", "edcamps:card_change", "edcamps:card_act", "edcamps:lead_no_more", "edcamps:dots",
    "edcamps:notes", "edcamps:notes_now", "edcamps:notes_add", "edcamps:notes_versions", "edcamps:notes_undo",
})
DOOR = "landing"


def lan(get_response):
    """Middleware, before sessions: a request from the room is marked and brings no session along; what is shut there is answered before its view."""

    def run(request: HttpRequest) -> HttpResponse:
        from_room = request.in_room = in_room(request)  # type: ignore[attr-defined]  # read by pages.context
        if from_room:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    def process_view(request: HttpRequest, _view, _args, _kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or not in_room(request):
            return None
        return room.door(request) if name == DOOR else render(request, "pages/room_shut.html", {"material": "wall"}, status=403)

    run.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it here
    return run

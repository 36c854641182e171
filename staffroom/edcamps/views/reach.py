"""What a reader of this edcamp may open: by the rule table, as a guest whose own link was opened in this browser, or with the link of the edcamp."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from staffroom.edcamps import queries
from staffroom.edcamps.models import Card, Edcamp
from staffroom.events.models import Guest
from staffroom.kit.lan import in_room
from staffroom.kit.limits import address
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

Of = Callable[[HttpRequest, str], Any]


def camp(request: HttpRequest, code: str) -> tuple[Edcamp, Guest | None]:
    """The board, and who reads it as a guest; or 404."""
    if request.viewer.account is None:
        held, guest = queries.edcamp_of_guest(request, code)
        if held is not None:
            return held, guest
        if public := queries.for_anyone(code=code):
            return public[0], None
    return queries.edcamp_by_door(request, code) or get_or_404(request.viewer, Edcamp, code), None


def card(request: HttpRequest, code: str, verb: str = "read") -> tuple[Card, Guest | None]:
    """The card, and who reads it as a guest; or 404."""
    if request.viewer.account is None:
        held, guest = queries.card_of_guest(request, code)
        if held is not None:
            return held, guest
    by_link = queries.card_by_door(request, code) if verb == "read" else None
    return by_link or get_or_404(request.viewer, Card, code, verb), None


def mine(request: HttpRequest, edcamp: Edcamp, guest: Guest | None, **which: bool) -> queries.Mine:
    """What this reader has here."""
    return queries.mine_of_guest(guest, edcamp) if guest else queries.mine(request.viewer, edcamp, **which)


def doer(request: HttpRequest, guest: Guest | None) -> dict[str, Any]:
    """Whose act it is, as the acts take it: an account's, or a guest's."""
    return {"by": None, "guest": guest} if guest else {"by": request.user}


def taking_part(own: Of, of_guest: Of, *, read=None):
    """Decorate `does(request, thing, guest)`: for a guest whose link was opened in this browser (`of_guest` gives the thing and the guest), or else
    for an account (`own`). What is only read is left to `read(request, code)`, where there is one.
    """
    def wrap(does):
        @keep_words
        @login_required
        @notebook_only
        def signed_in(request: HttpRequest, code: str, **more) -> HttpResponse:
            return does(request, own(request, code), None, **more)

        @functools.wraps(does)
        def run(request: HttpRequest, code: str, **more) -> HttpResponse:
            if read is not None and request.method != "POST":
                return read(request, code)
            held, guest = of_guest(request, code) if request.viewer.account is None else (None, None)
            if held is not None:
                return does(request, held, guest, **more)
            return redirect("landing") if in_room(request) else signed_in(request, code, **more)
        return run
    return wrap


def writing(read=None):
    """The same of a card, for whoever may write in its notes."""
    return taking_part(lambda request, code: get_or_404(request.viewer, Card, code, "write"), queries.card_of_guest, read=read)


def writer(request: HttpRequest) -> str:
    """Who writes, for limits: an account, or a browser with a guest's link; many guests share one line."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return request.COOKIES.get("guest", "")[:43] or address(request)


def for_this_browser(response: HttpResponse) -> HttpResponse:
    """A page that a link opened is kept nowhere."""
    response.headers["Cache-Control"] = "no-store"
    return response

"""What a reader of this edcamp may open: by the rule table, as a guest whose own link was opened in this browser, or with the link of the edcamp."""

import functools

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from staffroom.edcamps import queries
from staffroom.edcamps.models import Card, Edcamp
from staffroom.events.models import Guest
from staffroom.kit.limits import address
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


def camp(request: HttpRequest, code: str) -> Edcamp:
    """The board, or 404."""
    if request.viewer.account is None and (found := queries.edcamp_of_guest(request, code)) is not None:
        return found
    return queries.edcamp_by_door(request, code) or get_or_404(request.viewer, Edcamp, code)


def card(request: HttpRequest, code: str, verb: str = "read") -> tuple[Card, Guest | None]:
    """The card, and who reads it as a guest; or 404."""
    if request.viewer.account is None:
        held, guest = queries.card_of_guest(request, code)
        if held is not None:
            return held, guest
    by_link = queries.card_by_door(request, code) if verb == "read" else None
    return by_link or get_or_404(request.viewer, Card, code, verb), None


def writing(read=None):
    """Decorate `does(request, card, guest)`: for a guest whose link was opened in this browser, or else for an account that may write there. What is
    only read is left to `read(request, code)`.
    """
    def wrap(does):
        @keep_words
        @login_required
        @notebook_only
        def signed_in(request: HttpRequest, code: str, **more) -> HttpResponse:
            return does(request, get_or_404(request.viewer, Card, code, "write"), None, **more)

        @functools.wraps(does)
        def run(request: HttpRequest, code: str, **more) -> HttpResponse:
            if read is not None and request.method != "POST":
                return read(request, code)
            held, guest = queries.card_of_guest(request, code) if request.viewer.account is None else (None, None)
            return signed_in(request, code, **more) if held is None else does(request, held, guest, **more)
        return run
    return wrap


def writer(request: HttpRequest) -> str:
    """Who writes, for limits: an account, or a browser with a guest's link; many guests share one line."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return request.COOKIES.get("guest", "")[:43] or address(request)


def for_this_browser(response: HttpResponse) -> HttpResponse:
    """A page that a link opened is kept nowhere."""
    response.headers["Cache-Control"] = "no-store"
    return response

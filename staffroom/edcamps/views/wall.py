"""The wall: the page, the board alone as every open page fetches it, and the ticket with which a page listens."""

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from staffroom.edcamps import queries
from staffroom.edcamps.models import Edcamp
from staffroom.edcamps.views import reach
from staffroom.events.models import Event
from staffroom.events.said import when
from staffroom.kit import clock, live
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited
from staffroom.sharing.rules import who_can_see

WALL = {"place": "find", "material": "wall"}
MOST_KEPT = 200
_kept: OrderedDict[tuple[str, str | None], tuple[str, "Board"]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Board:
    """A board as bytes, its mark, and its bytes as they were packed for a line (`kit.packed`)."""

    body: bytes
    mark: str
    packed: dict[str, bytes] = field(default_factory=dict)


def hung(edcamp: Edcamp) -> Board:
    """The board of this version, the same for whoever may see it. Made once for each version, language and minute."""
    place, stamp = (edcamp.code, get_language()), f"{queries.stamp(edcamp)}:{clock.now():%H%M}"
    kept = _kept.get(place)
    if kept is None or kept[0] != stamp:
        body = render_to_string("edcamps/_wall.html", {"wall": queries.wall(edcamp), "edcamp": edcamp}).encode()
        kept = stamp, Board(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
        with _lock:
            _kept[place] = kept
            _kept.move_to_end(place)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return kept[1]


@require_safe
@limited("edcamps", 300, 60, reads=True)
@public_page(version=lambda request: queries.listed_version())
def edcamps(request: HttpRequest) -> HttpResponse:
    """GET /edcamps/?page=2: every edcamp that this reader may see, the newest first."""
    page = queries.listed(request.viewer, request.GET.get("page", ""))
    zone = request.viewer.account.zone if request.viewer.account else ""
    lines = [(edcamp, when(edcamp.event.span, zone)) for edcamp in page]
    return render(request, "edcamps/edcamps.html", WALL | {"page": page, "lines": lines})


@require_safe
@public_page(version=lambda request, code: queries.version_of(code))
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/?wall: the wall, for whomever the edcamp is for; with `wall` for a projector."""
    edcamp, guest = reach.camp(request, code)
    projector = "wall" in request.GET
    response = render(request, "edcamps/wall.html", WALL | {
        "edcamp": edcamp, "wall": queries.wall(edcamp), "mark": hung(edcamp).mark, "mine": reach.mine(request, edcamp, guest), "projector": projector,
        "picture": queries.picture_of(edcamp) if projector else "",
        "when": when(edcamp.event.span, request.viewer.account.zone if request.viewer.account else ""),
        "readers": who_can_see(edcamp) if request.viewer.account else []})
    return response if guest is None and edcamp.event.audience == Event.Audience.PUBLIC else reach.for_this_browser(response)


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/board/: the board alone, as it hangs now; known already, it is not sent again."""
    edcamp, _guest = reach.camp(request, code)
    kept = hung(edcamp)
    response = HttpResponse(kept.body, headers={"ETag": kept.mark, "X-Version": str(edcamp.version)})
    response.kept_packed = kept.packed  # type: ignore[attr-defined]  # kit.packed keeps its bytes there
    if edcamp.event.audience == Event.Audience.PUBLIC:
        response.headers["X-Keep"] = "yes"  # the same for anybody: a device may keep it for the time without a line
    if request.viewer.account is None:  # a browser that is signed in keeps nothing at all
        response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=kept.mark, response=response) or response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """GET /edcamps/worker.js: the script that shows the last board where there is no line."""
    return render(request, "edcamps/worker.js", content_type="text/javascript; charset=utf-8")


@require_GET
@limited("edcamps.live", 2_000, 60, reads=True)
def listen(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/live/: where an open page of the board hears of a new version, for five minutes; also for nobody in particular."""
    edcamp, _guest = reach.camp(request, code)
    account = request.viewer.account
    name = account.code if account else f"wall.{secrets.token_hex(8)}"
    address = live.address(name, [edcamp.channel], session=(request.session.session_key or "") if account else "")
    response = JsonResponse({"address": address, "version": edcamp.version})
    response.headers["Cache-Control"] = "no-store"
    return response

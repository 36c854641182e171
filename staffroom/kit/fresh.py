"""Public pages for readers who are not signed in: made once, kept as bytes, never older than a second.

`@public_page(version=…)` keeps what a view answered for each path and language, together with the version of what it
shows. Within a second the bytes are given again; after that the version is asked for, and only another version makes the
page anew. Every page is made anew after a minute, whatever else changed.

It never keeps a private page: a request that carries a session (or one-time messages) or a query passes by, and an
answer that sets a cookie, asks for a form token, is not 200 or says "no-store" is not kept.
"""

import functools
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

SURE = 1.0
OLDEST = 60.0
MOST_PAGES = 500
MOST_BYTES = 200_000


@dataclass
class Kept:
    """A page as it was made, and when it was last known to be true."""

    version: str
    body: bytes
    content_type: str
    etag: str
    made: float
    sure: float
    packed: dict[str, bytes] = field(default_factory=dict)


BRINGS = {settings.SESSION_COOKIE_NAME, "messages"}  # cookies that could change a page; a room adds its own

_pages: OrderedDict[tuple, Kept] = OrderedDict()
_lock = threading.Lock()


def public_page(version: Callable[..., str]):
    """Decorate a view of a public page; `version(request, …)` costs one statement at most and may raise Http404."""

    def wrap(view):
        @functools.wraps(view)
        def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not is_for_anyone(request):
                return view(request, *args, **kwargs)
            place, now = (view.__module__, view.__qualname__, request.get_host(), request.path, get_language()), time.monotonic()
            kept = _pages.get(place)
            if kept and now - kept.made < OLDEST:
                if now - kept.sure < SURE:
                    return _answer(request, kept)
                if version(request, *args, **kwargs) == kept.version:
                    kept.sure = now
                    return _answer(request, kept)
            current = version(request, *args, **kwargs)
            response = view(request, *args, **kwargs)
            if not may_be_kept(request, response):
                return response
            digest = hashlib.sha256(response.content).hexdigest()[:32]
            kept = Kept(current, response.content, response.headers["Content-Type"], f'"{digest}"', now, now)
            _keep(place, kept)
            return _answer(request, kept)

        run.public_page = True  # type: ignore[attr-defined]  # a label for the house tests
        return run

    return wrap


def is_for_anyone(request: HttpRequest) -> bool:
    """A plain reading by somebody who brings nothing along that could change the page."""
    plain = request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING") and not request.META.get("HTTP_HX_REQUEST")
    return plain and not BRINGS & set(request.COOKIES) and not request.META.get("HTTP_AUTHORIZATION")


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Only an answer that is the same for everybody: no cookie, no form token, nothing marked as private."""
    private = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or "no-store" in response.headers.get("Cache-Control", "")
    whole = response.status_code == 200 and not response.streaming and len(response.content) <= MOST_BYTES
    user = getattr(request, "user", None)
    return whole and not private and not (user is not None and user.is_authenticated)


def _keep(place: tuple, kept: Kept) -> None:
    with _lock:
        _pages[place] = kept
        _pages.move_to_end(place)
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response: HttpResponse = HttpResponse(kept.body, content_type=kept.content_type)
    response.kept_packed = kept.packed  # type: ignore[attr-defined]  # kit.packed keeps its bytes there
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def forget() -> None:
    """Drop every kept page (tests; a change of settings)."""
    with _lock:
        _pages.clear()

"""Pages are packed for the line: brotli or gzip, whichever the browser takes. A phone on a bad line gets a quarter of the bytes.

Packing tells an eavesdropper how well a page packs, and so a little of what stands in it, if he can make the reader ask for
pages with words of his choosing and count the bytes of each. Session cookies do not go along with requests that another site
makes in the background, form tokens are written differently each time, and every packed page of somebody who is signed in
carries a header of random length, so that one count tells next to nothing.

A page that is kept for everybody (`kit.fresh`) is packed once and its packed bytes are kept with it.
"""

import gzip
import secrets
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

FEWEST_BYTES = 600
# Letters, cut at a random length so that sizes tell nothing.
PADDING = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop"  # pragma: allowlist secret
_PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


def packed(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: what it packs, nothing else reads."""

    def run(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _is_page(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            way = taken(request.META.get("HTTP_ACCEPT_ENCODING", ""))
            if way:
                _pack(request, response, way)
        return response

    return run


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith(("text/html", "application/json")) and "Content-Encoding" not in response.headers and len(response.content) >= FEWEST_BYTES


def taken(accepted: str) -> str:
    """The way of packing to use for an Accept-Encoding header; empty for none."""
    ways = {name.strip().lower(): more.replace(" ", "").lower() for name, _sep, more in (part.partition(";") for part in accepted.split(","))}
    return next((way for way in _PACK if way in ways and ways[way] not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}), "")


def _pack(request: HttpRequest, response: HttpResponse, way: str) -> None:
    kept: dict[str, bytes] | None = getattr(response, "kept_packed", None)
    if kept is None:
        response.content = _PACK[way](response.content)
    else:
        if way not in kept:
            kept[way] = _PACK[way](response.content)
        response.content = kept[way]
    response.headers["Content-Encoding"] = way
    response.headers["Content-Length"] = str(len(response.content))
    tag = response.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        response.headers["ETag"] = f"W/{tag}"  # the same page, in other bytes
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        response.headers["Padding"] = PADDING[:1 + secrets.randbelow(len(PADDING))]

"""How often something may be tried: counted per purpose and per key (an account, a code, an address) in the shared cache.

A key is counted in windows of `seconds`, so at most twice `most` can pass in any stretch of that length. With several
web processes the counts are shared by `REDIS_URL`; without it each process counts for itself.
"""

import contextlib
import functools
import hashlib
import ipaddress
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def address(request: HttpRequest) -> str:
    """Where a request comes from, believing only our own proxies; an IPv6 address counts with its /64 neighbours."""
    said = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    found = said[-settings.PROXIES] if 0 < settings.PROXIES <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        ip = ipaddress.ip_address(found)
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # nosec B104  # a mark for "not known", nothing is bound to it
    return str(ipaddress.ip_network(f"{ip}/64", strict=False).network_address) if ip.version == 6 else str(ip)


def _place(name: str, key: str) -> str:
    return hashlib.sha256(f"{name}|{key}".encode()).hexdigest()[:32]


@contextlib.contextmanager
def alone(name: str, key: str, seconds: int = 120) -> Iterator[bool]:
    """True while this is the only `name` by `key`, False where one is under way. What was cut off stands in the way for `seconds` at most."""
    place = f"alone:{_place(name, key)}"
    first = cache.add(place, 1, seconds)
    try:
        yield first
    finally:
        if first:
            cache.delete(place)


def wait(name: str, key: str, most: int, seconds: int) -> int:
    """Count one try of `name` by `key`; 0 when it may go on, otherwise the seconds until it may be tried again."""
    window, gone = divmod(int(time.time()), seconds)
    place = f"limit:{window}:{_place(name, key)}"
    cache.add(place, 0, seconds + 5)
    try:
        count = cache.incr(place)
    except ValueError:  # dropped between the two lines by a full cache
        return 0
    return 0 if count <= most else seconds - gone


def is_over(name: str, key: str, most: int, seconds: int) -> int:
    """The same without counting: the seconds until it may be tried again, 0 when it may now."""
    window, gone = divmod(int(time.time()), seconds)
    return seconds - gone if cache.get(f"limit:{window}:{_place(name, key)}", 0) >= most else 0


def busy(request: HttpRequest, seconds: int = 60, says: str = "") -> HttpResponse:
    """429: tried too often, or what `says` tells; `Retry-After` says when the door opens."""
    response = render(request, "429.html", {"says": says}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def limited(name: str, most: int, seconds: int, by: Callable[[HttpRequest], str] | None = None, reads: bool = False):
    """Decorate a view: at most `most` POSTs (with `reads` any request) in `seconds`, by the account or else the address, or by `by`."""

    def wrap(view):
        @functools.wraps(view)
        def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method != "POST" and not reads:
                return view(request, *args, **kwargs)
            key = by(request) if by else (str(request.user.pk) if request.user.is_authenticated else address(request))
            rest = wait(name, key, most, seconds)
            return busy(request, rest) if rest else view(request, *args, **kwargs)

        return run

    return wrap


def no_guessing(name: str, most: int, seconds: int):
    """Decorate a view of a number that is the right to read it: whoever asked for `most` that never were in `seconds` is asked to wait."""

    def wrap(view):
        @functools.wraps(view)
        def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if rest := is_over(name, address(request), most, seconds):
                return busy(request, rest)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                wait(name, address(request), most, seconds)
                raise

        return run

    return wrap

"""All addresses. Each room names its own nouns."""

import re
from collections.abc import Iterator
from importlib import import_module

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

ROOMS = ("claims", "pages", "exchange", "credit", "ledger", "looks", "growth", "required", "needs", "offered", "transcripts", "credentials",
         "catalogue", "edcamps", "certificates", "attendance", "events", "moderation", "inquiry", "practice", "record", "frameworks", "buddies",
         "notices", "sharing", "orgs", "people", "topics", "ui", "kit")


ANY = "\0"  # a word that no address names: a code
_NAMED = re.compile(r"[\w-]*")


class Rooms(URLResolver):
    """All rooms. Where an address leads that holds no code is remembered; others are looked for among those that begin with the same two words."""

    def __init__(self, rooms: list[URLResolver]):
        super().__init__(RoutePattern(""), rooms)
        self.plain: dict[str, ResolverMatch] = {}
        self.few: dict[tuple[str, str], URLResolver] = {}
        self.named = {tuple(route.split("/")[:2]) for route in routes(rooms)}
        self.first = {first for first, *_rest in self.named}

    def resolve(self, path: str) -> ResolverMatch:
        if path in self.plain:
            return self.plain[path]
        first, second, *_rest = *path.split("/", 2), ""
        found = self.beginning(first if first in self.first else ANY, second if (first, second) in self.named else ANY).resolve(path)
        if not found.captured_kwargs and not found.args:
            self.plain[path] = found
        return found

    def beginning(self, *words: str) -> URLResolver:
        """The addresses that can begin with these two words, in their order."""
        if words not in self.few:
            self.few[words] = URLResolver(RoutePattern(""), _fitting(self.url_patterns, words))
        return self.few[words]


def routes(addresses: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address as it is written."""
    for one in addresses:
        route = before + str(one.pattern).removeprefix("^")
        yield from [route] if isinstance(one, URLPattern) else routes(one.url_patterns, route)


def _fitting(addresses: list[URLPattern | URLResolver], words: tuple[str, ...]) -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for one in addresses:
        left = _left(str(one.pattern).removeprefix("^"), words)
        if left is None:
            continue
        if isinstance(one, URLPattern):
            found.append(one)
        elif inner := _fitting(one.url_patterns, left):
            found.append(URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace))
    return found


def _left(route: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Which of the words are left after this part of an address; none after a code, which may be any. None if it cannot begin with them."""
    *whole, last = route.split("/")
    for part in whole if not last else [*whole, last]:
        if not words or not _NAMED.fullmatch(part):
            return ()
        if part != words[0]:
            return None
        words = words[1:]
    return words


urlpatterns = [Rooms([URLResolver(RoutePattern(""), import_module(f"staffroom.{name}.urls").urlpatterns) for name in ROOMS])]

handler400 = "staffroom.pages.views.errors.bad_request"
handler403 = "staffroom.pages.views.errors.forbidden"
handler404 = "staffroom.pages.views.errors.not_found"
handler500 = "staffroom.kit.shed.broken"
handler429 = "staffroom.kit.limits.busy"  # asked for by the sign-in library

"""All addresses. Each room names its own nouns."""

from importlib import import_module

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

ROOMS = ("claims", "pages", "exchange", "credit", "ledger", "looks", "growth", "required", "needs", "offered", "transcripts", "credentials",
         "catalogue", "edcamps", "certificates", "attendance", "events", "moderation", "inquiry", "practice", "record", "frameworks", "buddies",
         "notices", "sharing", "orgs", "people", "topics", "ui", "kit")


class Beginning(RoutePattern):
    """Before the addresses of a room stands nothing; the room is looked through only for a first word that one of them begins with."""

    def __init__(self, words: set[str]):
        super().__init__("")
        self.words = words

    def match(self, path: str):
        return (path, (), {}) if path.partition("/")[0] in self.words else None


def first_words(addresses: list[URLPattern | URLResolver]) -> set[str]:
    """The first words of these addresses; the empty one for the door."""
    found: set[str] = set()
    for one in addresses:
        route = str(one.pattern).removeprefix("^")
        found |= {route.partition("/")[0]} if route or isinstance(one, URLPattern) else first_words(one.url_patterns)
    return found


def room(name: str) -> URLResolver:
    addresses = import_module(f"staffroom.{name}.urls").urlpatterns
    return URLResolver(Beginning(first_words(addresses)), addresses)


class Rooms(URLResolver):
    """All rooms. Where an address leads that holds no code is remembered; others are looked for in the rooms of their first word."""

    def __init__(self, rooms: list[URLResolver]):
        super().__init__(RoutePattern(""), rooms)
        self.by_word = {word: [room for room in rooms if word in room.pattern.words] for room in rooms for word in room.pattern.words}
        self.plain: dict[str, ResolverMatch] = {}

    def resolve(self, path: str) -> ResolverMatch:
        if path in self.plain:
            return self.plain[path]
        rooms = self.by_word.get(path.partition("/")[0], ())
        found = rooms[0].resolve(path) if len(rooms) == 1 else super().resolve(path)
        if not found.captured_kwargs and not found.args:
            self.plain[path] = found
        return found


urlpatterns = [Rooms([room(name) for name in ROOMS])]

handler400 = "staffroom.pages.views.errors.bad_request"
handler403 = "staffroom.pages.views.errors.forbidden"
handler404 = "staffroom.pages.views.errors.not_found"
handler500 = "staffroom.kit.shed.broken"
handler429 = "staffroom.kit.limits.busy"  # asked for by the sign-in library

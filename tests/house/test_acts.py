"""Acts are the only writers, and a form that is sent counts once."""

import importlib
import inspect
import re

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from staffroom.kit.acts import ACTS, act
from staffroom.urls import ROOMS, routes, urlpatterns

# POST without an operation id, and why that is right.
NEEDS_NO_OPERATION = {
    "join_paste": "it changes nothing: it leads on to the page of the link that was pasted",
    "record:draft": "keeping the same words again changes nothing, and the version is the guard",
    "edcamps:notes_now": "a saving has a key of its own, and one that came before changes nothing",
    "record:pieces": "a piece says where it belongs, and one that came before changes nothing",
    "people:account_login": "signing in twice is being signed in",
    "people:account_logout": "signing out twice is being signed out",
}


def patterns(resolver=None, space: str = ""):
    """(name, path, view) of every address."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield f"{space}{part.name}", str(part.pattern), part.callback
        else:
            yield from patterns(part, f"{part.namespace}:" if part.namespace else space)


def takes_posts(view) -> bool:
    """Does one of our own views read a form?"""
    inner = inspect.unwrap(view)
    if not inner.__module__.startswith("staffroom."):
        return False
    return "POST" in inspect.getsource(inner) or "request.FILES" in inspect.getsource(inner)


def test_every_form_of_ours_counts_once_or_says_why_it_need_not():
    without = sorted({name for name, _path, view in patterns() if takes_posts(view) and not getattr(view, "once", False)})
    assert [name for name in without if name not in NEEDS_NO_OPERATION] == []


def test_every_address_begins_with_a_plain_word_by_which_it_is_found():
    words = urlpatterns[0].first
    assert "record" in words and [word for word in words if not re.fullmatch(r"([a-z.-]+)?", word)] == []


@pytest.mark.parametrize("code", ["k3x9abc", "new", "0190a8b2-1111-7111-8111-111111111111"])
def test_an_address_leads_where_it_would_among_all_addresses(code):
    """Those that cannot begin with its words are left out when it is looked for; the one that is found is the same."""
    rooms = urlpatterns[0]
    everything = URLResolver(RoutePattern(""), rooms.url_patterns)
    asked = {re.sub(r"<[^>]+>|\(\?P<\w+>[^)]*\)", code, route).rstrip("$").replace("\\.", ".") for route in routes(rooms.url_patterns)}
    asked |= {f"{path}{more}" for path in asked for more in ("x", f"{code}/")} | {path.replace("/", "/nowhere/", 1) for path in asked}
    assert len(asked) > 1_000
    assert [path for path in sorted(asked) if where(rooms, path) != where(everything, path)] == []


def where(resolver: URLResolver, path: str):
    try:
        found = resolver.resolve(path)
    except Resolver404:
        return None
    return found.func, found.args, found.kwargs, found.view_name, found.route, found.namespaces


def test_every_act_takes_keywords_with_its_author_first():
    for room in ROOMS:
        if importlib.util.find_spec(f"staffroom.{room}.actions"):
            importlib.import_module(f"staffroom.{room}.actions")
    assert len(ACTS) > 20
    for name, function in ACTS.items():
        parameters = list(inspect.signature(function).parameters.values())
        assert parameters[0].name == "by" and all(part.kind is part.KEYWORD_ONLY for part in parameters), name
        assert function.__doc__, f"{name} does not say what becomes true"


def test_an_act_that_takes_positions_is_refused():
    with pytest.raises(TypeError, match="keywords only"):
        act("kit.wrong")(lambda person, by: None)

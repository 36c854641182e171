"""Seeing one's own things through other eyes: the real addresses, asked by somebody who does not exist.

Nothing here knows the rules. A request is made for a synthetic viewer (no stored account, no session) and answered by
the view that answers everybody; the answer is what that person would get.
"""

import io
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import gettext as _

from staffroom.orgs.queries import Office
from staffroom.people.models import Account
from staffroom.sharing.viewers import NONE, ORG, SELF, Viewer, without_office


class _Nothing(SessionBase):
    """A session that is never stored."""

    def exists(self, session_key):
        return False

    def create(self):
        pass

    def save(self, must_create=False):
        pass

    def delete(self, session_key=None):
        pass

    def load(self):
        return {}


@dataclass(frozen=True)
class Eyes:
    """Somebody to look as."""

    key: str
    words: str
    viewer: Viewer


def everybody(about: Account) -> list[Eyes]:
    """Those through whose eyes a teacher can look: a stranger, a colleague, the offices above, the teacher's own school sign-in."""

    def inspector(role: str) -> Viewer:
        return Viewer(
            account=Account(name="-", zone=about.zone, language=about.language), assurance=SELF, synthetic=(Office(role, uuid4(), "-", "-"),)
        )

    return [
        Eyes("anyone", _("Anyone, signed out"), Viewer(None, NONE)),
        Eyes("colleague", _("A colleague"), Viewer(without_office(Account(name="-", zone=about.zone, language=about.language)), SELF)),
        Eyes("principal", _("A principal"), inspector("principal")),
        Eyes("superintendent", _("A superintendent"), inspector("superintendent")),
        Eyes("org_admin", _("An administrator of your district"), inspector("org_admin")),
        Eyes("school", _("You, through your school’s sign-in"), Viewer(about, ORG)),
    ]


def ask(path: str, viewer: Viewer) -> HttpResponse:
    """The answer that this viewer gets to GET `path`, which may carry a query."""
    path, _mark, query = path.partition("?")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": (settings.ALLOWED_HOSTS or ["localhost"])[0],
        }
    )
    request.user = viewer.account or AnonymousUser()
    request.viewer = viewer
    request.session = _Nothing()
    request.htmx = False
    request.META["CSRF_COOKIE"] = "x" * 32
    try:
        view, arguments, named = resolve(path)
        return view(request, *arguments, **named)
    except (Http404, Resolver404):
        return HttpResponse(status=404)  # the page is one and the same for everybody, and knows nothing of what was asked for
    except PermissionDenied:
        return render(request, "403.html", status=403)


def places(words: str) -> list[str]:
    """Addresses that name no thing and may list things: the places, and searching for these words."""
    return [*("/today/", "/practice/", "/record/", "/people/", "/notices/", "/office/"), *(f"{place}?q={words}" for place in ("/find/", "/people/"))]


def addresses_with(code: str) -> list[str]:
    """Every address of this instance that takes one public code, filled with this one."""
    return sorted(set(_walk(get_resolver(), "/", code)))


def _walk(resolver: URLResolver, prefix: str, code: str):
    for pattern in resolver.url_patterns:
        converters = pattern.pattern.converters if hasattr(pattern.pattern, "converters") else {}
        if isinstance(pattern, URLResolver):
            if not converters:
                yield from _walk(pattern, prefix + str(pattern.pattern), code)
        elif isinstance(pattern, URLPattern) and list(converters) == ["code"]:
            route = str(pattern.pattern)
            start, end = route.index("<"), route.index(">")
            yield prefix + route[:start] + code + route[end + 1 :]

"""What stands before a page: is somebody signed in, by whose key, and on which ground does the page lie."""

import functools
import json
import logging

import requests  # house: only the names of its errors; the sign-in library goes out
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse

from staffroom.kit.sealed import open_bytes, seal_bytes
from staffroom.people import factors
from staffroom.people.adapters import shut

NOTEBOOK, WALL = "notebook", "wall"
WAITING = "people.waiting"
log = logging.getLogger("staffroom.people")


def on(material: str):
    """The ground of a page that the sign-in library makes."""
    def wrap(view):
        @functools.wraps(view)
        def run(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            if getattr(response, "context_data", None) is not None and not response.is_rendered:
                response.context_data.setdefault("material", material)
            return response
        return run
    return wrap


def own_key(view):
    """Only in a session opened by a factor that the teacher holds; another session gets a kind page (403)."""
    @functools.wraps(view)
    def run(request, *args, **kwargs):
        if factors.of_session(request) != factors.SELF:
            return shut(request)
        try:
            return view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return _first_a_key(request)
    run.own_key = True
    return login_required(run)


def _first_a_key(request):
    """To the page that asks for a key once more. The form waits in the session, sealed: it may hold a new password."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    response = suspend_request(request, ways[0]["url"] if ways else reverse("account_login"))
    waiting = request.session.get(STATE_SESSION_KEY)
    if request.method == "POST" and waiting:
        request.session[STATE_SESSION_KEY] = {"sealed": seal_bytes(request.user.pk, WAITING, json.dumps(waiting).encode()).hex()}
    return response


def goes_on(view):
    """Asking for a key once more: a form that waits is opened for this request only, and goes on or waits again sealed."""
    @functools.wraps(view)
    def run(request, *args, **kwargs):
        sealed = (request.session.get(STATE_SESSION_KEY) or {}).get("sealed") if request.user.is_authenticated else None
        if sealed is None or request.method != "POST":
            return view(request, *args, **kwargs)
        request.session[STATE_SESSION_KEY] = json.loads(open_bytes(WAITING, bytes.fromhex(sealed)))
        try:
            return view(request, *args, **kwargs)
        finally:
            if STATE_SESSION_KEY in request.session:
                request.session[STATE_SESSION_KEY] = {"sealed": sealed}
    return run


def own_key_to_link(view):
    """Signing in by a body is for everybody; linking it to an account only from inside a session of one's own."""
    guarded = own_key(view)

    @functools.wraps(view)
    def run(request, *args, **kwargs):
        links = "connect" in (request.GET.get("process"), request.POST.get("process"))
        return (guarded if links else view)(request, *args, **kwargs)
    return run


def to_the_body(view):
    """On to a body's sign-in, by a page and not by a redirect: the policy for forms lets none of ours end at another site.

    A provider that does not answer, or answers nonsense, is a page of ours too.
    """
    @functools.wraps(view)
    def run(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except (requests.RequestException, LookupError, ValueError, TypeError) as problem:
            log.warning("a body's sign-in failed: %s", type(problem).__name__)
            return render(request, "socialaccount/authentication_error.html", {"material": WALL}, status=502)
        where = response.headers.get("Location", "")
        if not where.startswith(("https://", "http://")):
            return response
        page = render(request, "people/go_there.html", {"where": where, "material": WALL})
        page.headers["Refresh"] = f"0;url={where}"
        return page
    return run


def again(view):
    """Changing a way in asks for a factor once more when the last time was a while ago."""
    return reauthentication_required(app="allauth.account")(view)


def again_to_write(view):
    """The same, for sending the form only."""
    return reauthentication_required(allow_get=True, app="allauth.account")(view)

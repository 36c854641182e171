"""The door of the demo world. It opens demo accounts and no other, and only where the instance was made with them."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.pages import demo as world
from staffroom.people import factors

DAY_SECONDS = 86_400
BACKEND = "staffroom.people.backends.ByAddress"


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """GET /demo/: everybody of Juniper Valley, and what to look at as each of them."""
    if not world.exists():
        raise Http404
    people = world.shown()
    groups = [(words, [one for one in people if one.group == group]) for group, words in (
        ("room", _("In classrooms")), ("beside", _("Beside classrooms, and after them")), ("office", _("Offices and other bodies")))]
    return render(request, "pages/demo.html", {"material": "wall", "groups": groups, "count": len(people)})


@require_POST
@limited("demo", 240, 60)
@once
def enter(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /demo/<code>/ signs in as this demo person, by a factor of their own or by their school's sign-in; for a day."""
    one = next((one for one in world.shown() if one.account.code == code), None) if world.exists() else None
    body = world.school_code(one) if one and how == factors.ORG else ""
    if one is None or not one.account.is_demo or (how == factors.ORG and not body):
        raise Http404
    logout(request)
    login(request, one.account, backend=BACKEND)
    request.session.set_expiry(DAY_SECONDS)
    request.session[factors.SESSION_KEY], request.session[factors.BODY_KEY] = how, body
    messages.info(request, _("You look round as %(name)s. %(look)s") % {"name": one.account, "look": one.school_look if body else one.look})
    return redirect("/today/" if body else one.go)

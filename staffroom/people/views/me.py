"""Everything about my account: what I am called, how pages look, what I tell, and who opened what."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.people import actions, factors, queries, rules
from staffroom.people.forms import Name, Settings, Told
from staffroom.people.models import Profile
from staffroom.people.views.doors import NOTEBOOK, WALL, own_key

LINES_A_PAGE = 50
AS = {"anyone": Profile.Seen.ANYONE, "signed-in": Profile.Seen.SIGNED_IN, "colleague": Profile.Seen.BODIES}


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """The index. A session that a body opened sees a name and how pages look, and what to do."""
    is_own = factors.of_session(request) == factors.SELF
    context = {"is_own": is_own, "material": NOTEBOOK if is_own else WALL, "has_own": factors.has_own(request.user)}
    if is_own:
        context |= {"ways": queries.ways_of(request.user), "sessions_count": len(queries.sessions_of(request.user)), "lan": settings.LAN,
                    "access_count": rules.visible_access(request.viewer).count(), "bodies": queries.bodies(request)}
    return render(request, "people/me.html", context)


@own_key
@once
def name(request: HttpRequest) -> HttpResponse:
    """What others read as my name."""
    form = Name(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(by=request.user, name=form.cleaned_data["name"])
        return redirect("people:me")
    return render(request, "people/name.html", {"form": form, "material": NOTEBOOK})


@login_required
@once
def choices(request: HttpRequest) -> HttpResponse:
    """Zone, language, light or dark, keys."""
    user = request.user
    form = Settings(request.POST or None, initial={"zone": user.zone, "language": user.language, "theme": user.theme, "keys_off": user.keys_off})
    if request.method == "POST" and form.is_valid():
        actions.choose(by=user, **form.cleaned_data)
        translation.activate(user.language)
        messages.success(request, _("Pages look like this from now on."))
        return redirect("people:me")
    return render(request, "people/choices.html", {"form": form, "material": NOTEBOOK if factors.of_session(request) == factors.SELF else WALL})


@own_key
@once
def suggestions(request: HttpRequest) -> HttpResponse:
    """/me/suggestions/: whether suggestions come; POST on=yes or on=no switches them."""
    on = request.POST.get("on", "")
    if request.method == "POST" and on not in {"yes", "no"}:
        return render(request, "400.html", status=400)
    if request.method == "POST":
        actions.switch_suggestions(by=request.user, on=on == "yes")
        return redirect("people:suggestions")
    return render(request, "people/suggestions.html", {"material": NOTEBOOK})


@own_key
@once
def profile(request: HttpRequest) -> HttpResponse:
    """What I tell about myself, and who may know each of it."""
    mine = queries.profile_of(request.user)
    form = Told(request.POST) if request.method == "POST" else Told.of(mine)
    if request.method == "POST" and form.is_valid():
        actions.tell(by=request.user, **form.told())
        messages.success(request, _("Kept. Look at it as others see it."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form, "profile": mine, "material": NOTEBOOK, "levels": _levels()})


def _levels() -> list[tuple[str, str]]:
    return [("colleague", _("a colleague")), ("signed-in", _("somebody who is signed in")), ("anyone", _("anyone"))]


@own_key
def profile_as(request: HttpRequest, who: str) -> HttpResponse:
    """My page as somebody else gets it: the same template, the same rule."""
    if who not in AS:
        raise Http404
    mine = queries.profile_of(request.user)
    person = queries.person_seen(mine, AS[who], request.viewer) if mine.widest >= AS[who] else None
    return render(request, "people/person.html", {"person": person, "previewed": dict(_levels())[who], "material": WALL, "levels": _levels()})


@limited("person", 300, 60, reads=True)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """A person's page: what this viewer may know. Nothing to know and nobody there is the same answer."""
    found = queries.seen(request.viewer, code)
    level = rules.level_of(request.viewer, found) if found else None
    if found is None or (found.widest < level):
        raise Http404
    seen = queries.person_seen(found, level, request.viewer)
    return render(request, "people/person.html", {"person": seen, "is_me": request.viewer.pk == found.person_id, "material": WALL})


@own_key
def access(request: HttpRequest) -> HttpResponse:
    """Who opened what of mine, newest first."""
    lines = rules.visible_access(request.viewer).order_by("-at", "-pk")
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/access.html", {"page": page, "material": NOTEBOOK})


def old_address(request: HttpRequest) -> HttpResponse:
    return redirect("people:me")

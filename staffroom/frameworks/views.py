"""Frameworks: those on the wall, one of them, and bringing one in."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.frameworks import actions, case, queries
from staffroom.frameworks.forms import FamilyForm, FileForm
from staffroom.frameworks.models import Framework, OwnFramework
from staffroom.frameworks.rules import ADMIN
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.models import Organisation
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, material, visible_to, who_can_see


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """GET /frameworks/: what hangs on the wall, and what I brought in for myself."""
    return render(request, "frameworks/listing.html", {
        "place": "practice", "material": "wall", "families": queries.on_the_wall(request.viewer),
        "mine": queries.mine(request.viewer) if request.viewer.holds_own_key else []})


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """GET /frameworks/<code>/?under=<statement>&since=<code>: one version as a tree, and what changed since an older one."""
    held = get_or_404(request.viewer, Framework, code)
    edition = queries.edition_of(held)
    versions = queries.editions_of(request.viewer, [held.family])[held.family]
    older = next((version for version in versions if version.code == request.GET.get("since") and version.code != code), None)
    return render(request, "frameworks/one.html", {
        "place": "practice", "material": material(request.viewer, held), "held": held, "tree": edition.tree,
        "branch": queries.branch(edition.tree, request.GET.get("under", "")), "since": queries.since(edition, older) if older else None,
        "others": [version for version in reversed(versions) if version.code != code], "may_take_down": can(request.viewer, "take_down", held),
        "readers": who_can_see(held)})


@require_safe
def package(request: HttpRequest, code: str) -> HttpResponse:
    """GET /frameworks/<code>/case.json: the whole package, in CASE 1.1."""
    return _package(get_or_404(request.viewer, Framework, code).package)


@require_safe
def service(request: HttpRequest, identifier: str) -> HttpResponse:
    """GET /ims/case/v1p1/CFPackages/<identifier>: the newest version on the wall with this identifier, as the CASE service gives it."""
    held = visible_to(request.viewer, Framework).filter(identifier=identifier).order_by("-number").first()
    if held is None:
        raise Http404
    return _package(held.package)


def _package(text: str) -> HttpResponse:
    return HttpResponse(case.dumps(case.opened(text)), content_type="application/json; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="framework.json"'})


@require_POST
@login_required
@once
def taking_down(request: HttpRequest, code: str) -> HttpResponse:
    """POST /frameworks/<code>/take-down/: it hangs no longer."""
    actions.take_down(by=request.user, framework=get_or_404(request.viewer, Framework, code, "take_down"))
    return redirect("frameworks:listing")


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("frameworks-bring", 60, 3600)
@once
def bring(request: HttpRequest) -> HttpResponse:
    """/frameworks/bring/: a file is read; it waits to be looked at, for me alone."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            own = actions.bring(by=request.user, name=given.name, data=given.read())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("frameworks:mine", own.code)
    return render(request, "frameworks/bring.html", {"place": "practice", "material": "notebook", "form": form},
                  status=422 if request.method == "POST" else 200)


def _offices(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """The bodies in whose name I may put it up."""
    return [(office.organisation_code, office.organisation_name) for office in request.viewer.offices if office.role == ADMIN]


@require_safe
@login_required
@notebook_only
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """GET /frameworks/mine/<code>/: before it is kept, and after."""
    own = get_or_404(request.viewer, OwnFramework, code)
    preview = queries.preview(request.viewer, own)
    return render(request, "frameworks/mine.html", {
        "place": "practice", "material": material(request.viewer, own), "own": own, "preview": preview, "tree": preview.tree,
        "branch": queries.branch(preview.tree, request.GET.get("under", "")), "form": FamilyForm(families=preview.families),
        "offices": _offices(request) if can(request.viewer, "put_up", own) else [], "readers": who_can_see(own)})


@require_safe
@login_required
@notebook_only
def my_package(request: HttpRequest, code: str) -> HttpResponse:
    """GET /frameworks/mine/<code>/case.json: the whole package, in CASE 1.1."""
    return _package(get_or_404(request.viewer, OwnFramework, code).package)


@require_POST
@login_required
@notebook_only
@once
def ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /frameworks/mine/<code>/keep/, /drop/, /put-up/: it is mine; it is gone; it hangs on the wall in the name of a body."""
    own = get_or_404(request.viewer, OwnFramework, code, "put_up" if how == "put-up" else "change")
    form = FamilyForm(request.POST, families=queries.preview(request.viewer, own).families)
    family = form.cleaned_data["family"] if form.is_valid() else ""
    if how == "drop":
        actions.drop(by=request.user, own=own)
        return redirect("frameworks:listing")
    if how == "keep":
        actions.keep(by=request.user, own=own, family=family)
        return redirect("frameworks:mine", code)
    bodies = dict(_offices(request))
    body = next(iter(visible_to(request.viewer, Organisation).filter(code=request.POST.get("body", ""), code__in=bodies)), None)
    if body is None:
        raise Http404
    hung = actions.put_up(by=request.user, package=case.opened(own.package), body=body, family=family)
    return redirect("frameworks:one", hung.code)

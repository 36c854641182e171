"""What an office does: put up a requirement, change it, end it, let something else count, and read what was told to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.models import Organisation
from staffroom.record.kept import keep_words, kept_for
from staffroom.required import actions, queries
from staffroom.required.forms import ChangeForm, EndForm, InsteadForm, RequirementForm, first_of
from staffroom.required.models import Requirement
from staffroom.sharing.rules import can, get_or_404, who_can_see

OFFICE = {"place": "office", "material": "wall"}


def _held(request: HttpRequest, code: str, required: str, verb: str = "look") -> Requirement:
    held = get_or_404(request.viewer, Requirement, required, verb)
    if held.organisation.code != code:
        raise Http404
    return held


@require_GET
@login_required
def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """GET /office/<body>/required/?show=over&page=2: what this body requires, or required."""
    body = get_or_404(request.viewer, Organisation, code, "office")
    over = request.GET.get("show") == "over"
    page = queries.of_body(request.viewer, body, over, request.GET.get("page", ""))
    return render(request, "required/of_body.html", OFFICE | {
        "body": body, "page": page, "over": over, "may_run": can(request.viewer, "speak", body), "today": clock.today_in(request.user.zone)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@limited("required.new", 60, 3600)
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/required/new/: POST shows how it would stand; only POST with `up` puts it up."""
    body = get_or_404(request.viewer, Organisation, code, "speak")
    first = {"roles": ["teacher"]} | kept_for(RequirementForm, request) | ({"roles": request.kept.getlist("roles")} if request.kept else {})
    form = RequirementForm(request.POST or None, initial=first, viewer=request.viewer)
    context = OFFICE | {"body": body, "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "up" not in request.POST:
            return render(request, "required/look.html", context | {"facts": form.facts(), "roles": form.roles_said()})
        try:
            made = actions.put_up(by=request.user, organisation=body, **form.facts())
            messages.success(request, _("It is required from now on. Everybody of whom it is required is told."))
            return redirect("required:at_office", code, made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "required/new.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def at_office(request: HttpRequest, code: str, required: str) -> HttpResponse:
    """GET /office/<body>/required/<code>/?page=2: one requirement, what may be counted of it, and who said "done"."""
    held = _held(request, code, required)
    return render(request, "required/at_office.html", OFFICE | {
        "body": held.organisation, "held": held, "readers": who_can_see(held),
        "seen": queries.at_office(request.viewer, held, request.GET.get("page", "")),
        "may_run": held.ended_at is None and can(request.viewer, "run", held)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@limited("required.change", 60, 3600)
@once
def change(request: HttpRequest, code: str, required: str) -> HttpResponse:
    """/office/<body>/required/<code>/change/: how it reads from now on, and why. Changed meanwhile by somebody else: both are shown."""
    held = _held(request, code, required, "run")
    form = ChangeForm(request.POST or None, initial=first_of(held) | kept_for(ChangeForm, request))
    base, other = (request.kept or request.POST).get("base", ""), None
    if request.method == "POST" and form.is_valid():
        try:
            version = int(base) if base.isascii() and base.isdigit() and len(base) < 9 else held.version
            actions.change(by=request.user, requirement=held, version=version, **form.cleaned_data)
            messages.success(request, _("Changed. Everybody of whom it is required is told, and how it read before stays beside it."))
            return redirect("required:at_office", code, required)
        except actions.Changed as changed:
            other = held = changed.requirement
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    base = str(held.version) if other or not base else base
    return render(request, "required/change.html", OFFICE | {
        "body": held.organisation, "requirement": held, "form": form, "other": other, "base": base},
                  status=409 if other else 422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@limited("required.change", 60, 3600)
@once
def end(request: HttpRequest, code: str, required: str) -> HttpResponse:
    """/office/<body>/required/<code>/end/: it is required no longer, and why."""
    held = _held(request, code, required, "run")
    form = EndForm(request.POST or None, initial=kept_for(EndForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=request.user, requirement=held, **form.cleaned_data)
            messages.success(request, _("It is required no longer. Everybody of whom it was required is told why."))
            return redirect("required:at_office", code, required)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "required/end.html", OFFICE | {"body": held.organisation, "requirement": held, "form": form},
                  status=422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@limited("required.change", 60, 3600)
@once
def instead(request: HttpRequest, code: str, required: str) -> HttpResponse:
    """/office/<body>/required/<code>/instead/: something else that counts in place of it, for everybody who is asked."""
    held = _held(request, code, required, "run")
    form = InsteadForm(request.POST or None, initial=kept_for(InsteadForm, request), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_instead(by=request.user, requirement=held, instead=form.cleaned_data["line"], words=form.cleaned_data["words"])
            messages.success(request, _("It counts in place of the other from now on, for everybody of whom it is required. They are told."))
            return redirect("required:at_office", code, required)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "required/instead.html", OFFICE | {"body": held.organisation, "requirement": held, "form": form},
                  status=422 if form.errors else 200)

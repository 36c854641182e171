"""What is required of me: all of it, one requirement, and what I do and say about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.required import actions, queries
from staffroom.required.forms import WhyForm
from staffroom.required.models import Option, Requirement
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, who_can_see

PRACTICE = {"place": "practice", "material": "wall"}


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """GET /practice/required/?show=over&page=2: what is required of me, or was; for me alone how much of what I noted that is."""
    over = request.GET.get("show") == "over"
    page = queries.asked_of(request.viewer, over, request.GET.get("page", ""))
    own = request.viewer.holds_own_key
    share, before = (queries.share(request.viewer), queries.said_before(request.viewer)) if own else (None, None)
    return render(request, "required/mine.html", PRACTICE | {
        "page": page, "over": over, "share": share, "before": before, "today": clock.today_in(request.user.zone)})


@require_GET
@login_required
def one(request: HttpRequest, code: str) -> HttpResponse:
    """GET /practice/required/<code>/?show=all: one requirement as those of whom it is required see it, and everybody else of the body."""
    held = get_or_404(request.viewer, Requirement, code)
    shown = queries.shown(request.viewer, held, every=request.GET.get("show") == "all")
    return render(request, "required/one.html", PRACTICE | {
        "shown": shown, "near": queries.near(request.viewer, shown) if shown.why else [],
        "today": clock.today_in(request.user.zone), "readers": who_can_see(held)})


@require_POST
@login_required
@notebook_only
@limited("required.say", 300, 3600)
@once
def planning(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """POST …/<code>/<option>/plan/: a step of my plan that says by whom it is required."""
    held = get_or_404(request.viewer, Requirement, code, "answer")
    chosen = get_or_404(request.viewer, Option, option)
    if chosen.requirement_id != held.pk:
        raise Http404
    try:
        step = actions.plan(by=request.user, option=chosen)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("required:one", code)
    return redirect(reverse("practice:step", args=[step.code]) + "?planned=1")


@require_POST
@login_required
@notebook_only
@limited("required.say", 300, 3600)
@once
def saying(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST …/<code>/done/: the office reads that I did it. POST …/not-done/ and …/for-me/: what I said is taken back, also where I left the body."""
    held = queries.told(request.viewer, code, how) or get_or_404(request.viewer, Requirement, code, "answer" if how == "done" else "read")
    try:
        if how == "done":
            actions.say_done(by=request.user, requirement=held)
            messages.success(request, _("Told. The office reads your name and the day. You can take it back."))
        else:
            (actions.take_done_back if how == "not-done" else actions.take_back)(by=request.user, requirement=held)
            messages.success(request, _("Taken back."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("required:one", code) if can(request.viewer, "answer", held) else redirect("required:mine")


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("required.say", 300, 3600)
@once
def not_for_me(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/required/<code>/not-for-me/: it does not meet my need, and why, out of a short list."""
    held = get_or_404(request.viewer, Requirement, code, "answer")
    said = queries.why_not(request.viewer, held)
    form = WhyForm(request.POST or None, initial={"why": said})
    if request.method == "POST" and form.is_valid():
        try:
            actions.not_for_me(by=request.user, requirement=held, **form.cleaned_data)
            messages.success(request, _("Your reason is counted, without your name. Perhaps one of these instead?"))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(reverse("required:one", args=[code]) + "#instead")
    return render(request, "required/not_for_me.html", PRACTICE | {
        "material": "notebook", "requirement": held, "form": form, "said": said},
                  status=422 if form.errors else 200)

"""A study group: who is in it, what we tell one another, asking others in, leaving."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.practice import actions, queries
from staffroom.practice.forms import StudyForm, TellGroupForm
from staffroom.practice.models import PlanStep, StudyNote
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def together(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/<code>/together/: the study group of a course; POST with `begin` begins one, without it tells it something."""
    step = get_or_404(request.viewer, PlanStep, code, "change")
    held = queries.together(request.viewer, step, request.GET.get("page", ""))
    form = TellGroupForm(request.POST if request.method == "POST" and "begin" not in request.POST else None, initial=kept_for(TellGroupForm, request))
    if request.method == "POST" and "begin" in request.POST:
        return redirect("practice:together", code) if held else _begin(request, step)
    if request.method == "POST" and form.is_valid():
        try:
            if held is None:
                raise Refusal(_("You are in no study group for this. Nobody was told; your words are below."))
            actions.tell_group(by=request.user, member=held.me, **form.cleaned_data)
            return redirect("practice:together", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    door = request.build_absolute_uri(reverse("practice:join_study", args=[held.me.door])) if held else ""
    return render(request, "practice/together.html", {
        "place": "practice", "material": "handed" if held else "notebook", "step": step, "held": held, "form": form, "door": door},
        status=422 if form.errors else 200)


def _begin(request: HttpRequest, step: PlanStep) -> HttpResponse:
    """A study group for the course that this step is; for another step first the log of a course."""
    held = queries.studied(request.viewer, step)
    if held is None or step.ended_as:
        return redirect("practice:study", step.code)
    actions.begin_group(by=request.user, study=held.study)
    return redirect("practice:together", step.code)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def join_study(request: HttpRequest, door: str) -> HttpResponse:
    """/practice/together/join/<link>/: who asks me in and to what; POST joins, with minutes a week of my own."""
    member = queries.asked_in_by(door)
    if member is None:
        raise Http404
    home = queries.home_in(request.viewer, member)
    if home:
        return redirect("practice:together", home.code)
    form = StudyForm(request.POST or None, initial=kept_for(StudyForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            mine = actions.join_group(by=request.user, member=member, **form.cleaned_data)
            return redirect("practice:together", mine.study.step.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "practice/join_study.html", {"place": "practice", "material": "handed", "member": member, "form": form},
                  status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def leave_study_group(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/<code>/together/leave/: gone from the group; the course stays mine."""
    step = get_or_404(request.viewer, PlanStep, code, "change")
    held = queries.together(request.viewer, step)
    if held:
        actions.leave_group(by=request.user, member=held.me)
    return redirect("practice:study", code)


@require_POST
@login_required
@notebook_only
@once
def untell(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/together/notes/<code>/take-back/: a note of mine is gone from the group."""
    note = get_or_404(request.viewer, StudyNote, code, "remove")
    step = note.member.study.step
    actions.untell_group(by=request.user, note=note)
    return redirect("practice:together", step.code)

"""A course that runs for weeks: beginning it, a line a week, pausing, less, the end."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.practice import actions, queries
from staffroom.practice.forms import CheckInForm, StudyForm
from staffroom.practice.models import PlanStep
from staffroom.practice.queries import Studied
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def study(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/<code>/study/: the log of a course; POST begins it, and then notes a sitting."""
    step = get_or_404(request.viewer, PlanStep, code, "change")
    held, today = queries.studied(request.viewer, step), clock.today_in(request.user.zone)
    if held:
        form = CheckInForm(request.POST or None, initial={"on_on": today} | kept_for(CheckInForm, request), today=today,
                           in_group=held.is_together)
    else:
        form = StudyForm(request.POST or None, initial=kept_for(StudyForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, step, held, form)
            return redirect("practice:study", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "practice/study.html", {"place": "practice", "material": "notebook", "step": step, "held": held, "form": form},
                  status=422 if form.errors else 200)


def _keep(request: HttpRequest, step: PlanStep, held: Studied | None, form: CheckInForm | StudyForm) -> None:
    if held:
        actions.check_in_together(by=request.user, study=held.study, **form.cleaned_data)
    else:
        actions.begin_study(by=request.user, step=step, **form.cleaned_data)


@require_POST
@login_required
@notebook_only
@once
def study_change(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /practice/<code>/study/pause/, /go-on/, /less/, /over/: over leads to the entry, where the certificate is added."""
    step = get_or_404(request.viewer, PlanStep, code, "change")
    held = queries.studied(request.viewer, step)
    if held is None:
        return redirect("practice:study", code)
    if how == "less":
        actions.shrink_study(by=request.user, study=held.study)
    elif how == "over":
        actions.end(by=request.user, step=step, ended_as=PlanStep.Ended.DONE)
        return redirect(f"{reverse('record:entry', args=[held.entry.code])}?proof=1#proof" if held.entry else reverse("practice:step", args=[code]))
    else:
        actions.pause_study(by=request.user, study=held.study, pause=how == "pause")
    return redirect("practice:study", code)

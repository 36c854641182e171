"""Goals: what I want to get to, and what came of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.frameworks import pins
from staffroom.frameworks.queries import tagged
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.practice import actions, queries
from staffroom.practice.forms import GoalForm
from staffroom.practice.models import Goal
from staffroom.record.drafting import whole_number
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see

ENDINGS = {"reached": Goal.Ended.REACHED, "let-go": Goal.Ended.LET_GO}


@require_GET
@login_required
@notebook_only
def goals(request: HttpRequest) -> HttpResponse:
    """GET /practice/goals/: my goals, open ones first."""
    return render(request, "practice/goals.html", {"place": "practice", "material": "notebook", "goals": queries.goals(request.viewer)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def new_goal(request: HttpRequest) -> HttpResponse:
    """/practice/goals/new/: one sentence, and a day if there is one."""
    form = GoalForm(request.POST or None, initial=kept_for(GoalForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("practice:goal", actions.set_goal(by=request.user, **form.cleaned_data).code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "practice/new_goal.html", {"place": "practice", "material": "notebook", "form": form}, status=422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def goal(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/goals/<code>/: one goal with its steps and what came of them; POST changes it."""
    held = get_or_404(request.viewer, Goal, code)
    form = GoalForm(request.POST or None, initial={"title": held.title, "by_on": held.by_on} | kept_for(GoalForm, request))
    base, other = whole_number((request.POST or request.kept or {}).get("base")) or held.version, None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_goal(by=request.user, goal=held, version=base, **form.cleaned_data)
        except actions.Changed as changed:
            other, base = changed.thing, changed.thing.version
        else:
            return redirect("practice:goal", code)
    readers = who_can_see(held)
    return render(request, "practice/goal.html", {
        "place": "practice", "material": material(request.viewer, held, readers), "goal": held, "form": form, "base": base, "other": other,
        "readers": readers, "towards": queries.towards(request.viewer, held), "today": clock.today_in(request.user.zone),
        "tags": tagged(request.viewer, pins.loads(held.tags))}, status=409 if other else 422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def goal_ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /practice/goals/<code>/reached/, /let-go/, /again/: end a goal, or open it again."""
    held = get_or_404(request.viewer, Goal, code, "change")
    if how == "again":
        actions.reopen_goal(by=request.user, goal=held)
    else:
        actions.end_goal(by=request.user, goal=held, ended_as=ENDINGS[how])
    return redirect("practice:goal", code)

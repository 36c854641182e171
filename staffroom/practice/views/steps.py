"""The plan: my steps, one step."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.frameworks import pins
from staffroom.frameworks.queries import tagged
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.kit.where import address
from staffroom.practice import actions, queries
from staffroom.practice.forms import PaceForm, StepForm, first_of
from staffroom.practice.models import PlanStep
from staffroom.record import drafting
from staffroom.record.kept import keep_words
from staffroom.record.models import Draft
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see


def _plan(request: HttpRequest, form: PaceForm, status: int = 200) -> HttpResponse:
    today = clock.today_in(request.user.zone)
    steps, ended = queries.open_steps(request.viewer), queries.ended_steps(request.viewer)
    given = queries.pace(request.viewer)
    if given and not form.is_bound:
        form.initial = {"week_minutes": given}
    week = queries.week(given, steps, ended, today, request.user.zone) if given else None
    context = {"today": today, "steps": steps, "ended": ended, "week": week, "form": form, "cover": queries.cover(steps)}
    return render(request, "practice/plan.html", {"place": "practice", "material": "notebook", **context}, status=status)


@require_GET
@login_required
@notebook_only
def plan(request: HttpRequest) -> HttpResponse:
    """GET /practice/: what I mean to do, then what I did or let go."""
    return _plan(request, PaceForm())


@require_GET
@login_required
@notebook_only
def changes(request: HttpRequest) -> HttpResponse:
    """GET /practice/changes/?page=2: what I mean to do differently, from idea to kept."""
    today = clock.today_in(request.user.zone)
    context = {"page": queries.changes(request.viewer, today, request.GET.get("page", "")), "today": today}
    return render(request, "practice/changes.html", {"place": "practice", "material": "notebook", **context})


@require_POST
@login_required
@notebook_only
@once
def pace(request: HttpRequest) -> HttpResponse:
    """POST /practice/pace/: how many minutes a week I have; empty takes them away."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _plan(request, form, 422)
    actions.set_pace(by=request.user, week_minutes=form.cleaned_data["week_minutes"])
    return redirect("practice:plan")


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def new(request: HttpRequest) -> HttpResponse:
    """/practice/new/: a step of my own words."""
    drafted = drafting.of_new(request, "practice.new")
    first = {"goal": request.GET.get("goal", "")} | drafted.first(StepForm)
    form = StepForm(request.POST or None, initial=first, goals=lambda: queries.open_goals(request.viewer),
                    periods=lambda: queries.periods(request.viewer))
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        why = form.cleaned_data.pop("note")
        try:
            step = actions.plan(by=request.user, why=why, draft=drafted.mark, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(address("practice:step", step.code))
    return render(request, "practice/new.html", {"place": "practice", "material": "notebook", "form": form, **drafted.context(request)},
                  status=422 if request.method == "POST" else 200)


def home_of_new(draft: Draft, code: str) -> str:
    """Where a step that was begun is taken up."""
    return f"{reverse('practice:new')}?draft={code or 1}"


def home_of_step(draft: Draft, code: str) -> str:
    """Where a change of a step that was begun is taken up."""
    return f"{reverse('practice:step', args=[code])}?draft=1"


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def step(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/<code>/: one step; POST changes it."""
    held = get_or_404(request.viewer, PlanStep, code)
    drafted = drafting.of(request, f"practice.step:{held.code}")
    goals, periods = queries.open_goals(request.viewer, held.goal_id), queries.periods(request.viewer)
    held.goal = next((goal for goal in goals if goal.pk == held.goal_id), None)
    held.period = next((period for period in periods if period.pk == held.period_id), None)
    form = StepForm(request.POST or None, initial=first_of(held) | drafted.first(StepForm), goals=lambda: goals, periods=lambda: periods)
    other = None
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        try:
            actions.change(by=request.user, step=held, version=drafted.base or held.version, draft=drafted.mark, **form.cleaned_data)
        except actions.Changed as changed:
            other = changed.thing
        else:
            return redirect("practice:step", code)
    readers = who_can_see(held)
    is_study = not held.ended_as and queries.is_study(request.viewer, held)
    return render(request, "practice/step.html", {
        "place": "practice", "material": material(request.viewer, held, readers), "step": held, "form": form, "other": other, "readers": readers,
        "base": other.version if other else drafted.base or held.version, "tags": tagged(request.viewer, pins.loads(held.tags)),
        "how_far": queries.how_far_step(request.viewer, held, is_study), "is_study": is_study,
        **drafted.context(request)}, status=409 if other else 422 if form.errors else 200)


ENDINGS = {"done": PlanStep.Ended.DONE, "let-go": PlanStep.Ended.LET_GO}


@require_POST
@login_required
@notebook_only
@once
def ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /practice/<code>/let-go/, /again/, /not-today/, /go-on/: end a step, open it again, leave it for tomorrow, or go on with it."""
    held = get_or_404(request.viewer, PlanStep, code, "change")
    if how == "again":
        held = actions.reopen(by=request.user, step=held)
    elif how == "not-today":
        actions.not_today(by=request.user, step=held)
        return redirect("today")
    elif how == "go-on":
        actions.go_on(by=request.user, step=held)
        return redirect("practice:changes")
    else:
        actions.end(by=request.user, step=held, ended_as=ENDINGS[how])
        return redirect("practice:plan")
    return redirect("practice:step", held.code)

"""My planning periods."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.practice import actions, queries
from staffroom.practice.forms import PeriodForm
from staffroom.practice.models import Period
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def periods(request: HttpRequest) -> HttpResponse:
    """/practice/periods/: when in the week I have time of my own; POST adds one."""
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_period(by=request.user, **form.cleaned_data)
            return redirect("practice:periods")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"place": "practice", "material": "notebook", "form": form, "periods": queries.periods(request.viewer)}
    return render(request, "practice/periods.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def remove_period(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/periods/<code>/remove/: I have no time then."""
    actions.remove_period(by=request.user, period=get_or_404(request.viewer, Period, code, "remove"))
    return redirect("practice:periods")

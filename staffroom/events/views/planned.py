"""What has no date yet: the list, one, asking to be told first, and what its host does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.events import actions, queries
from staffroom.events.forms import OffForm, PlannedForm, first_of_planned
from staffroom.events.models import Planned
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.markdown import to_html
from staffroom.kit.ops import once
from staffroom.orgs.queries import spoken_for
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}
NOTEBOOK = {"place": "find", "material": "notebook"}


@require_safe
@limited("events", 300, 60, reads=True)
def waiting(request: HttpRequest) -> HttpResponse:
    """GET /events/planned/?page=2: what waits for a date, for anybody."""
    page = queries.planned_list(request.viewer, request.GET.get("page", ""))
    return render(request, "events/waiting.html", WALL | {"page": page})


@require_safe
@limited("events.door", 300, 60, reads=True)
def planned(request: HttpRequest, code: str) -> HttpResponse:
    """GET /events/planned/<code>/: one of them, with how many want to be told first."""
    held = get_or_404(request.viewer, Planned, code)
    return render(request, "events/planned.html", WALL | {
        "planned": held, "shown": queries.shown_planned(request.viewer, held), "readers": who_can_see(held) if request.viewer.account else []})


@require_POST
@login_required
@notebook_only
@limited("events.answer", 300, 3600)
@once
def ask(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /events/planned/<code>/first/: tell me first. POST …/no-more/: no longer."""
    held = get_or_404(request.viewer, Planned, code, "ask")
    try:
        (actions.tell_me_first if how == "first" else actions.tell_me_no_more)(by=request.user, planned=held)
        messages.success(request, _("You are told first when there is a date. Nobody reads that it is you.") if how == "first" else _(
            "Taken back. It does not count any more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect(held.href)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.new", 120, 3600)
@once
def new(request: HttpRequest) -> HttpResponse:
    """/events/planned/new/: what is to take place. POST shows how it would hang; only POST with `up` puts it up."""
    return _written(request, None)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.change", 120, 3600)
@once
def change(request: HttpRequest, code: str) -> HttpResponse:
    """/events/planned/<code>/change/: how it reads from now on, shown first too."""
    return _written(request, get_or_404(request.viewer, Planned, code, "run"))


def _written(request: HttpRequest, held: Planned | None) -> HttpResponse:
    first = (first_of_planned(held) if held else {}) | kept_for(PlannedForm, request)
    form = PlannedForm(request.POST or None, initial=first, speaks=spoken_for(request.user.pk))
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        said = form.said()
        if "up" not in request.POST:
            return render(request, "events/planned_look.html", WALL | {"form": form, "said": said, "words_html": to_html(said["words"], top=3)})
        try:
            if held is None:
                made = actions.announce(by=request.user, **said)
                messages.success(request, _("It hangs. Set the date when you know it; whoever asks is told first."))
            else:
                made = actions.reword(by=request.user, planned=held, version=form.cleaned_data["version"] or 0, **said)
                messages.success(request, _("Changed."))
            return redirect(made.href)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/planned_new.html", NOTEBOOK | {"form": form, "held": held}, status=422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.change", 120, 3600)
@once
def off(request: HttpRequest, code: str) -> HttpResponse:
    """/events/planned/<code>/off/: it will not take place, and why."""
    held = get_or_404(request.viewer, Planned, code, "run")
    form = OffForm(request.POST or None, initial=kept_for(OffForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_up_planned(by=request.user, planned=held, why=form.cleaned_data["why"])
            messages.success(request, _("Given up. Those who asked are told why."))
            return redirect(held.href)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/planned_off.html", WALL | {"planned": held, "form": form}, status=422 if form.errors else 200)

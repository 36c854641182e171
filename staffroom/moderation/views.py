"""Something is wrong here: saying so, deciding, answering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.moderation import actions, kinds, queries
from staffroom.moderation.forms import DecisionForm, ObjectionForm, ReportForm
from staffroom.moderation.models import Decision
from staffroom.moderation.rules import is_caretaker
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, who_can_see


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("moderation.new", 60, 3600)
@once
def new(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/reports/new/<kind>/<code>/: what is wrong with something on the wall."""
    thing = kinds.by_code(kind, code)
    if thing is None or thing.down:
        raise Http404
    form = ReportForm(request.POST or None, initial=kept_for(ReportForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(by=request.user, kind=kind, thing=thing, **form.cleaned_data)
            messages.success(request, _thanks())
            return redirect(thing.link)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "moderation/new.html", {
        "material": "handed", "form": form, "thing": thing, "what": queries.what(kind), "anybody": queries.anybody_looks()},
        status=422 if form.errors else 200)


def _thanks() -> str:
    """What is true of a report that has just been handed over."""
    if queries.anybody_looks():
        return _("Thank you. Those who look after the wall read it, without your name. You will be told what came of it.")
    return _("Thank you. It waits, without your name, until somebody is named to look after this wall. You will be told what came of it.")


@require_GET
@login_required
@notebook_only
def reports(request: HttpRequest) -> HttpResponse:
    """GET /reports/: what I reported and what came of it; what was taken down of mine."""
    return render(request, "moderation/reports.html", {
        "material": "notebook", "mine": queries.mine(request.viewer), "down": queries.decisions_about_mine(request.viewer),
        "is_caretaker": is_caretaker(request.viewer)})


@require_GET
@login_required
@notebook_only
def desk(request: HttpRequest) -> HttpResponse:
    """GET /reports/open/: what waits for those who look after the wall. For everybody else there is no such page."""
    found = queries.desk(request.viewer)
    if found is None:
        raise Http404
    return render(request, "moderation/desk.html", {"material": "handed", "desk": found})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def case(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/reports/open/<kind>/<code>/: what was said of a thing, and the decision. Its author reads that it was looked at because of a report."""
    thing = kinds.by_code(kind, code) if is_caretaker(request.viewer) else None
    if thing is None or thing.author == request.user:
        raise Http404
    waiting = queries.reports_of(request.viewer, kind, thing)
    form = DecisionForm(request.POST or None, initial=kept_for(DecisionForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            takes_down = form.cleaned_data["takes_down"] == "yes"
            actions.decide(by=request.user, kind=kind, thing=thing, takes_down=takes_down, why=form.cleaned_data["why"])
            down, stays = _("It is down. Its author reads why, and can answer."), _("It stays. Whoever reported it is told.")
            messages.success(request, down if takes_down else stays)
            return redirect("moderation:desk")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    if request.method == "GET" and waiting and thing.author is not None:
        actions.look(by=request.user, kind=kind, author=thing.author)
    return render(request, "moderation/case.html", {
        "material": "handed", "form": form, "thing": thing, "what": queries.what(kind),
        "reports": waiting, "earlier": queries.earlier(request.viewer, kind, thing)},
        status=422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def decision(request: HttpRequest, code: str) -> HttpResponse:
    """/reports/decisions/<code>/: what was taken down and why, for its author and those who look after the wall. POST is the author's answer."""
    held = get_or_404(request.viewer, Decision, code, "answer" if request.method == "POST" else "read")
    form = ObjectionForm(request.POST or None, initial=kept_for(ObjectionForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(by=request.user, decision=held, words=form.cleaned_data["words"])
            messages.success(request, _("Sent. You will be told what they decide."))
            return redirect("moderation:decision", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "moderation/decision.html", {
        "material": "handed", "decision": held, "form": form, "thing": kinds.by_key(held.kind, held.about_id), "what": queries.what(held.kind),
        "answer": queries.answer_to(request.viewer, held), "may_answer": can(request.viewer, "answer", held),
        "may_undo": can(request.viewer, "undo", held), "readers": who_can_see(held)}, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def settling(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /reports/decisions/<code>/put-back/ or …/stays-down/, for those who look after the wall."""
    held = get_or_404(request.viewer, Decision, code, "undo")
    try:
        if how == "put-back":
            actions.put_back(by=request.user, decision=held)
            messages.success(request, _("It hangs again. Its author is told."))
        else:
            actions.settle(by=request.user, decision=held)
            messages.success(request, _("It stays down. Its author is told."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("moderation:desk")

"""What a body offers: asking, answering, ending, and the list in its office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.offered import actions, queries, things
from staffroom.offered.forms import AnswerForm, AskForm
from staffroom.offered.models import Adoption
from staffroom.orgs.models import Organisation
from staffroom.orgs.queries import spoken_for
from staffroom.orgs.rules import may_speak
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}


@require_GET
@login_required
def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """GET /office/<body>/offered/?page=2: what this body offers that teachers made, and what it asked."""
    body = get_or_404(request.viewer, Organisation, code, "office")
    page = queries.of_body(request.viewer, body, request.GET.get("page", ""))
    return render(request, "offered/of_body.html", {"place": "office", "material": "wall", "body": body, "page": page})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@limited("offered.ask", 60, 3600)
@once
def ask(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/offered/ask/<kind>/<code>/: for whoever speaks for a body. POST asks those who made it."""
    bodies = [body for body in spoken_for(request.user.pk) if may_speak(request.viewer, body)]
    thing = things.read(kind, code)
    if thing is None or not bodies:
        raise Http404
    form = AskForm(request.POST or None, initial={"minutes": thing.minutes} | kept_for(AskForm, request), bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(by=request.user, thing=thing, **form.facts())
            messages.success(request, _("Asked. Nothing hangs before everybody who made it said yes."))
            return redirect("offered:one", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "offered/ask.html", {"place": "office", "material": "wall", "thing": thing, "kind": things.WORDS[kind], "form": form},
                  status=422 if form.errors else 200)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """GET /offered/<code>/: what a body offers, for anybody; what it asked, for its offices and those whom it asked."""
    return _one(request, get_or_404(request.viewer, Adoption, code))


def _one(request: HttpRequest, row: Adoption, form: AnswerForm | None = None) -> HttpResponse:
    shown = queries.shown(request.viewer, row)
    if form is None and shown.mine is not None:
        form = AnswerForm(initial={"says": shown.mine.says, "named": "yes" if shown.mine.is_named else ""}, name=str(request.user))
    return render(request, "offered/one.html", WALL | {"shown": shown, "row": row, "form": form, "readers": who_can_see(row)},
                  status=422 if form is not None and form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """POST /offered/<code>/answer/: yes, or no, from somebody who made it."""
    row = get_or_404(request.viewer, Adoption, code, "answer")
    form = AnswerForm(request.POST, name=str(request.user))
    if not form.is_valid():
        return _one(request, row, form)
    try:
        held = actions.answer(by=request.user, adoption=row, thing=things.of(row), says=form.cleaned_data["says"], is_named=form.is_named)
        if held.hangs:
            messages.success(request, _("It is offered now. You can take your yes back here at any time."))
        elif held.ended_at:
            messages.success(request, _("It is not offered. Whoever asked reads only that somebody said no."))
        else:
            messages.success(request, _("Thank you. It waits for the others who made it."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("offered:one", code)


@require_POST
@login_required
@once
def end(request: HttpRequest, code: str) -> HttpResponse:
    """POST /offered/<code>/end/: the body offers it no more, or asks no more."""
    row = get_or_404(request.viewer, Adoption, code, "end")
    try:
        actions.end(by=request.user, adoption=row)
        messages.success(request, _("Ended. Everybody who made it is told."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("offered:one", code)

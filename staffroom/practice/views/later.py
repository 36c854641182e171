"""The go-back list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.files import disposition
from staffroom.kit.listed import Mark, bookmarks
from staffroom.kit.ops import once
from staffroom.kit.tables import write_csv
from staffroom.practice import actions, queries, savable
from staffroom.practice.forms import LaterForm
from staffroom.practice.models import Saved
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see

ENDINGS = {"keep": actions.keep_saved, "drop": actions.drop_saved, "again": actions.take_up_saved}


@require_GET
@login_required
@notebook_only
def later(request: HttpRequest) -> HttpResponse:
    """GET /practice/later/?page=2: everything that waits, and what came of it so far."""
    go_back = queries.go_back(request.viewer, request.GET.get("page", ""))
    context = {"place": "practice", "material": "notebook", "go_back": go_back, "today": clock.today_in(request.user.zone)}
    return render(request, "practice/later.html", context)


@require_GET
@login_required
@notebook_only
def take(request: HttpRequest, form: str) -> HttpResponse:
    """GET /practice/later/list.csv or .html (bookmarks): what waits, to take along."""
    rows = queries.waiting(request.viewer)
    named = {"Content-Disposition": disposition(f"go-back.{form}"), "Cache-Control": "no-store"}
    marks = [Mark(str(row.title), request.build_absolute_uri(str(row.link)) if row.link else "", str(row.why), row.made_at) for row in rows]
    if form == "html":
        return HttpResponse(bookmarks(_("To go back to"), marks), content_type="text/html; charset=utf-8", headers=named)
    cells = ([mark.title, mark.url, row.minutes, row.back_on, mark.note] for mark, row in zip(marks, rows, strict=True))
    table = write_csv([["Title", "Address", "Minutes", "Back on", "Why"], *cells])
    return StreamingHttpResponse(table, content_type="text/csv; charset=utf-8", headers=named)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def save(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/practice/later/new/<kind>/<code>/: when do I want to go back to it? One tap on an answer puts it into my list."""
    thing = savable.read(request.viewer, kind, code)
    if thing is None:
        raise Http404
    form = LaterForm(request.POST or None, initial=kept_for(LaterForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(by=request.user, thing=thing, **form.cleaned_data)
            messages.success(request, _("Saved. It comes up again on Today, and only you know."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(thing.link)
    context = {"place": "practice", "material": "notebook", "thing": thing, "form": form, "when": Saved.When.choices}
    return render(request, "practice/save.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def saved(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/later/<code>/: one thing that waits; POST puts it off."""
    held = get_or_404(request.viewer, Saved, code)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.put_off(by=request.user, saved=held, asked_for=form.cleaned_data["asked_for"], on_on=form.cleaned_data["on_on"])
        return redirect("practice:later")
    readers = who_can_see(held)
    context = {"place": "practice", "material": material(request.viewer, held, readers), "held": held, "form": form, "readers": readers,
               "when": Saved.When.choices}
    return render(request, "practice/saved.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /practice/later/<code>/keep/, /try/, /drop/, /again/."""
    held = get_or_404(request.viewer, Saved, code, "change")
    if how != "try":
        ENDINGS[how](by=request.user, saved=held)
        return redirect("practice:later")
    try:
        step = actions.try_saved(by=request.user, saved=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("practice:later")
    return redirect("practice:step", step.code)

"""Pages of leaving: everything as one file, bringing one in, being erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.exchange import actions, kept, queries
from staffroom.exchange.forms import BringForm, EraseForm
from staffroom.exchange.models import Export
from staffroom.kit.acts import Refusal
from staffroom.kit.files import disposition
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def take(request: HttpRequest) -> HttpResponse:
    """/take/: ask for everything as one file; fetch it."""
    problem = ""
    if request.method == "POST":
        try:
            actions.ask_export(by=request.user)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect("exchange:take")
    exports = [(export, can(request.viewer, "fetch", export)) for export in queries.exports_of(request.viewer)]
    waits = any(export.state in {Export.State.WAITING, Export.State.MAKING} for export, _ready in exports)
    return render(request, "exchange/take.html", {"material": "notebook", "exports": exports, "waits": waits, "problem": problem,
                                                  "erasure": queries.erasure_of(request.user)}, status=422 if problem else 200)


@require_safe
@login_required
@notebook_only
def file(request: HttpRequest, code: str) -> HttpResponse:
    """GET /take/<code>/staffroom.zip: to its owner, by a key of their own, for 24 hours; after that a page that says so (410)."""
    export = get_or_404(request.viewer, Export, code)
    if not can(request.viewer, "fetch", export) or not kept.is_there(export.stored):
        return render(request, "exchange/over.html", {"material": "notebook"}, status=410)
    headers = {"Content-Disposition": disposition(f"staffroom-{export.made_at:%Y-%m-%d}.zip"), "Cache-Control": "no-store",
               "Content-Length": export.size}
    return StreamingHttpResponse(kept.opened(export.stored, export.pk), content_type="application/zip", headers=headers)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("bring", 20, 3_600)
@once
def bring(request: HttpRequest) -> HttpResponse:
    """/take/bring/: bring in what was taken along elsewhere."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            counts = actions.bring(by=request.user, archive=form.cleaned_data["file"])
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, said(counts))
            return redirect("record:timeline")
    return render(request, "exchange/bring.html", {"material": "notebook", "form": form}, status=422 if form.errors else 200)


def said(counts: actions.Counts) -> str:
    """What was brought in, in one sentence."""
    entries = counts.added.get("record.entry", 0)
    words = ngettext("%(n)s entry came along.", "%(n)s entries came along.", entries) % {"n": entries}
    others = counts.added_count - entries
    words += " " + ngettext("%(n)s other thing too.", "%(n)s other things too.", others) % {"n": others}
    return words + (" " + _("%(n)s were here already.") % {"n": counts.same_count} if counts.same_count else "")


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@reauthentication_required(allow_get=True, app="allauth.account")
@once
def erase(request: HttpRequest) -> HttpResponse:
    """/me/erase/: ask to be erased, by a word that is typed; or see until when it can be undone."""
    asked = queries.erasure_of(request.user)
    form = EraseForm(request.POST if request.method == "POST" and not asked else None)
    if request.method == "POST" and not asked and form.is_valid():
        try:
            asked = actions.ask_erasure(by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("exchange:erasure_asked")
    return render(request, "exchange/erase.html", {"material": "notebook", "form": form, "asked": asked}, status=422 if form.errors else 200)


@require_safe
def erasure_asked(request: HttpRequest) -> HttpResponse:
    """/me/erase/asked/: what happens now. It names nobody."""
    return render(request, "exchange/asked.html", {"material": "wall"})


@require_POST
@login_required
@notebook_only
@once
def undo(request: HttpRequest) -> HttpResponse:
    """POST /me/erase/undo/: everything stays."""
    actions.undo_erasure(by=request.user)
    messages.success(request, _("Undone. Everything is as it was."))
    return redirect("today")

"""The notes of a session: read by whoever reads the board, written by whoever takes part, guests too; kept as one types, or by a form."""

import secrets
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import ElsewhereForm, NotesForm
from staffroom.edcamps.models import Card
from staffroom.edcamps.said import clock_words
from staffroom.edcamps.views import reach
from staffroom.events.models import Event, Guest
from staffroom.kit import clock, live
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}


@keep_words
def _read(request: HttpRequest, code: str) -> HttpResponse:
    held, guest = reach.card(request, code)
    return _page(request, held, guest)


def _page(request: HttpRequest, held: Card, guest: Guest | None, form: NotesForm | None = None, more: ElsewhereForm | None = None) -> HttpResponse:
    if held.state == Card.State.GONE:
        raise Http404
    noted = queries.noted(held)
    may_write = not noted.is_down and (guest is not None or can(request.viewer, "write", held))
    if form is None:
        words = noted.text if noted.version else queries.beginning()
        form = NotesForm(initial={"text": words, "version": noted.version} | (kept_for(NotesForm, request) if getattr(request, "kept", None) else {}))
    wrong = bool(form.errors or (more is not None and more.errors))
    response = render(request, "edcamps/notes.html", WALL | {
        "card": held, "edcamp": held.edcamp, "noted": noted, "form": form, "more": more or ElsewhereForm(), "may_write": may_write, "guest": guest,
        "leads": queries.leads_of(held), "at": queries.place_words(held), "has_script": not wrong,
        "readers": who_can_see(held) if request.viewer.account else []}, status=422 if wrong else 200)
    return response if guest is None and held.edcamp.event.audience == Event.Audience.PUBLIC else reach.for_this_browser(response)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("edcamps.notes", 600, 3600, by=reach.writer)
@reach.writing(read=_read)
@once
def notes(request: HttpRequest, held: Card, guest: Guest | None) -> HttpResponse:
    """/edcamps/cards/<code>/notes/: the notes of a session; POST keeps what was written, together with what others wrote meanwhile."""
    form = NotesForm(request.POST)
    if form.is_valid():
        try:
            wrote = _keep(request, held, guest, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Others wrote meanwhile; both stand there.") if wrote.met else _("Kept."))
            if wrote.clashes:
                messages.warning(request, _clash_words(len(wrote.clashes)))
            return redirect("edcamps:notes", held.code)
    return _page(request, held, guest, form)


def _keep(request: HttpRequest, held: Card, guest: Guest | None, form: NotesForm) -> actions.Wrote:
    data = form.cleaned_data
    version = data["version"] or 0
    base = data["base"] if "base" in request.POST else None if version else queries.beginning()
    by = None if guest else request.user
    return actions.write_notes(by=by, card=held, text=data["text"], version=version, base=base, key=data["key"], guest=guest)


def _clash_words(count: int) -> str:
    return ngettext("Somebody else changed the same words. Both stand there, one below the other: make one of them.",
                    "Somebody else changed the same words at %(n)s places. Both stand there, one below the other.", count) % {"n": count}


def _now(request: HttpRequest, code: str) -> HttpResponse:
    held, guest = reach.card(request, code)
    return _data(request, held, guest)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("edcamps.notes.now", 3_000, 60, by=reach.writer, reads=True)
@reach.writing(read=_now)
def now(request: HttpRequest, held: Card, guest: Guest | None) -> HttpResponse:
    """/edcamps/cards/<code>/notes/now/: the notes as data, with where their open page hears of more; POST keeps what is typed.

    A saving carries a key: one that came before changes nothing, so it needs no operation id.
    """
    form = NotesForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(error for errors in form.errors.values() for error in errors)}, status=422)
    try:
        wrote = _keep(request, held, guest, form)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    clash = _clash_words(len(wrote.clashes)) if wrote.clashes else ""
    return _data(request, held, guest, at=clock_words(clock.now().astimezone(ZoneInfo(held.edcamp.event.zone))), clash=clash)


def _data(request: HttpRequest, held: Card, guest: Guest | None, **more: str) -> HttpResponse:
    if held.state == Card.State.GONE:
        raise Http404
    noted, account = queries.noted(held), request.viewer.account
    name = account.code if account else f"notes.{secrets.token_hex(8)}"
    address = live.address(name, [actions.channel_of(held.code)], session=(request.session.session_key or "") if account else "")
    writes = request.method == "POST" or guest is not None or can(request.viewer, "write", held)
    html = render_to_string("edcamps/_noted.html", {"noted": noted, "writes": writes, "viewer": request.viewer}, request=request)
    return reach.for_this_browser(JsonResponse({"version": noted.version, "text": noted.text, "address": address, "html": html} | more))


@require_POST
@limited("edcamps.notes", 600, 3600, by=reach.writer)
@reach.writing()
@once
def add(request: HttpRequest, held: Card, guest: Guest | None) -> HttpResponse:
    """POST /edcamps/cards/<code>/notes/add/: a text that was written elsewhere stands at the end."""
    form = ElsewhereForm(request.POST)
    if form.is_valid():
        try:
            actions.add_to_notes(by=None if guest else request.user, card=held, text=form.cleaned_data["more"], guest=guest)
            messages.success(request, _("Added at the end."))
            return redirect("edcamps:notes", held.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, held, guest, more=form)


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/cards/<code>/notes/versions/: who wrote what, for those who may write there."""
    held, guest = reach.card(request, code, "write")
    found, steps = queries.steps(held)
    response = render(request, "edcamps/versions.html", WALL | {
        "card": held, "edcamp": held.edcamp, "notes": found, "steps": steps,
        "keeps": guest is None and found is not None and can(request.viewer, "keep", found)})
    return reach.for_this_browser(response)


@require_POST
@limited("edcamps.notes", 600, 3600, by=reach.writer)
@reach.writing()
@once
def undo(request: HttpRequest, held: Card, guest: Guest | None, number: int) -> HttpResponse:
    """POST /edcamps/cards/<code>/notes/versions/<number>/undo/: what came with that version is taken back."""
    row = queries.version_of_notes(held, number)
    if row is None:
        raise Http404
    try:
        actions.undo_notes(by=None if guest else request.user, version=row, guest=guest)
        messages.success(request, _("Taken back. What came later stays."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:notes_versions", held.code)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/cards/<code>/notes/versions/forget/: how the notes were before, nobody reads any more."""
    held = get_or_404(request.viewer, Card, code, "keep")
    found, _steps = queries.steps(held)
    if found is None:
        raise Http404
    actions.forget_versions(by=request.user, notes=found)
    messages.success(request, _("Forgotten. What stands now is all that is kept."))
    return redirect("edcamps:notes_versions", code)

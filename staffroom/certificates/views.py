"""Certificates: mine, one, its PDF, made anew, revoked; those of an event; a guest's; and the page on which anybody checks a number."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from staffroom.certificates import actions, printed, queries
from staffroom.certificates.forms import AnewForm, RevokeForm, TakeForm
from staffroom.certificates.models import Certificate
from staffroom.events.models import Event, Presence
from staffroom.events.queries import guest_by
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited, no_guessing
from staffroom.kit.ops import once
from staffroom.kit.pdf import NotPrintable
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see

NOTEBOOK = {"place": "record", "material": "notebook"}
HANDED = {"place": "find", "material": "handed"}
WALL = {"place": "find", "material": "wall"}
GUESSES = ("verify.guess", 40, 600)


def _file(certificate: Certificate) -> HttpResponse:
    """The PDF, made now and outside any transaction."""
    try:
        body = printed.made(certificate)
    except NotPrintable:
        raise Http404
    return HttpResponse(body, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="certificate-{certificate.written}.pdf"', "Cache-Control": "no-store"})


@require_GET
@login_required
@notebook_only
def mine(request: HttpRequest) -> HttpResponse:
    """GET /certificates/?page=: every certificate of mine."""
    return render(request, "certificates/mine.html", NOTEBOOK | {"page": queries.mine(request.viewer, request.GET.get("page", ""))})


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("certificates.take", 60, 3600)
@once
def new(request: HttpRequest, presence: str) -> HttpResponse:
    """/certificates/new/<presence>/: what it would say, and which letters are missing; POST issues it."""
    held = get_or_404(request.viewer, Presence, presence, "take")
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.issue(by=request.user, presence=held, takeaway=form.cleaned_data["takeaway"])
            messages.success(request, _("It is yours. Anybody to whom you give its number can check it."))
            return redirect("certificates:certificate", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "certificates/new.html", NOTEBOOK | {
        "event": held.event, "form": form, "preview": queries.previewed(held, request.viewer)}, status=422 if form.errors else 200)


@require_GET
@login_required
@notebook_only
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """GET /certificates/<code>/: one, for its holder and for whoever runs the event."""
    held = get_or_404(request.viewer, Certificate, code)
    checked = queries.state_of(held)
    return render(request, "certificates/certificate.html", HANDED | {
        "certificate": held, "checked": checked, "address": held.address, "readers": who_can_see(held),
        "is_mine": held.person_id == request.user.pk, "missing": printed.letters_missing(checked.told, held.takeaway)})


@require_GET
@login_required
@notebook_only
@limited("certificates.file", 60, 60, reads=True)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """GET /certificates/<code>.pdf: the paper, for its holder and for whoever runs the event."""
    return _file(get_or_404(request.viewer, Certificate, code))


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("certificates.end", 120, 3600)
@once
def anew(request: HttpRequest, code: str) -> HttpResponse:
    """/certificates/<code>/anew/: another one of what the list says today takes its place."""
    held = get_or_404(request.viewer, Certificate, code, "end")
    is_mine = held.person_id == request.user.pk
    form = AnewForm(request.POST or None, initial={"takeaway": held.takeaway}, is_mine=is_mine)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            made = actions.anew(by=request.user, certificate=held, why=data["why"], takeaway=data.get("takeaway"))
            messages.success(request, _("Another one stands in its place. The old number says so."))
            return redirect("certificates:certificate", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "certificates/anew.html", HANDED | {
        "certificate": held, "form": form, "was": queries.state_of(held).told, "preview": queries.previewed(held.presence)},
        status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("certificates.end", 120, 3600)
@once
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """/certificates/<code>/revoke/: it counts no more, and why."""
    held = get_or_404(request.viewer, Certificate, code, "end")
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(by=request.user, certificate=held, why=form.cleaned_data["why"])
            messages.success(request, _("Revoked. Its page says so and why."))
            return redirect("certificates:certificate", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "certificates/revoke.html", HANDED | {"certificate": held, "form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@limited("events.answer", 300, 3600)
@once
def wish(request: HttpRequest, event: str, how: str) -> HttpResponse:
    """POST /certificates/wish/<event>/yes/ (no/): whether whoever runs it may issue one for me."""
    held = get_or_404(request.viewer, Event, event, "answer")
    actions.wish(by=request.user, event=held, yes=how == "yes")
    messages.success(request, _("Kept. When it is over and the list says that you were there, one can be issued for you.") if how == "yes" else _(
        "Kept. None is issued for you."))
    return redirect("events:event", event)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("certificates.event", 60, 3600)
@once
def of_event(request: HttpRequest, event: str) -> HttpResponse:
    """/certificates/of/<event>/?q=&page=: those of an event, for whoever runs it; POST issues to all who wish and were there."""
    held = get_or_404(request.viewer, Event, event, "run")
    if request.method == "POST":
        try:
            count = actions.issue_wished(by=request.user, event=held)
            words = ngettext("One is being issued. Look again in a moment.", "%(n)s are being issued. Look again in a moment.", count) % {"n": count}
            messages.success(request, words if count else _("Everybody who wishes for one and was there has it."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("certificates:of_event", event)
    words = request.GET.get("q", "")[:100]
    page = queries.of_event(request.viewer, held, words, request.GET.get("page", ""))
    return render(request, "certificates/of_event.html", HANDED | {
        "event": held, "page": page, "words": words, "query": f"?{urlencode({'q': words})}&page="})


# Guests


def _guest(token: str) -> tuple[Any, Presence, Certificate | None]:
    found = guest_by(token)
    presence, row = queries.guests(found) if found else (None, None)
    if found is None or presence is None or not presence.minutes:
        raise Http404
    return found, presence, row


@require_http_methods(["GET", "POST"])
@limited("certificates.guest", 60, 600, reads=True)
@once
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """/certificates/guest/<secret>/: what a guest's certificate would say, or the one there is; POST issues it."""
    found, presence, row = _guest(token)
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue(by=None, presence=presence, guest=found, takeaway=form.cleaned_data["takeaway"])
            return redirect("certificates:guest", token)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    if row is not None and row.ended_at is None:
        checked = queries.state_of(row)
        context = {"certificate": row, "checked": checked, "address": row.address, "missing": printed.letters_missing(checked.told, row.takeaway)}
    else:
        context = {"form": form, "preview": queries.previewed(presence, part=found.part or "")}
    context |= {"event": presence.event, "token": token}
    response = render(request, "certificates/guest.html", HANDED | context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@limited("certificates.guest", 60, 600, reads=True)
def guest_file(request: HttpRequest, token: str) -> HttpResponse:
    """GET /certificates/guest/<secret>.pdf: a guest's paper."""
    _found, _presence, row = _guest(token)
    if row is None or row.ended_at is not None:
        raise Http404
    return _file(row)


# Anybody


def _version(request: HttpRequest, code: str) -> str:
    found = queries.version(queries.tidy(code))
    if found is None:
        raise Http404
    return found


@require_safe
@no_guessing(*GUESSES)
@public_page(version=_version)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """GET /verify/<number>: whether a certificate stands, and every fact that is on the paper."""
    found = queries.checked(queries.tidy(code))
    if found is None:
        raise Http404
    return render(request, "certificates/check.html", WALL | {"checked": found, "certificate": found.certificate})


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """GET /verify/?number=…: where a number is typed."""
    number = queries.tidy(request.GET.get("number", ""))
    if number and number.isalnum() and number.isascii() and len(number) <= 40:
        return redirect(queries.PAGES.get(len(number), "verify:check"), number)
    return render(request, "certificates/verify.html", WALL | {"typed": request.GET.get("number", "")[:60]})

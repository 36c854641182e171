"""Badges from elsewhere: brought, looked at before they are kept, checked again."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.credentials import actions, bringing, queries
from staffroom.credentials.forms import BringForm, KeepForm
from staffroom.credentials.models import Badge
from staffroom.kit import clock, files
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.headers import from_anywhere
from staffroom.kit.keystore import KeyGone
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_safe
@login_required
@notebook_only
def badges(request: HttpRequest) -> HttpResponse:
    """GET /badges/"""
    page = queries.mine(request.viewer, request.GET.get("page", ""))
    return render(request, "credentials/badges.html", {"place": "record", "material": "notebook", "page": page})


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@limited("credentials.bring", 30, 3600)
def bring(request: HttpRequest) -> HttpResponse:
    """/badges/bring/: a file or its text is looked at; nothing is kept yet.

    Looking into it is slow, so it is done before the transaction begins.
    """
    form = BringForm(request.POST or None, request.FILES or None)
    looked = None
    if request.method == "POST" and form.is_valid():
        try:
            looked = bringing.look(request.user, *form.bytes_and_name())
        except files.Unwelcome as unwelcome:
            form.add_error(None, unwelcome.sentence())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    try:
        return _bring(request, form, looked)
    finally:
        if looked is not None:
            looked.put_back()


@once
def _bring(request: HttpRequest, form: BringForm, looked: bringing.Looked | None) -> HttpResponse:
    if looked is not None:
        try:
            return redirect(actions.bring(by=request.user, looked=looked).href)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "credentials/bring.html", {"place": "record", "material": "notebook", "form": form}, status=422 if form.errors else 200)


bring.once = True  # type: ignore[attr-defined]  # its writing half, `_bring`, is


def _page(request: HttpRequest, held: Badge, form: KeepForm | None = None) -> HttpResponse:
    shown = queries.shown(held)
    if form is None:
        today = clock.today_in(request.user.zone)
        form = KeepForm(zone=request.user.zone, initial={"on_on": min(shown.awarded_on or today, today)})
    return render(request, "credentials/badge.html", {"place": "record", "material": "notebook", "shown": shown, "form": form},
                  status=422 if form.errors else 200)


@require_safe
@login_required
@notebook_only
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """GET /badges/<code>/"""
    return _page(request, get_or_404(request.viewer, Badge, code))


@require_safe
@login_required
@notebook_only
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """GET /badges/<code>/picture.webp: made small here, out of the badge."""
    data = queries.picture(get_or_404(request.viewer, Badge, code))
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={
        "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "sandbox; default-src 'none'"})


@require_POST
@login_required
@notebook_only
@once
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """POST /badges/<code>/keep/: it is an entry of the record, with the file as proof."""
    held = get_or_404(request.viewer, Badge, code, "keep")
    form = KeepForm(request.POST, zone=request.user.zone)
    if form.is_valid():
        try:
            kept = actions.keep(by=request.user, badge=held, file=bringing.as_proof(held), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except (FileNotFoundError, ValueError, KeyGone):
            form.add_error(None, _("The file of this badge can no longer be read. Bring it again; nothing else was lost."))
        else:
            return redirect("record:entry", kept.evidence.entry.code)
    return _page(request, held, form)


@require_POST
@login_required
@notebook_only
@limited("credentials.check", 60, 3600)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """POST /badges/<code>/check/: everything is checked again; with the issuer asked where they were before, or `ask` says so."""
    held = get_or_404(request.viewer, Badge, code)
    if "ask" in request.POST or held.asked_at is not None:
        return _ask(request, held)
    found = None
    try:
        found = bringing.examine(request.user, bringing.data_of(held))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    except (FileNotFoundError, ValueError, KeyGone):
        messages.warning(request, _("The file of this badge can no longer be read. What was found before stands here still."))
    return _checked(request, held, found)


@once
def _ask(request: HttpRequest, held: Badge) -> HttpResponse:
    actions.ask(by=request.user, badge=held)
    messages.success(request, _("The issuer is being asked. What they answer stands here in a moment: open this page again."))
    return redirect(held.href)


@once
def _checked(request: HttpRequest, held: Badge, found: dict | None) -> HttpResponse:
    if found is not None:
        actions.checked(by=request.user, badge=held, found=found)
        messages.success(request, _("Checked again, just now."))
    return redirect(held.href)


check.once = True  # type: ignore[attr-defined]  # its writing halves are


@require_POST
@login_required
@notebook_only
@once
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """POST /badges/<code>/forget/: one that was only looked at is gone."""
    actions.forget(by=request.user, badge=get_or_404(request.viewer, Badge, code, "forget"))
    return redirect("credentials:badges")


# The issuer of this place


def _keys_version(request: HttpRequest) -> str:
    return json.dumps(queries.key_page())


def _list_version(request: HttpRequest, number: int) -> str:
    return queries.signed_list(number)


@require_safe
@from_anywhere
@public_page(version=_keys_version)
def did(request: HttpRequest) -> HttpResponse:
    """GET /.well-known/did.json: the keys that sign and signed here, as did:web asks for them."""
    found = queries.key_page()
    if found is None:
        raise Http404
    return HttpResponse(json.dumps(found), content_type="application/did+json")


@require_safe
@from_anywhere
@public_page(version=_list_version)
def status(request: HttpRequest, number: int) -> HttpResponse:
    """GET /credentials/status/<number>: a signed list of what was taken back."""
    found = queries.signed_list(number)
    if not found:
        raise Http404
    return HttpResponse(found, content_type="application/vc")

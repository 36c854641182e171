"""Drafts: kept as one types, listed, taken up, settled."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.kit import words
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.record import actions, queries
from staffroom.record.drafting import device_of, mark_of, posted, whole_number
from staffroom.record.models import Draft
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, visible_to

FORM = re.compile(r"[a-z]{2,20}\.[a-z_-]{2,30}(:[a-z0-9]{1,24})?")


@require_safe
@login_required
@notebook_only
def drafts(request: HttpRequest) -> HttpResponse:
    """GET /record/drafts/: everything that is not finished."""
    return render(request, "record/drafts.html", {"place": "record", "material": "notebook", "drafts": queries.drafts_of(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """GET /record/drafts/<code>/ shows a draft; POST /record/drafts/<form>/ keeps what is typed.

    Answers a script with JSON: {"version", "at"}, or 409 with both texts when another tab kept other words meanwhile.
    Sending the same words again changes nothing, so it needs no operation id.
    """
    if request.method != "POST":
        held = get_or_404(request.viewer, Draft, key)
        return render(request, "record/draft.html", {
            "place": "record", "material": "notebook", "draft": held, "title": queries.first_words(held), "home": queries.home_of(held),
            "fields": _readable(held)})
    if not FORM.fullmatch(key):
        raise Http404
    by_script = "application/json" in request.META.get("HTTP_ACCEPT", "")
    try:
        body = {name: [words.clean_text(value, 100_000) for value in values] for name, values in posted(request).items()}
        base = whole_number(request.POST.get("base"))
        held = actions.keep_draft(by=request.user, mark=mark_of(request, key), body=body, device=device_of(request), base=base)
    except (Refusal, words.Unfit) as refusal:
        said = str(refusal) if isinstance(refusal, Refusal) else _("It holds a character that cannot be kept.")
        return JsonResponse({"error": said}, status=422) if by_script else render(request, "400.html", status=400)
    if by_script:
        return _answer(request, held)
    return redirect("record:draft_two", held.code) if held.beside else redirect("record:drafts")


def _answer(request: HttpRequest, held: Draft) -> JsonResponse:
    if held.beside:
        theirs = visible_to(request.viewer, Draft).filter(form=held.form, beside=False, gone=None).first()
        return JsonResponse({"code": held.code, "mine": held.read(), "theirs": theirs.read() if theirs else {},
                             "href": queries.home_of(held)}, status=409)
    return JsonResponse({"code": held.code, "version": held.version, "at": f"{timezone.localtime(held.changed_at):%-H:%M}"})


def _readable(held: Draft) -> list[str]:
    return [value for values in held.read().values() for value in values if value.strip()]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def draft_two(request: HttpRequest, code: str) -> HttpResponse:
    """/record/drafts/<code>/two/: two versions of one form, side by side; keep one, or both."""
    mine = get_or_404(request.viewer, Draft, code, "change")
    if not mine.beside or mine.gone_id:
        return redirect(queries.home_of(mine) if not mine.gone_id else "record:let_go")
    if request.method == "POST" and request.POST.get("keep") in {"mine", "theirs", "both"}:
        kept = actions.settle_draft(by=request.user, beside=mine, keep=request.POST["keep"])
        return redirect(queries.home_of(kept))
    theirs = visible_to(request.viewer, Draft).filter(form=mine.form, beside=False, gone=None).first()
    return render(request, "record/draft_two.html", {
        "place": "record", "material": "notebook", "draft": mine, "mine": _side(mine), "theirs": _side(theirs) if theirs else None})


def _side(held: Draft) -> dict:
    return {"name": held.device, "at": held.changed_at, "text": "\n".join(_readable(held))}


@require_POST
@login_required
@notebook_only
@once
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/drafts/<code>/let-go/."""
    actions.drop_draft(by=request.user, draft=get_or_404(request.viewer, Draft, code, "remove"))
    return redirect("record:drafts")

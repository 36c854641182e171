"""Proof: added whole or piece by piece, sent back only to its owner."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.kit import files, words
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.record import actions, shelf
from staffroom.record.actions.evidence import WrongPlace, too_large, whole
from staffroom.record.forms import ProofForm
from staffroom.record.models import Entry, Evidence, Upload
from staffroom.record.views.entry import entry_page
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, visible_to

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
_KEY = re.compile(r"[a-z0-9-]{8,64}")


@require_POST
@login_required
@notebook_only
def add(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/<code>/proof/: a file, an upload that came in pieces, or a link.

    Looking into a file and making it harmless is slow, so it is done before the transaction begins.
    """
    held = get_or_404(request.viewer, Entry, code, "add_evidence")
    form = ProofForm(request.POST, request.FILES)
    brought, upload = None, visible_to(request.viewer, Upload).filter(key=request.POST.get("upload") or "-", entry=held).first()
    if form.is_valid():
        try:
            brought = _bring_in(request, form, upload)
        except files.Unwelcome as unwelcome:
            form.add_error("file", unwelcome.sentence())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    try:
        return _add(request, held, form, brought, upload)
    finally:
        if brought is not None:
            brought.put_back()


def _bring_in(request: HttpRequest, form: ProofForm, upload: Upload | None) -> shelf.BroughtIn | None:
    file = form.cleaned_data["file"]
    if file is None and upload is None:
        if not form.cleaned_data["link"]:
            form.add_error("file", _("Choose a file or a photo, or write a link."))
        return None
    if not form.cleaned_data["says_no_pupils"]:
        form.add_error("says_no_pupils", _("Please look first: no pupil may be recognised in it."))
        return None
    if file is not None:
        if file.size > settings.UPLOAD_BYTES:
            raise Refusal(too_large())
        return shelf.bring_in(request.user.pk, file, file.name, file.content_type or "")
    if upload.got < upload.size:
        raise Refusal(_("Only a part of the file came in. Send it again; it goes on where it stopped."))
    return shelf.bring_in(request.user.pk, whole(upload), upload.name, upload.declared_type)


@once
def _add(request: HttpRequest, held: Entry, form: ProofForm, brought: shelf.BroughtIn | None, upload: Upload | None) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        try:
            if brought is not None:
                actions.add_evidence(by=request.user, entry=held, file=brought, name=data["name"], says_no_pupils=data["says_no_pupils"])
            if data["link"]:
                actions.add_evidence(by=request.user, entry=held, link=data["link"], name="" if brought else data["name"])
            if upload is not None:
                actions.finish_upload(by=request.user, upload=upload)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(f"{reverse('record:entry', args=[held.code])}#proof")
    return entry_page(request, held, proof=form)


add.once = True  # type: ignore[attr-defined]  # its writing half, `_add`, is


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
def pieces(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/<code>/pieces/: a piece of a file at an offset; GET ?key= says how much is here. Answers {"got": bytes}.

    A piece that came before changes nothing, so it needs no operation id; one from another place is answered 409.
    """
    held = get_or_404(request.viewer, Entry, code, "add_evidence")
    key = request.POST.get("key", "") or request.GET.get("key", "")
    if not _KEY.fullmatch(key):
        return JsonResponse({"error": _("This upload has no name.")}, status=400)
    if request.method != "POST":
        upload = visible_to(request.viewer, Upload).filter(key=key, entry=held).first()
        return JsonResponse({"got": upload.got if upload else 0})
    size, offset, piece = request.POST.get("size", ""), request.POST.get("offset", ""), request.FILES.get("piece")
    if not all(number.isascii() and number.isdigit() and len(number) < 13 for number in (size, offset)) or piece is None or not int(size):
        return JsonResponse({"error": _("This file is empty. Choose it again; the upload may have been cut off.")}, status=400)
    try:
        upload = actions.add_piece(by=request.user, entry=held, key=key, name=words.outside_line(request.POST.get("name", ""), 200),
                                   declared_type=request.POST.get("type", "")[:100], size=int(size), offset=int(offset), data=piece.read())
    except WrongPlace as wrong:
        return JsonResponse({"got": wrong.got, "error": str(wrong)}, status=409)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"got": upload.got})


@require_safe
@login_required
@notebook_only
def send(request: HttpRequest, code: str, proof: str) -> HttpResponse:
    """GET /record/<code>/proof/<code>/: the file, for saving; never shown in place, never run."""
    held = get_or_404(request.viewer, Evidence, proof)
    if held.entry.code != code or held.kind == Evidence.Kind.LINK:
        raise Http404
    data = shelf.get(held.stored, shelf.evidence_label(held.pk))
    headers = {"Content-Disposition": files.disposition(held.name), "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
               "Content-Security-Policy": "sandbox; default-src 'none'", "Accept-Ranges": "bytes"}
    first, last = _part(request.headers.get("Range", ""), len(data))
    if (first, last) == (0, len(data) - 1):
        return HttpResponse(data, content_type=held.mime, headers=headers)
    if first > last:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    return HttpResponse(data[first:last + 1], status=206, content_type=held.mime, headers=headers | {
        "Content-Range": f"bytes {first}-{last}/{len(data)}"})


def _part(asked: str, size: int) -> tuple[int, int]:
    """The one range that was asked for; several at once, or nonsense, is the whole file."""
    found = _RANGE.fullmatch(asked)
    if not found or not (found[1] or found[2]):
        return 0, size - 1
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    if found[2] and int(found[2]) < int(found[1]):
        return 0, size - 1
    return int(found[1]), min(int(found[2]) if found[2] else size - 1, size - 1)


@require_POST
@login_required
@notebook_only
@once
def remove(request: HttpRequest, code: str, proof: str) -> HttpResponse:
    """POST /record/<code>/proof/<code>/let-go/."""
    held = get_or_404(request.viewer, Evidence, proof, "remove")
    if held.entry.code != code:
        raise Http404
    actions.remove_evidence(by=request.user, evidence=held)
    return redirect("record:entry", code)

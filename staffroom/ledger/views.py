"""My accepted hours, their receipts, how a receipt stands today, and the list of checkpoints that anybody may keep."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staffroom.kit.files import disposition
from staffroom.kit.limits import no_guessing
from staffroom.ledger import queries
from staffroom.ledger.models import Posting
from staffroom.sharing.rules import get_or_404

GUESSES = ("receipts.guess", 40, 600)
TEXT = "text/plain; charset=utf-8"


@require_safe
@login_required
def hours(request: HttpRequest) -> HttpResponse:
    """GET /record/hours/?page=2: what offices accepted of mine, the newest first."""
    mine = queries.mine(request.viewer, request.GET.get("page", ""))
    return render(request, "ledger/hours.html", {"place": "record", "material": "handed" if mine.book else "notebook", "mine": mine,
                                                 "page": mine.page, "has_checkpoints": mine.book and queries.has_checkpoints()})


@require_safe
@login_required
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """GET /record/hours/<code>/receipt.txt: a small text that proves the line anywhere."""
    posting = get_or_404(request.viewer, Posting, code, "keep")
    return HttpResponse(queries.receipt(posting), content_type=TEXT, headers={
        "Content-Disposition": disposition(f"receipt-{posting.number}.txt"), "Cache-Control": "no-store"})


@require_safe
@no_guessing(*GUESSES)
def standing(request: HttpRequest, code: str) -> HttpResponse:
    """GET /receipts/<code>/: whether accepted hours still stand, for whoever holds the receipt. Names nobody; who guesses many is asked to wait."""
    found = queries.standing(code)
    if found is None:
        raise Http404
    response = render(request, "ledger/standing.html", {"place": "find", "material": "wall", "found": found})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def checkpoints(request: HttpRequest) -> StreamingHttpResponse:
    """GET /trust/checkpoints.txt: every signed checkpoint of the ledger, the oldest first; a 404 before the first."""
    if not queries.has_checkpoints():
        raise Http404
    return StreamingHttpResponse(queries.checkpoints(), content_type=TEXT)

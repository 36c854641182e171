"""Taking the record along: CSV, JSON, PDF."""

from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staffroom.kit import limits
from staffroom.kit.files import disposition
from staffroom.kit.pdf import compile_pdf
from staffroom.kit.tables import write_csv
from staffroom.record import printed, takeaway
from staffroom.sharing.doors import notebook_only


@require_safe
@login_required
@notebook_only
def take(request: HttpRequest) -> HttpResponse:
    """GET /record/take/."""
    return render(request, "record/take.html", {"place": "record", "material": "notebook"})


@require_safe
@login_required
@notebook_only
def file(request: HttpRequest, form: str) -> HttpResponse:
    """GET /record/take/record.csv, .json, .pdf: all my entries, nobody else's, nothing that was let go. The PDF leaves notes out unless ?notes=1."""
    named = {"Content-Disposition": disposition(f"record.{form}"), "Cache-Control": "no-store"}
    if form == "csv":
        table = chain([takeaway.COLUMNS], map(takeaway.cells, takeaway.rows(request.viewer)))
        return StreamingHttpResponse(write_csv(table), content_type="text/csv; charset=utf-8", headers=named)
    if form == "pdf":
        with limits.alone("paper", str(request.user.pk)) as alone:  # a long record takes a page thread for seconds
            return _paper(request, named) if alone else limits.busy(request, 10, _("Your last PDF is still being made. When it is there, ask again."))
    return JsonResponse(takeaway.document(request.viewer), json_dumps_params={"ensure_ascii": False, "indent": 1},
                        headers=named)


def _paper(request: HttpRequest, named: dict[str, str]) -> HttpResponse:
    notes = request.GET.get("notes") == "1"
    document = printed.document(request.viewer, notes=notes)
    missing = printed.letters_missing(document) if request.GET.get("anyway") != "1" else []
    if missing:
        told = {"place": "record", "material": "notebook", "missing": " ".join(missing), "notes": notes}
        return render(request, "record/take.html", told, status=422)
    return HttpResponse(compile_pdf("record", document), content_type="application/pdf", headers=named)

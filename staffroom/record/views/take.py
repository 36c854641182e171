"""Taking the record along: CSV, JSON, PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staffroom.kit.files import disposition
from staffroom.record import takeaway
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
    """GET /record/take/record.csv, .json, .pdf: all my entries, nobody else's, nothing that was let go."""
    return JsonResponse(takeaway.document(request.viewer), json_dumps_params={"ensure_ascii": False, "indent": 1},
                        headers={"Content-Disposition": disposition("record.json")})

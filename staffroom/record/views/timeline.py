"""The record: one timeline, and what was let go."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staffroom.record import queries
from staffroom.record.models import Entry
from staffroom.sharing.doors import notebook_only


@require_safe
@login_required
@notebook_only
def timeline(request: HttpRequest) -> HttpResponse:
    """GET /record/: my entries by month; ?kind= and ?year= leave the others out."""
    line = queries.timeline(request.viewer, page=request.GET.get("page", ""), kind=request.GET.get("kind", ""), year=request.GET.get("year", ""))
    kinds = [*Entry.Kind.choices, (queries.FOR_OTHERS, _("What I did for others"))]
    return render(request, "record/timeline.html", {
        "place": "record", "material": "notebook", "line": line, "kinds": kinds, "drafts": queries.drafts_of(request.viewer, 3)})


@require_safe
@login_required
@notebook_only
def let_go(request: HttpRequest) -> HttpResponse:
    """GET /record/let-go/: what can still come back."""
    return render(request, "record/let_go.html", {"place": "record", "material": "notebook", **queries.let_go_of(request.viewer)})

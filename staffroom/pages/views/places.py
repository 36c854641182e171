"""The door, and Today."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from staffroom import __version__
from staffroom.kit import clock
from staffroom.kit.fresh import public_page
from staffroom.pages import queries
from staffroom.record.kept import whose


@require_GET
@public_page(version=lambda request: f"{queries.wall_version()} {clock.now().date()}")
def landing(request: HttpRequest) -> HttpResponse:
    """GET /: what this is, and the two ways in. Somebody who is in already goes to Today."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "pages/landing.html", {"material": "wall", "pieces": queries.pieces_for_the_door(), "stairs": queries.stairs()})


@require_GET
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """GET /today/?minutes=15: what fits the minutes I have. An employer's session sees the wall side alone, and why."""
    chosen = request.GET.get("minutes", "")
    minutes = next((number for number in queries.MINUTES if str(number) == chosen), queries.MINUTES[1])
    context = {"place": "today", "now": timezone.localtime(clock.now()), "options": queries.MINUTES, "minutes": minutes}
    if not request.viewer.holds_own_key:
        day = clock.today_in(request.user.zone).toordinal()
        context |= {"piece": queries.piece_of_the_day(request.viewer, minutes, day), "required": queries.waiting_required(request.viewer)}
        return render(request, "pages/today_shut.html", context | {"material": "wall"})
    context |= {"whose": whose(request), "today": queries.today(request.viewer, minutes)}
    return render(request, "pages/today.html", context | {"material": "notebook"})


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """GET /help/: the five places in one page."""
    return render(request, "pages/help.html", {"material": "wall"})


@require_GET
def source(request: HttpRequest) -> HttpResponse:
    """GET /source: where the code of this instance is, and its licences."""
    return render(request, "pages/source.html", {"material": "wall", "version": __version__})


@require_GET
def source_archive(request: HttpRequest) -> FileResponse:
    """GET /source/staffroom.zip: the very files that this process runs, packed once per start."""
    return FileResponse(queries.source_archive().open("rb"), as_attachment=True, filename=f"staffroom-{__version__}.zip")

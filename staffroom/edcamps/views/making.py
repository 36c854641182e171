"""How an edcamp is made: one short form, its rooms, its day, and what is said of it."""

from datetime import time, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import NewForm, SayForm, Unread, day_of, first_of, read_parts, read_rooms, rows_of
from staffroom.edcamps.models import FEATURES, Edcamp, Slot
from staffroom.events.queries import guest_door
from staffroom.events.said import cover, over, when
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.queries import chains_of, spoken_for
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

WALL = {"place": "find", "material": "wall"}
BLANK_CARDS = 24
NOTEBOOK = {"place": "find", "material": "notebook"}


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.new", 120, 3600)
@once
def new(request: HttpRequest) -> HttpResponse:
    """/edcamps/new/?from=<code>: an edcamp of mine, or the next edition of one I run, with its rooms and its day. POST shows how it would hang; only
    POST with `up` puts it up.
    """
    last = get_or_404(request.viewer, Edcamp, request.GET["from"][:16], "run") if request.GET.get("from") else None
    speaks = spoken_for(request.user.pk)
    bodies = dict.fromkeys([*chains_of(request.user.pk), *speaks])
    first = {"zone": request.user.zone, "on": clock.today_in(request.user.zone) + timedelta(days=28), "starts": time(9, 0)}
    if last is not None:
        first |= first_of(last)
    form = NewForm(request.POST or None, initial=first | kept_for(NewForm, request), speaks=speaks, bodies=bodies,
                   minutes=last.event.span.minutes if last else None)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        what = form.what()
        parts, rooms = day_of(last) if last else (form.parts(), form.rooms())
        if "up" not in request.POST:
            return render(request, "edcamps/look.html", WALL | {
                "form": form, "what": what, "when": when(what.span, request.user.zone), "rooms": rooms, "over": over(what), "cover": cover(what),
                "whose": request.whose, "lines": queries.planned(what.span, parts), "minutes": actions.minutes_of(parts)})
        try:
            made = actions.put_up(by=request.user, what=what, rooms=rooms, parts=parts, edition_of=last)
            messages.success(request, _("It hangs. Name its rooms, then put up the first card."))
            return redirect("edcamps:rooms", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "edcamps/new.html", NOTEBOOK | {"form": form, "last": last}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.rooms", 300, 3600)
@once
def rooms(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/rooms/: the rooms, each a row of fields; an empty name takes one away, empty rows at the end add some."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    wrong, rows = "", [room | {"row": str(number)} for number, room in enumerate(edcamp.board["rooms"], 1)]
    if request.method == "POST":
        try:
            actions.set_rooms(by=request.user, edcamp=edcamp, rooms=read_rooms(request.POST))
            messages.success(request, _("Kept."))
            return redirect("edcamps:parts" if "on" in request.POST else "edcamps:keep", code)
        except (Refusal, Unread) as problem:
            wrong = str(problem)
            rows = [{"row": row, "code": request.POST.get(f"code-{row}", ""), "name": request.POST.get(f"name-{row}", "")[:200],
                     "capacity": request.POST.get(f"capacity-{row}", "")[:10], "features": request.POST.getlist(f"features-{row}"),
                     "parallel": f"parallel-{row}" in request.POST} for row in rows_of(request.POST, "name")]
    extra = [{"row": f"new{number}", "code": "", "name": "", "capacity": "", "features": []} for number in range(1, 3)] if not wrong else []
    return render(request, "edcamps/rooms.html", WALL | {"edcamp": edcamp, "rows": [*rows, *extra], "wrong": wrong, "features": FEATURES},
                  status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.rooms", 300, 3600)
@once
def parts(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/times/: the parts of the day, each a row of fields by the clock there."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    wrong = ""
    rows = [{"row": str(number), "code": line.code, "kind": line.kind, "title": line.title, "from": f"{line.starts_at:%H:%M}",
             "to": f"{line.ends_at:%H:%M}"} for number, line in enumerate(queries.wall(edcamp).lines, 1)]
    if request.method == "POST":
        try:
            actions.set_parts(by=request.user, edcamp=edcamp, parts=read_parts(request.POST, edcamp.event))
            messages.success(request, _("Kept."))
            return redirect("edcamps:keep", code)
        except (Refusal, Unread) as problem:
            wrong = str(problem)
            rows = [{"row": row} | {name: request.POST.get(f"{name}-{row}", "")[:200] for name in ("code", "kind", "title", "from", "to")}
                    for row in rows_of(request.POST, "from")]
    extra = [{"row": f"new{number}", "kind": "session"} for number in range(1, 3)] if not wrong else []
    return render(request, "edcamps/times.html", WALL | {"edcamp": edcamp, "rows": [*rows, *extra], "wrong": wrong, "kinds": Slot.Kind.choices},
                  status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.rooms", 300, 3600)
@once
def say(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/name/: the use of the name, credit hours, dots."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "run")
    form = SayForm(request.POST or None, initial={"named": edcamp.named, "credit": edcamp.credit, "dots_count": edcamp.dots_count})
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(by=request.user, edcamp=edcamp, **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect("edcamps:keep", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "edcamps/name.html", WALL | {"edcamp": edcamp, "form": form, "soon": not edcamp.event.has_begun},
                  status=422 if form.errors else 200)


@require_GET
@login_required
@notebook_only
@limited("edcamps.papers", 60, 600, reads=True)
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/print/: signs for the rooms, blank cards with numbers that are free, and the day on one page."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    return render(request, "edcamps/papers.html", WALL | {
        "edcamp": edcamp, "wall": queries.wall(edcamp), "when": when(edcamp.event.span), "picture": queries.picture_of(edcamp),
        "numbers": queries.free_numbers(edcamp, BLANK_CARDS)})


@require_GET
@login_required
@notebook_only
@limited("edcamps.papers", 60, 600, reads=True)
def join(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/join/: how to come in, to project or to print, for whoever keeps the board."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    return render(request, "edcamps/join.html", WALL | {"edcamp": edcamp, "door": guest_door(edcamp.event), "is_lan": settings.LAN})

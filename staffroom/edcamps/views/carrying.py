"""A day is taken along as a file, and brought from another instance: shown first, then taken, undone in one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from staffroom.edcamps import actions, carrying, queries
from staffroom.edcamps.forms import DayForm
from staffroom.edcamps.models import Edcamp
from staffroom.events.said import when
from staffroom.events.times import Span
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404

WALL = {"place": "find", "material": "wall"}


@require_GET
@login_required
@notebook_only
@limited("edcamps.take", 60, 3600, reads=True)
def day_file(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/day.json: the whole day as a file, for whoever runs it."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "run")
    response = HttpResponse(carrying.write(queries.day_of(edcamp)), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="edcamp-{edcamp.event.span.on:%Y-%m-%d}-{edcamp.code}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.bring", 60, 3600)
@once
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/carry/: take the day along; where it came as a file itself, POST takes back what the last one brought."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "run")
    carried = queries.carried_of(edcamp)
    wrong = ""
    if request.method == "POST" and carried is not None:
        try:
            stays = actions.undo_day(by=request.user, carried=carried)
            messages.success(request, _("What the file brought is taken back.") if stays else _("The day is taken back, as if it had never come."))
            return redirect("edcamps:carry", code) if stays else redirect("edcamps:edcamps")
        except Refusal as refusal:
            wrong = str(refusal)
    return render(request, "edcamps/carry.html", WALL | {"edcamp": edcamp, "carried": carried, "wrong": wrong}, status=422 if wrong else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.bring", 60, 3600)
@once
def bring(request: HttpRequest) -> HttpResponse:
    """/edcamps/bring/: a day from another instance. POST shows what the file holds; only POST with `up` takes it."""
    form = DayForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "edcamps/bring.html", WALL | {"form": form}, status=422 if form.errors else 200)
    wrong, brings = "", queries.brings(form.day)
    mine = brings.carried is None or can(request.viewer, "run", brings.carried)
    if not mine:
        wrong = _("This day is here already, brought by somebody else. Ask whoever runs it; nothing was changed.")
        brings = None
    elif "up" in request.POST:
        try:
            made = actions.bring_day(by=request.user, day=form.day)
            messages.success(request, _("The day is here."))
            return redirect("edcamps:carry", made.edcamp.code)
        except Refusal as refusal:
            wrong = str(refusal)
    said = form.day.event
    span = Span(datetime.fromisoformat(said["starts_at"]), datetime.fromisoformat(said["ends_at"]), said["zone"])
    return render(request, "edcamps/bring_look.html", WALL | {
        "day": form.day, "brings": brings, "wrong": wrong, "when": when(span, request.user.zone), "rows": carrying.write(form.day).decode()},
        status=422 if wrong else 200)

"""Tying what I noted or planned to statements of a framework."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from staffroom.frameworks import pins
from staffroom.frameworks import queries as frameworks
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.looks import queries
from staffroom.practice import actions as practice
from staffroom.practice.models import Goal, PlanStep
from staffroom.record import actions as record
from staffroom.record.models import Entry
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

KINDS = {"entry": Entry, "step": PlanStep, "goal": Goal}
HOMES = {"entry": "record:entry", "step": "practice:step", "goal": "practice:goal"}


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def tag(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/practice/tag/<entry|step|goal>/<code>/?in=<framework>&under=<statement>: put statements on, take some off."""
    thing = get_or_404(request.viewer, KINDS[kind], code, "change")
    asked = request.POST.get("in") or request.GET.get("in", "")
    edition = frameworks.edition(request.viewer, asked) if asked else frameworks.practice_map(request.viewer)
    problem = ""
    if request.method == "POST":
        try:
            _change(request, kind, thing, edition)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect(HOMES[kind], code)
    return render(request, "looks/tag.html", {
        "place": "record" if kind == "entry" else "practice", "material": "notebook", "home": reverse(HOMES[kind], args=[code]),
        "thing": thing, "edition": edition,
        "problem": problem, "tree": edition.tree if edition else None,
        "branch": frameworks.branch(edition.tree, request.GET.get("under", "")) if edition else None,
        "tags": pins.loads(thing.tags), "others": queries.editions(request.viewer)}, status=422 if problem else 200)


def _change(request: HttpRequest, kind: str, thing, edition: frameworks.Edition | None) -> None:
    by_id = edition.tree.by_id if edition else {}
    on = [queries.pin_of(edition, by_id[node]) for node in request.POST.getlist("node")[:pins.MOST + 1] if edition and node in by_id]
    off = [int(place) for place in request.POST.getlist("off") if place.isascii() and place.isdigit() and len(place) < 4]
    if kind == "entry":
        record.tag(by=request.user, entry=thing, on=on, off=off)
    else:
        practice.tag(by=request.user, thing=thing, on=on, off=off)

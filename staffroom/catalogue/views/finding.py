"""Find, and the page of an offer."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from staffroom.catalogue import beside, wanted
from staffroom.catalogue.models import Offer
from staffroom.catalogue.queries import cards, comparing, doubles, finding, imports, linked, offers, shelf
from staffroom.catalogue.queries.rows import choices, rows
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.practice import actions as practice
from staffroom.practice import queries as steps
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, material, who_can_see


def _shelf(request: HttpRequest) -> str:
    return shelf.version()


@require_safe
@public_page(version=_shelf)
@limited("find", 300, 60, reads=True)
def find(request: HttpRequest) -> HttpResponse:
    """GET /find/: one search over everything on the wall. The words are neither logged nor kept."""
    asked = wanted.read(dict(request.GET.lists()), finding.known)
    found = finding.found(request.viewer, asked)
    swapped = bool(getattr(request, "htmx", False)) and not request.htmx.history_restore_request
    response = render(request, "catalogue/_find.html" if swapped else "catalogue/find.html", {
        "place": "find", "material": "wall", "found": found, "rows": rows(found), "choices": choices(found.filters), "wanted": found.wanted,
        "beside": beside.things(request.viewer, found),
        "swapped": swapped, "links": wanted.links(found.wanted, found.pages), "can_plan": request.viewer.holds_own_key})
    response.headers["Vary"] = "HX-Request"
    if swapped:
        response.headers["HX-Push-Url"] = reverse("catalogue:find") + found.wanted.address(page=found.wanted.page).removesuffix("?")
    return response


def _offer(request: HttpRequest, code: str) -> str:
    return offers.version(code)


@require_safe
@public_page(version=_offer)
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/<code>/: an offer and its facts, for anybody."""
    try:
        shown = offers.page(request.viewer, code)
    except Http404:
        moved = doubles.moved_to(code)
        if not moved:
            raise
        return redirect("catalogue:offer", moved)
    card = cards.written(shown.offer)
    return render(request, "catalogue/offer.html", {
        "place": "find", "material": material(request.viewer, shown.offer), "shown": shown, "offer": shown.offer,
        "readers": who_can_see(shown.offer), "followed": imports.is_followed(request.viewer, shown.offer),
        "can_plan": request.viewer.holds_own_key, "can_change": can(request.viewer, "change", shown.offer),
        "can_correct": can(request.viewer, "correct", shown.offer),
        "can_report": request.viewer.holds_own_key and shown.offer.added_by_id != request.viewer.pk,
        "card": card, "wrote": card is not None and can(request.viewer, "change", card),
        "step": steps.open_about(request.viewer, "offer", shown.offer.pk),
        "machines": linked.node(shown.offer, shown.every, request.build_absolute_uri(request.path))})


@require_safe
@public_page(version=_offer)
def machines(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/<code>.json: the same offer for machines, whole: JSON-LD in the words of schema.org and LRMI."""
    try:
        told = offers.for_machines(request.viewer, code, request.build_absolute_uri(reverse("catalogue:offer", args=[code])))
    except Http404:
        moved = doubles.moved_to(code)
        if not moved:
            raise
        return redirect("catalogue:machines", moved)
    return JsonResponse(told, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


@require_POST
@login_required
@notebook_only
@once
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/<code>/plan/: a step about this offer stands in my plan."""
    wanted_offer = get_or_404(request.viewer, Offer, code)
    address = reverse("catalogue:offer", args=[code])
    try:
        step = practice.plan(by=request.user, title=wanted_offer.title, about_kind="offer", about_id=wanted_offer.pk,
                             minutes=wanted_offer.minutes, link=address)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(address)
    return redirect(reverse("practice:step", args=[step.code]) + "?planned=1")


@require_safe
@public_page(version=lambda request: "1")
def how(request: HttpRequest) -> HttpResponse:
    """GET /find/how/: how results are ordered and counted."""
    return render(request, "catalogue/how.html", {"place": "find", "material": "wall"})


@require_safe
@limited("compare", 300, 60, reads=True)
def compare(request: HttpRequest) -> HttpResponse:
    """GET /find/compare/?offer=…&offer=…: up to four side by side, for anybody. Words that look for another are neither logged nor kept."""
    compared = comparing.chosen(request.viewer, request.GET.getlist("offer"))
    words = " ".join(request.GET.get("q", "").split())
    codes = [offer.code for offer in compared]
    without = [(offer, _compared(code for code in codes if code != offer.code)) for offer in compared]
    proposed = comparing.proposed(request.viewer, words, compared) if len(codes) < comparing.MOST else []
    return render(request, "catalogue/compare.html", {
        "place": "find", "material": "wall", "compared": compared, "lines": comparing.lines(compared), "without": without, "words": words,
        "proposed": [(offer, _compared([*codes, offer.code])) for offer in proposed]})


def _compared(codes: Iterable[str]) -> str:
    return "?" + urlencode([("offer", code) for code in codes])

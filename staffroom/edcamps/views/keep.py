"""What whoever keeps the board has before them: tap a card, tap a place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import version_in
from staffroom.edcamps.models import Card, Edcamp, Move, Room, Slot
from staffroom.edcamps.placing import BadInstance
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

WALL = {"place": "find", "material": "wall"}


def _shown(request: HttpRequest, edcamp: Edcamp) -> dict:
    wall = queries.wall(edcamp)
    held = wall.cards.get(request.GET.get("card", "")[:16])
    return {"edcamp": edcamp, "wall": wall, "held": held, "keep": True, "moves": queries.moves(request.viewer, edcamp),
            "undoable": actions.UNDOABLE}


@require_GET
@login_required
@notebook_only
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/keep/?card=<code>: the board to be kept; with a card in the hand, every place that it can have is a button."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    return render(request, "edcamps/keep.html", WALL | _shown(request, edcamp) | {"alike": queries.alike(edcamp)})


@require_GET
@login_required
@notebook_only
def keep_board(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/keep/board/?card=<code>: the same board alone, as an open page fetches it."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    response = render(request, "edcamps/_keep.html", WALL | _shown(request, edcamp))
    response.headers["X-Version"] = str(edcamp.version)
    return response


def _back(request: HttpRequest, edcamp: Edcamp) -> HttpResponse:
    return redirect("edcamps:keep", edcamp.code)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def place(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/place/: `card` goes to `to` (slot:room), or is put aside (back, parked, off), as decided on `version` of the board."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    card = get_or_404(request.viewer, Card, request.POST.get("card", "")[:16], "keep")
    to, version = request.POST.get("to", "")[:40], version_in(request.POST)
    if card.edcamp_id != edcamp.pk:
        raise Http404
    try:
        if to in {"back", "parked", "off"}:
            actions.put_aside(by=request.user, card=card, how=to, version=version, why=request.POST.get("why", "")[:200])
            words = {"back": _("It lies on the table again."), "parked": _("Set aside."), "off": _("Called off; its place is free.")}[to]
        elif to in {"lock", "loose"}:
            actions.lock(by=request.user, card=card, is_locked=to == "lock")
            words = _("No proposal moves it.") if to == "lock" else _("A proposal may move it.")
        elif to == "next":
            actions.overflow(by=request.user, card=card, version=version)
            words = _("It goes on in the next slot.")
        else:
            slot, _colon, room = to.partition(":")
            at, within = get_or_404(request.viewer, Slot, slot), get_or_404(request.viewer, Room, room)
            actions.place(by=request.user, card=card, slot=at, room=within, version=version)
            words = _("“%(title)s” is on the board.") % {"title": card.title}
        messages.success(request, words)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(request, edcamp)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/undo/: a move is taken back, if nothing of it was touched since."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    move = get_or_404(request.viewer, Move, request.POST.get("move", "")[:16])
    if move.edcamp_id != edcamp.pk:
        raise Http404
    try:
        actions.undo(by=request.user, move=move)
        messages.success(request, _("Undone."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(request, edcamp)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/merge/: `card` becomes one with `into`."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    card, into = (get_or_404(request.viewer, Card, request.POST.get(name, "")[:16], "keep") for name in ("card", "into"))
    if {card.edcamp_id, into.edcamp_id} != {edcamp.pk}:
        raise Http404
    try:
        actions.merge(by=request.user, card=card, into=into, version=version_in(request.POST))
        messages.success(request, _("They are one card now. Undo makes them two again."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(request, edcamp)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/vote/: the voting is opened or closed."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    says = request.POST.get("says", "")
    if says not in {Edcamp.Voting.OPEN, Edcamp.Voting.CLOSED}:
        raise Http404
    try:
        actions.vote(by=request.user, edcamp=edcamp, says=says)
        closed = _("The voting is closed. Everybody sees how many want each card.")
        messages.success(request, _("The voting is open.") if says == Edcamp.Voting.OPEN else closed)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(request, edcamp)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def day(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/day/: all times so many minutes later (`minutes`), or a `room` is lost or there again (`lost`)."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    try:
        if "room" in request.POST:
            room = get_or_404(request.viewer, Room, request.POST["room"][:16])
            if room.edcamp_id != edcamp.pk:
                raise Http404
            is_lost = request.POST.get("lost") == "yes"
            actions.lose_room(by=request.user, room=room, is_lost=is_lost)
            messages.success(request, _("Its sessions lie on the table. Find them a place, or undo.") if is_lost else _("The room is there again."))
        else:
            said = request.POST.get("minutes", "")[:5].strip()
            actions.shift(by=request.user, edcamp=edcamp, minutes=int(said) if said.lstrip("+-").isdigit() and said.isascii() else 0)
            messages.success(request, _("All times are shifted."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return render(request, "edcamps/keep.html", WALL | _shown(request, edcamp) | {
            "alike": queries.alike(edcamp), "typed": request.POST.get("minutes", "")[:5]}, status=422)
    return _back(request, edcamp)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.proposal", 60, 600, reads=True)
@once
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/proposal/: a board that would suit many, with reasons. Only POST moves anything, all of it in one move that can be undone."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    if request.method == "POST":
        said = [tuple(one.split(":")) for one in request.POST.getlist("at")[:400]]
        places = [(one[0], one[1], one[2]) for one in said if len(one) == 3]
        try:
            actions.take_proposal(by=request.user, edcamp=edcamp, version=version_in(request.POST), places=places)
            messages.success(request, _("It stands like that now. Undo takes all of it back."))
            return _back(request, edcamp)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("edcamps:proposal", code)
    found, wrong = None, ""
    if edcamp.voting != Edcamp.Voting.OPEN:  # what is proposed would tell how the dots fall
        try:
            found = queries.proposed(edcamp)
        except BadInstance as problem:
            wrong = str(problem)
    return render(request, "edcamps/proposal.html", WALL | {"edcamp": edcamp, "found": found, "wrong": wrong})

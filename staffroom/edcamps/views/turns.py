"""The smackdown: the queue for whoever looks, a turn of one's own, and the next one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import TurnForm
from staffroom.edcamps.models import Edcamp, Turn
from staffroom.edcamps.views import reach
from staffroom.events.models import Event
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

WALL = {"place": "find", "material": "wall"}


def _page(request: HttpRequest, edcamp: Edcamp, form: TurnForm | None = None) -> HttpResponse:
    mine = queries.mine(request.viewer, edcamp, dots=False, leads=False)
    form = form or TurnForm(initial={"name": str(request.user) if request.viewer.account else ""})
    turns = queries.turns(edcamp)
    shown = WALL | {"edcamp": edcamp, "mine": mine, "form": form, "turns": turns}
    return render(request, "edcamps/smackdown.html", shown, status=422 if form.errors else 200)


@require_safe
def smackdown(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/smackdown/: who speaks, who waits, and the links of those who had their turn."""
    edcamp, _guest = reach.camp(request, code)
    response = _page(request, edcamp)
    return response if edcamp.event.audience == Event.Audience.PUBLIC else reach.for_this_browser(response)


@require_POST
@login_required
@notebook_only
@limited("edcamps.turn", 120, 3600)
@once
def queue_up(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/smackdown/mine/: a turn of mine at the end of the queue."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "take_part")
    form = TurnForm(request.POST)
    if form.is_valid():
        try:
            actions.queue_up(by=request.user, edcamp=edcamp, **form.cleaned_data)
            messages.success(request, _("You are in the queue: two minutes."))
            return redirect("edcamps:smackdown", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, edcamp, form)


@require_POST
@login_required
@notebook_only
@limited("edcamps.keep", 2_000, 3600)
@once
def following(request: HttpRequest, code: str) -> HttpResponse:
    """POST /edcamps/<code>/smackdown/next/: the next one speaks."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    try:
        if actions.next_turn(by=request.user, edcamp=edcamp) is None:
            messages.success(request, _("Nobody waits any more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:smackdown", code)


@require_POST
@login_required
@notebook_only
@limited("edcamps.turn", 120, 3600)
@once
def turn(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /edcamps/turns/<code>/later/ (back/): somebody comes again at the end; a turn is taken back."""
    held = get_or_404(request.viewer, Turn, code, "keep" if how == "later" else "back")
    try:
        (actions.pass_over if how == "later" else actions.take_turn_back)(by=request.user, turn=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:smackdown", held.edcamp.code)

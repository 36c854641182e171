"""The smackdown: the queue for whoever looks, a turn of one's own, and the next one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import TurnForm
from staffroom.edcamps.models import Edcamp, Turn
from staffroom.edcamps.views import reach
from staffroom.events.models import Event, Guest
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404

WALL = {"place": "find", "material": "wall"}


def _page(request: HttpRequest, edcamp: Edcamp, guest: Guest | None, form: TurnForm | None = None) -> HttpResponse:
    mine = reach.mine(request, edcamp, guest, dots=False, leads=False)
    form = form or TurnForm(initial={"name": str(guest or request.user) if guest or request.viewer.account else ""})
    turns = queries.turns(edcamp)
    shown = WALL | {"edcamp": edcamp, "mine": mine, "form": form, "turns": turns, "guest": guest}
    response = render(request, "edcamps/smackdown.html", shown, status=422 if form.errors else 200)
    return response if guest is None and edcamp.event.audience == Event.Audience.PUBLIC else reach.for_this_browser(response)


@require_safe
def smackdown(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/<code>/smackdown/: who speaks, who waits, and the links of those who had their turn."""
    edcamp, guest = reach.camp(request, code)
    return _page(request, edcamp, guest)


@require_POST
@limited("edcamps.turn", 120, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Edcamp, code, "take_part"), queries.edcamp_of_guest)
@once
def queue_up(request: HttpRequest, edcamp: Edcamp, guest: Guest | None) -> HttpResponse:
    """POST /edcamps/<code>/smackdown/mine/: a turn of mine at the end of the queue, of an account or a guest."""
    form = TurnForm(request.POST)
    if form.is_valid():
        try:
            actions.queue_up(**reach.doer(request, guest), edcamp=edcamp, **form.cleaned_data)
            messages.success(request, _("You are in the queue: two minutes."))
            return redirect("edcamps:smackdown", edcamp.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, edcamp, guest, form)


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
@limited("edcamps.turn", 120, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Turn, code), queries.turn_of_guest)
@once
def turn(request: HttpRequest, held: Turn, guest: Guest | None, how: str) -> HttpResponse:
    """POST /edcamps/turns/<code>/later/ (back/): somebody comes again at the end; a turn is taken back, also by the guest whose it is."""
    if how == "later" if guest else not can(request.viewer, "keep" if how == "later" else "back", held):
        raise Http404
    try:
        if how == "later":
            actions.pass_over(by=request.user, turn=held)
        else:
            actions.take_turn_back(**reach.doer(request, guest), turn=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:smackdown", held.edcamp.code)

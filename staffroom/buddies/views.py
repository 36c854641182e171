"""Buddies: who would be one, whom I asked, who asked me."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staffroom.buddies import actions, queries
from staffroom.buddies.models import Offering, Pair
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.models import Organisation
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_safe
@login_required
@notebook_only
def buddies(request: HttpRequest) -> HttpResponse:
    """GET /buddies/"""
    return render(request, "buddies/buddies.html", {"place": "people", "material": "notebook", "shown": queries.shown(request.viewer)})


@require_POST
@login_required
@notebook_only
@once
def offering(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /buddies/offers/<body>/offer/ or /withdraw/: I would be a buddy there; no longer."""
    body = get_or_404(request.viewer, Organisation, code)
    try:
        (actions.offer if how == "offer" else actions.withdraw)(by=request.user, organisation=body)
        messages.success(request, _("Your colleagues there can ask you now.") if how == "offer" else _("Nobody is shown it any more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("buddies:buddies")


@require_POST
@login_required
@notebook_only
@limited("buddies.ask", 20, 3600)
@once
def asking(request: HttpRequest, code: str) -> HttpResponse:
    """POST /buddies/offers/<code>/ask/: would you be mine?"""
    held = get_or_404(request.viewer, Offering, code, "ask")
    try:
        actions.ask(by=request.user, offering=held)
        messages.success(request, _("Asked. You are told when they answer; nobody else is."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("buddies:buddies")


@require_POST
@login_required
@notebook_only
@once
def pairing(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /buddies/pairs/<code>/agree/: yes. …/end/: not now, or no longer."""
    held = get_or_404(request.viewer, Pair, code, how)
    try:
        (actions.agree if how == "agree" else actions.end)(by=request.user, pair=held)
        messages.success(request, _("You are buddies.") if how == "agree" else _("It is over. Thank you for having been there."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("buddies:buddies")

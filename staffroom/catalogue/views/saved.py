"""Searches that I keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.catalogue import actions
from staffroom.catalogue.models import SavedSearch
from staffroom.catalogue.queries import saved as queries
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def saved(request: HttpRequest) -> HttpResponse:
    """GET /find/saved/: what I keep. POST keeps a search, given by its address."""
    if request.method == "GET":
        return render(request, "catalogue/saved.html", {"place": "find", "material": "notebook", "kept": queries.mine(request.viewer)})
    asked = queries.read(request.POST.get("asked", "")[:2000])
    if asked.plain:
        messages.info(request, _("There is nothing to keep yet: type a few words or choose a filter."))
        return redirect("catalogue:find")
    try:
        actions.save_search(by=request.user, asked=asked.address())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("catalogue:saved")


@require_POST
@login_required
@notebook_only
@once
def change(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /find/saved/<code>/tell/, quiet/ or forget/."""
    held = get_or_404(request.viewer, SavedSearch, code, "change")
    if how == "forget":
        actions.forget_search(by=request.user, saved=held)
    else:
        actions.let_tell(by=request.user, saved=held, tells=how == "tell")
    return redirect("catalogue:saved")

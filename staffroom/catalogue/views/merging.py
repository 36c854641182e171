"""Two offers side by side, and whether they are one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.catalogue import actions
from staffroom.catalogue.models import Merge, Offer
from staffroom.catalogue.queries import doubles
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def same(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/<code>/same/: what I put up beside what looks like it. POST makes mine one with the chosen other."""
    mine = get_or_404(request.viewer, Offer, code, "change")
    if request.method == "GET":
        return render(request, "catalogue/same.html", {
            "place": "find", "material": "wall", "mine": mine, "others": doubles.beside(request.viewer, mine)})
    other = get_or_404(request.viewer, Offer, request.POST.get("kept", "")[:16])
    try:
        actions.merge(by=request.user, gone=mine, kept=other)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("catalogue:offer", code)
    messages.info(request, _("They are one now: the address of yours leads here. You can undo it on the page where you add things."))
    return redirect("catalogue:offer", other.code)


@require_POST
@login_required
@notebook_only
@once
def two(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/add/one/<code>/undo/: they are two again."""
    merge = get_or_404(request.viewer, Merge, code, "undo")
    actions.unmerge(by=request.user, merge=merge)
    return redirect("catalogue:add")

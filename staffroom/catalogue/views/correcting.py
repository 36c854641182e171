"""Facts of an offer, set right by people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.catalogue import actions
from staffroom.catalogue.forms import FactsForm
from staffroom.catalogue.models import Correction, Offer
from staffroom.catalogue.queries import corrections
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """/find/<code>/facts/: its facts as a form, and who set which right. POST sets right what differs, under my name."""
    offer = get_or_404(request.viewer, Offer, code, "correct")
    if request.method == "GET":
        return _page(request, offer, FactsForm(initial=corrections.first(offer) | kept_for(FactsForm, request)))
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, form, 422)
    data = dict(form.cleaned_data)
    how, link, _was = data.pop("how"), data.pop("link"), data.pop("was")
    try:
        actions.correct(by=request.user, offer=offer, was=form.shown() or corrections.facts_of(offer), now=data, how=how, link=link)
    except actions.Changed as changed:
        form.data = form.data.copy()
        form.data["was"] = corrections.first(changed.offer)["was"]
        return _page(request, changed.offer, form, 409, corrections.beside(changed.offer, data, changed.facts))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _page(request, offer, form, 422)
    messages.success(request, _("Thank you. It stands on the facts label now, and your name in its history."))
    return redirect("catalogue:offer", code)


def _page(request: HttpRequest, offer: Offer, form: FactsForm, status: int = 200, beside=()) -> HttpResponse:
    return render(request, "catalogue/facts.html", {
        "place": "find", "material": "wall", "offer": offer, "form": form, "beside": beside,
        "history": corrections.history(request.viewer, offer)}, status=status)


@require_POST
@login_required
@notebook_only
@once
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/facts/<code>/undo/: what this correction changed says again what it said."""
    row = get_or_404(request.viewer, Correction, code, "undo")
    try:
        actions.undo_correction(by=request.user, correction=row)
        messages.info(request, _("It says again what it said before. Both stand in the history."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("catalogue:facts", row.offer.code)

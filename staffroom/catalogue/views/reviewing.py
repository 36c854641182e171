"""Reviews of an offer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.catalogue import actions, rubric
from staffroom.catalogue.forms import ReviewForm
from staffroom.catalogue.models import Offer, Review
from staffroom.catalogue.queries import reviews as queries
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404


@require_safe
def reviews(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/<code>/reviews/: what teachers found, question by question, for anybody; names for people who are signed in."""
    offer = get_or_404(request.viewer, Offer, code)
    return render(request, "catalogue/reviews.html", {
        "place": "find", "material": "wall", "offer": offer, "reviews": queries.of(request.viewer, offer), "state": queries.state(offer),
        "questions": rubric.QUESTIONS.values(), "can_ask": can(request.viewer, "ask", offer) and not offer.review,
        "can_review": can(request.viewer, "review", offer)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("review", 60, 3600)
@once
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """/find/<code>/reviews/mine/: the rubric as a form; POST puts my review up under my name, in the place of an earlier one."""
    offer = get_or_404(request.viewer, Offer, code, "review")
    kept = {name: request.kept[name] for name in ReviewForm().fields if name in (request.kept or {})}
    form = ReviewForm(request.POST or None, initial=queries.first(request.viewer, offer) | kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(by=request.user, offer=offer, **form.said())
            messages.success(request, _("Thank you. It is up, under your name."))
            return redirect("catalogue:reviews", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "catalogue/review.html", {
        "place": "find", "material": "wall", "offer": offer, "form": form,
        "pairs": [(form[name], form[f"{name}_why"]) for name in rubric.QUESTIONS]}, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/<code>/reviews/ask/: the offer says that a review is asked for."""
    offer = get_or_404(request.viewer, Offer, code, "ask")
    actions.ask_for_review(by=request.user, offer=offer)
    return redirect("catalogue:reviews", code)


@require_POST
@login_required
@notebook_only
@once
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/reviews/<code>/take-back/: my review is gone from the page."""
    row = get_or_404(request.viewer, Review, code, "change")
    actions.take_review_back(by=request.user, review=row)
    messages.info(request, _("Taken back."))
    return redirect("catalogue:reviews", row.offer.code)

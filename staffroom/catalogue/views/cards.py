"""Practice cards: written, adapted, corrected, taken back; their families and their history."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.catalogue import actions
from staffroom.catalogue.carded import maker_of, written_on
from staffroom.catalogue.forms import CardForm, CorrectForm, NewCardForm
from staffroom.catalogue.models import PracticeCard
from staffroom.catalogue.queries import cards as queries
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.markdown import to_html
from staffroom.kit.ops import once
from staffroom.kit.paging import page_of
from staffroom.record import drafting
from staffroom.record.kept import keep_words
from staffroom.record.models import Draft
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}
NOTEBOOK = {"place": "find", "material": "notebook"}
EDITIONS = 6  # on a page


@require_safe
@login_required
@notebook_only
def mine(request: HttpRequest) -> HttpResponse:
    """GET /find/cards/?page=: the cards that I wrote, also those I took back."""
    return render(request, "catalogue/my_cards.html", WALL | {"page": queries.mine(request.viewer, request.GET.get("page", ""))})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("cards.new", 120, 3600)
@once
def new(request: HttpRequest, code: str = "") -> HttpResponse:
    """/find/cards/new/, and /find/cards/<code>/adapt/: a card in my words. POST shows how it would hang; only POST with `up` puts it up."""
    parent = get_or_404(request.viewer, PracticeCard, code, "adapt") if code else None
    drafted = drafting.of(request, f"catalogue.adapt:{code}") if code else drafting.of_new(request, "catalogue.card")
    first = queries.first(request.viewer, parent) if parent else {"language": (get_language() or "en").split("-")[0]}
    form = NewCardForm(request.POST or None, initial=first | drafted.first(NewCardForm), name=str(request.user), parent=parent)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if choice := drafting.choice_first(request, drafted):
            return choice
        if "up" not in request.POST:
            return _looked(request, form, drafted, parent=parent)
        try:
            made = actions.write_card(by=request.user, says=form.says(), is_named=form.is_named, came_from=parent, draft=drafted.mark, **form.facts())
            messages.success(request, _("It hangs on the wall. Thank you for writing it down."))
            return redirect("catalogue:offer", made.offer.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "catalogue/card.html", NOTEBOOK | {"form": form, "parent": parent, **drafted.context(request)},
                  status=422 if form.errors else 200)


def _looked(request: HttpRequest, form: CardForm, drafted: drafting.Drafted, **more) -> HttpResponse:
    """How it would hang: nothing is up yet."""
    says = form.says()
    return render(request, "catalogue/look_card.html", WALL | {
        "form": form, "says": says, "maker": maker_of(request.user, form.is_named, says.language), "html": to_html(written_on(says), top=3),
        "licence": form.cleaned_data.get("licence", PracticeCard.Licence.BY_SA), **more, **drafted.context(request)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("cards.correct", 120, 3600)
@once
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """/find/cards/<code>/correct/: how my card reads from now on. Corrected meanwhile from another place: both are shown."""
    held = get_or_404(request.viewer, PracticeCard, code, "change")
    drafted = drafting.of(request, f"catalogue.correct:{code}")
    first = queries.first(request.viewer, held) | {"named": "yes" if held.is_named else "no", "no_pupils": True}
    form = CorrectForm(request.POST or None, initial=first | drafted.first(CorrectForm), name=str(request.user))
    base, other = drafted.base or held.edition, None
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        try:
            actions.correct_card(by=request.user, card=held, edition=base, says=form.says(), is_named=form.is_named,
                                 why=form.cleaned_data["why"], draft=drafted.mark)
            messages.success(request, _("Corrected. What it said before stands in its history."))
            return redirect("catalogue:offer", held.offer.code)
        except actions.CardChanged as changed:
            other, base = queries.editions(request.viewer, changed.card)[0], changed.card.edition
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "catalogue/card.html", NOTEBOOK | {"form": form, "card": held, "base": base, "other": other, **drafted.context(request)},
                  status=409 if other else 422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def ending(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST …/take-back/: my card hangs no more. POST …/again/: it hangs again."""
    held = get_or_404(request.viewer, PracticeCard, code, "change")
    try:
        if how == "take-back":
            actions.take_card_back(by=request.user, card=held)
            messages.success(request, _("Taken back. It stands here for you alone, and you can put it up again."))
        else:
            actions.put_card_up_again(by=request.user, card=held)
            messages.success(request, _("It hangs again."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("catalogue:my_cards")


@require_safe
def spread(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/cards/<code>/?page=: what others made of a card and how far it went, for anybody."""
    held = get_or_404(request.viewer, PracticeCard, code)
    return render(request, "catalogue/spread.html", WALL | {
        "card": held, "spread": queries.spread(request.viewer, held, request.GET.get("page", "")), "can_adapt": can(request.viewer, "adapt", held),
        "can_change": can(request.viewer, "change", held), "readers": who_can_see(held)})


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/cards/<code>/before/?page=: how a card read before, for anybody."""
    held = get_or_404(request.viewer, PracticeCard, code)
    page = page_of(queries.editions(request.viewer, held), request.GET.get("page", ""), EDITIONS)
    return render(request, "catalogue/editions.html", WALL | {"card": held, "page": page})


def home_of_new(draft: Draft, code: str) -> str:
    """Where a card that was begun is taken up."""
    return f"{reverse('catalogue:new_card')}?draft={code or 1}"


def home_of_adapted(draft: Draft, code: str) -> str:
    """Where an adaptation that was begun is taken up."""
    return f"{reverse('catalogue:adapt_card', args=[code])}?draft=1"


def home_of_corrected(draft: Draft, code: str) -> str:
    """Where a correction that was begun is taken up."""
    return f"{reverse('catalogue:correct_card', args=[code])}?draft=1"

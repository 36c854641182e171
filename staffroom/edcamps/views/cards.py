"""Cards: put up, read, changed, led, given a dot, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.edcamps import actions, queries
from staffroom.edcamps.forms import CardForm, LeadForm, ListForm, PitchesForm, version_in
from staffroom.edcamps.models import Card, Edcamp, Lead
from staffroom.edcamps.views import reach
from staffroom.events import actions as events
from staffroom.events.models import Event, Guest
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404, who_can_see

WALL = {"place": "find", "material": "wall"}


def _edcamp(request: HttpRequest, code: str) -> Edcamp:
    return get_or_404(request.viewer, Edcamp, code)


def _for(guest: Guest | None, response: HttpResponse) -> HttpResponse:
    """What a guest's link opened is kept nowhere."""
    return reach.for_this_browser(response) if guest else response


@require_http_methods(["GET", "POST"])
@limited("edcamps.card", 300, 3600, by=reach.writer)
@reach.taking_part(_edcamp, queries.edcamp_of_guest)
@once
def new(request: HttpRequest, edcamp: Edcamp, guest: Guest | None) -> HttpResponse:
    """/edcamps/<code>/card/?paper=1: a card, of an account or a guest; with `paper` a helper enters one that was written on paper, and has the next
    one before them at once.
    """
    mine, code = reach.mine(request, edcamp, guest, dots=False, leads=False), edcamp.code
    on_paper = mine.keeps and "paper" in request.GET
    first = {"name": "" if on_paper else str(guest or request.user), "format": Card.Format.DISCUSSION, "kind": request.GET.get("kind", "")}
    form = CardForm(request.POST or None, initial=first | ({} if guest else kept_for(CardForm, request)), on_paper=on_paper)
    if request.method == "POST" and form.is_valid():
        paper = form.cleaned_data["paper"] if on_paper else None
        try:
            if "go" in request.POST and not mine.takes_part:
                events.answer(by=request.user, event=edcamp.event, says="going")
            by = reach.doer(request, guest)
            made = actions.put_up_card(**by, edcamp=edcamp, says=form.says(), name=form.cleaned_data["name"], paper=paper)
            messages.success(request, _("“%(title)s” lies on the table.") % {"title": made.title})
            return redirect(f"{request.path}?paper=1") if on_paper else redirect("edcamps:wall", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _for(guest, render(request, "edcamps/card_new.html", WALL | {"edcamp": edcamp, "form": form, "mine": mine, "on_paper": on_paper},
                              status=422 if form.errors else 200))


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("edcamps.card", 300, 3600)
@once
def many(request: HttpRequest, code: str) -> HttpResponse:
    """/edcamps/<code>/cards/: many cards at once, from a list of wishes, a table or a file. A file is shown first; only POST with `up` puts it up."""
    edcamp = get_or_404(request.viewer, Edcamp, code, "keep")
    if request.method == "POST" and "bring" in request.POST:
        return _bring(request, edcamp)
    form = ListForm(request.POST or None, initial=kept_for(ListForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            lines = form.cleaned_data["lines"]
            made = actions.put_up_list(by=request.user, edcamp=edcamp, lines=lines)
            messages.success(request, ngettext("%(n)s card lies on the table.", "%(n)s cards lie on the table.", len(made)) % {"n": len(made)})
            if len(made) < len(lines):
                messages.info(request, ngettext("%(n)s hung already.", "%(n)s hung already.", len(lines) - len(made)) % {"n": len(lines) - len(made)})
            return redirect("edcamps:keep", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _many_page(request, edcamp, form, PitchesForm())


def _many_page(request: HttpRequest, edcamp: Edcamp, form: ListForm, pitches: PitchesForm) -> HttpResponse:
    return render(request, "edcamps/cards_new.html", WALL | {"edcamp": edcamp, "form": form, "pitches": pitches},
                  status=422 if form.errors or pitches.errors else 200)


def _bring(request: HttpRequest, edcamp: Edcamp) -> HttpResponse:
    form = PitchesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _many_page(request, edcamp, ListForm(), form)
    wrong, brought = "", form.brought
    if "up" in request.POST:
        try:
            made = actions.bring_in(by=request.user, edcamp=edcamp, pitches=brought.pitches)
            messages.success(request, ngettext("%(n)s card was brought in.", "%(n)s cards were brought in.", len(made)) % {"n": len(made)})
            return redirect("edcamps:keep", edcamp.code)
        except Refusal as refusal:
            wrong = str(refusal)
    comes = queries.coming(edcamp, brought.pitches)
    return render(request, "edcamps/cards_look.html", WALL | {
        "edcamp": edcamp, "comes": comes, "left": brought.left, "rows": brought.again(), "wrong": wrong,
        "lines": queries.planned(edcamp.event.span, [actions.Part(kind=kind, start=start, end=end, title=title)
                                                     for kind, start, end, title in comes.day.parts] if comes.day else [])},
        status=422 if wrong else 200)


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """GET /edcamps/cards/<code>/: a card with all it says, and what this reader may do with it."""
    held, guest = reach.card(request, code)
    if held.state == Card.State.GONE and not can(request.viewer, "change", held):
        raise Http404
    response = _page(request, held, guest, LeadForm(initial={"name": str(guest or request.user) if guest or request.viewer.account else ""}))
    return response if guest is None and held.edcamp.event.audience == Event.Audience.PUBLIC else reach.for_this_browser(response)


def _page(request: HttpRequest, held: Card, guest: Guest | None, form: LeadForm) -> HttpResponse:
    mine = reach.mine(request, held.edcamp, guest, leads=False)
    leads = queries.card_shown(held)
    for lead in leads:
        lead.is_mine = lead.guest_id == guest.pk if guest else request.viewer.holds_own_key and lead.person_id == request.viewer.pk
    return render(request, "edcamps/card.html", WALL | {
        "card": held, "edcamp": held.edcamp, "mine": mine, "leads": leads, "lead_form": form, "has_dot": held.code in mine.dots,
        "leads_it": any(lead.is_mine for lead in leads),
        "may_change": held.guest_id == guest.pk if guest else mine.keeps or (request.viewer.holds_own_key and held.author_id == request.viewer.pk),
        "at": queries.place_words(held), "readers": who_can_see(held) if request.viewer.account else []}, status=422 if form.errors else 200)


def _mine(request: HttpRequest, code: str) -> tuple[Card | None, Guest | None]:
    """The card that this guest put up."""
    held, guest = queries.card_of_guest(request, code)
    return (held, guest) if held is not None and guest is not None and held.guest_id == guest.pk else (None, None)


@require_http_methods(["GET", "POST"])
@limited("edcamps.card", 300, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Card, code, "change"), _mine)
@once
def change(request: HttpRequest, held: Card, guest: Guest | None) -> HttpResponse:
    """/edcamps/cards/<code>/change/: how the card reads from now on."""
    names, code = ("kind", "title", "words", "format", "level", "tags", "needs"), held.code
    first = {name: getattr(held, name) for name in names} | ({} if guest else kept_for(CardForm, request))
    form = CardForm(request.POST or None, initial=first, changes=True)
    if request.method == "POST" and form.is_valid():
        try:
            by = reach.doer(request, guest)
            actions.change_card(**by, card=held, says=form.says(), version=version_in(request.POST))
            messages.success(request, _("Changed."))
            return redirect("edcamps:card", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = WALL | {"edcamp": held.edcamp, "card": held, "form": form}
    return _for(guest, render(request, "edcamps/card_change.html", page, status=422 if form.errors else 200))


@require_POST
@limited("edcamps.card", 300, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Card, code, "read"), queries.card_of_guest)
@once
def act(request: HttpRequest, held: Card, guest: Guest | None, how: str) -> HttpResponse:
    """POST /edcamps/cards/<code>/lead/ (dot/, no-dot/, back/): I lead it, I would like it, no longer, I take it back."""
    if guest is None and not can(request.viewer, "change" if how == "back" else "take_part", held):
        raise Http404
    by, code = reach.doer(request, guest), held.code
    try:
        if how == "lead":
            form = LeadForm(request.POST)
            if not form.is_valid():
                return _page(request, held, guest, form)
            actions.lead(**by, card=held, name=form.cleaned_data["name"])
            messages.success(request, _("You lead it, and your name hangs there."))
        elif how == "dot":
            actions.dot(**by, card=held)
            messages.success(request, _("Your dot is on it. Nobody sees whose it is, and nobody how many there are before the voting is closed."))
        elif how == "no-dot":
            actions.take_dot(**by, card=held)
            messages.success(request, _("You have this dot again."))
        else:
            actions.take_back(**by, card=held)
            messages.success(request, _("The card hangs no more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    if how == "back":
        return redirect("edcamps:wall", held.edcamp.code)
    return redirect("edcamps:dots", held.edcamp.code) if "list" in request.POST else redirect("edcamps:card", code)


@require_POST
@limited("edcamps.card", 300, 3600, by=reach.writer)
@reach.taking_part(lambda request, code: get_or_404(request.viewer, Lead, code, "leave"), queries.lead_of_guest)
@once
def lead_no_more(request: HttpRequest, held: Lead, guest: Guest | None) -> HttpResponse:
    """POST /edcamps/leads/<code>/leave/: somebody leads a card no longer."""
    by = reach.doer(request, guest)
    try:
        actions.lead_no_more(**by, lead=held)
        messages.success(request, _("The name hangs there no more. The session stays where it is."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("edcamps:card", held.card.code)


@require_safe
@reach.taking_part(_edcamp, queries.edcamp_of_guest)
def dots(request: HttpRequest, edcamp: Edcamp, guest: Guest | None) -> HttpResponse:
    """GET /edcamps/<code>/dots/: every card with a tap for each, and how many dots are left."""
    mine = reach.mine(request, edcamp, guest, leads=False)
    return _for(guest, render(request, "edcamps/dots.html", WALL | {"edcamp": edcamp, "wall": queries.wall(edcamp), "mine": mine}))

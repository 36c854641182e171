"""A teacher's claims: made from an entry, read, withdrawn, appealed."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.claims import actions, queries, rules
from staffroom.claims.forms import AppealForm, SendForm
from staffroom.claims.models import Claim, Desk
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record.kept import keep_words, kept_for
from staffroom.record.models import Entry
from staffroom.sharing.bodies import holder
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see

RECORD = {"place": "record", "material": "notebook"}


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@limited("claims.send", 120, 3600)
@once
def make(request: HttpRequest, code: str) -> HttpResponse:
    """/record/<entry>/claim/?to=<body>: what would go along, what the rules say of it, who would read it; POST with `send` sends it."""
    entry = get_or_404(request.viewer, Entry, code, "ask")
    desks = queries.desks_for(request.viewer)
    wanted = request.POST.get("to") or request.GET.get("to", "")
    desk = next((one for one in desks if one.organisation.code == wanted), desks[0] if desks else None)
    proof = queries.proof_of(request.viewer, entry)
    form = SendForm(request.POST or None, initial=_first(request, entry, desk), proof=proof, has_note=bool(entry.note))
    if request.method == "POST" and form.is_valid() and "send" in request.POST and desk is not None:
        try:
            made = actions.send(by=request.user, entry=entry, organisation=desk.organisation, **form.said())
            return redirect("claims:one", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = RECORD | {"entry": entry, "desks": desks, "form": form}
    context |= _checked(request, entry, desk, proof, form) if desk else {}
    return render(request, "claims/make.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest, entry: Entry, desk: Desk | None) -> dict:
    """What was ticked before, where it came back to be changed; and words that outlived a session."""
    before = next((one for one in queries.of_entry(request.viewer, entry) if desk and one.organisation_id == desk.organisation_id), None)
    copy = queries.sent.loads(before.body) if before and before.state == Claim.State.RETURNED else None
    first = {"pieces": [piece.code for piece in copy.pieces], "with_note": bool(copy.note), "remark": copy.remark} if copy else {}
    kept = kept_for(SendForm, request) | ({"pieces": request.kept.getlist("pieces")} if request.kept else {})
    return first | kept


def _checked(request: HttpRequest, entry: Entry, desk: Desk, proof: list, form: SendForm) -> dict:
    """The copy with what is ticked now, and what the rules say of it."""
    ticked = form["pieces"].value() or [] if "pieces" in form.fields else []
    along = [one for one in proof if one.code in ticked]
    copy = queries.copy_of(entry, along, with_note=False, remark="")
    today = clock.today_in(request.user.zone)
    return {"desk": desk, "copy": copy, "judgement": queries.judge(copy, desk.pack, clock.now().date()), "proof": proof,
            "due": today + timedelta(days=desk.answer_days),
            "readers": [holder(row) for row in rules.deciders(desk.organisation).exclude(person=request.user)]}


@require_safe
@login_required
@notebook_only
def all_of_mine(request: HttpRequest) -> HttpResponse:
    """GET /record/claims/?page=2: what I asked offices to count, and what they answered."""
    page = queries.mine(request.viewer, request.GET.get("page", ""))
    return render(request, "claims/mine.html", RECORD | {"page": page, "rows": [(one, queries.title_in_queue(one)) for one in page]})


@require_safe
@login_required
@notebook_only
def one(request: HttpRequest, code: str) -> HttpResponse:
    """GET /record/claims/<code>/: the copy as the office reads it, what the rules say of it, and what was answered."""
    held = get_or_404(request.viewer, Claim, code, "change")
    return _page(request, held, AppealForm())


def _page(request: HttpRequest, held: Claim, form: AppealForm) -> HttpResponse:
    return render(request, "claims/one.html", {
        "place": "record", "material": "handed" if held.is_open() and held.organisation_id else "notebook", "claim": held,
        "shown": queries.shown(request.viewer, held), "readers": who_can_see(held), "form": form, "may_appeal": held.may_be_appealed()},
        status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/claims/<code>/withdraw/."""
    held = get_or_404(request.viewer, Claim, code, "change")
    try:
        actions.withdraw(by=request.user, claim=held)
        messages.success(request, _("Withdrawn. The office cannot open it any more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("claims:one", code)


@require_POST
@login_required
@notebook_only
@once
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/claims/<code>/appeal/: somebody else of the office looks at it again, once."""
    held = get_or_404(request.viewer, Claim, code, "change")
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            actions.appeal(by=request.user, claim=held, **form.cleaned_data)
            messages.success(request, _("Sent. Somebody who has not answered it before looks at it again."))
            return redirect("claims:one", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, held, form)

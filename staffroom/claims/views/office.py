"""An office's claims: the queue, one claim, several in one go, what was decided, and how the body takes claims."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.claims import actions, queries, rules
from staffroom.claims.forms import ChangeForm, DecideForm, DeskForm
from staffroom.claims.models import Claim, Ruling
from staffroom.kit import clock, files
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.models import Organisation
from staffroom.people.actions import log_access
from staffroom.record import shelf
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.rules import get_or_404, who_can_see

OFFICE = {"place": "office", "material": "handed"}


def _log(request: HttpRequest, held: Claim, how: str) -> None:
    """The teacher reads in their own access log that this office opened it."""
    with translation.override(held.person.language):
        log_access(by=request.user, person=held.person, what=_("a claim that you sent"), how=how, by_name=f"{request.user} ({held.body_name})")


def _seated(request: HttpRequest, code: str) -> Organisation:
    """The body with this code, if this viewer decides in it."""
    body = get_or_404(request.viewer, Organisation, code, "office")
    if not rules.sits_at(request.viewer, body):
        raise Http404
    return body


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """GET /office/claims/?show=clean&body=<code>&page=2: claims that wait, those that wait longest first."""
    bodies = queries.seats(request.viewer)
    if not bodies:
        raise Http404
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWS else queries.SHOWS[0]
    body = next((one for one in bodies if one.code == request.GET.get("body", "")), None)
    page = queries.queue(request.viewer, show=show, body=body.code if body else "", number=request.GET.get("page", ""))
    return render(request, "claims/queue.html", OFFICE | {
        "bodies": bodies, "body": body, "show": show, "page": page, "query": f"?show={show}&body={body.code if body else ''}&page=",
        "rows": [(one, queries.title_in_queue(one), queries.in_one_go(one)) for one in page],
        "today": clock.today_in(request.user.zone), "in_one_go": any(queries.in_one_go(one) for one in page)})


@require_POST
@login_required
@limited("claims.decide", 600, 3600)
@once
def approve(request: HttpRequest) -> HttpResponse:
    """POST /office/claims/approve/: the claims that were ticked are named once more; with `sure` each of them is approved."""
    if not queries.seats(request.viewer):
        raise Http404
    found = queries.clean(request.viewer, request.POST.getlist("claim"))
    if not found:
        messages.warning(request, _("Tick at least one claim for which every rule is met. Nothing was changed."))
        return redirect("claims:queue")
    if "sure" not in request.POST:
        return render(request, "claims/sure.html", OFFICE | {"rows": [(one, queries.title_in_queue(one)) for one in found]})
    came = actions.approve_clean(by=request.user, claims=found)
    if came.done:
        count = len(came.done)
        messages.success(request, ngettext("%(n)s claim is answered with yes.", "%(n)s claims are answered with yes.", count) % {"n": count})
    for held, why in came.left:
        messages.warning(request, f"{held.person}: {why}")
    return redirect("claims:queue")


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited("claims.decide", 600, 3600)
@once
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """/office/claims/<code>/: the copy that was sent and what the rules say of it, and nothing else; POST answers it."""
    if request.method == "POST" and queries.was_withdrawn(request.viewer, code):
        messages.warning(request, _("The teacher withdrew this claim meanwhile, so it is not here any more. Nothing was decided."))
        return redirect("claims:queue")
    held = get_or_404(request.viewer, Claim, code, "look")
    form = DecideForm(request.POST or None, initial={"minutes": held.counted_minutes or held.minutes} | kept_for(DecideForm, request), claim=held)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, held, form.cleaned_data)
            return redirect("claims:queue")
        except Refusal as refusal:
            if not queries.is_there(request.viewer, held):
                messages.warning(request, str(refusal))
                return redirect("claims:queue")
            form.add_error(None, str(refusal))
            held.refresh_from_db()
    if request.method != "POST":
        _log(request, held, "page")
    return render(request, "claims/claim.html", OFFICE | {
        "claim": held, "shown": queries.shown(request.viewer, held), "form": form, "readers": who_can_see(held),
        "today": clock.today_in(request.user.zone), **queries.beside(held, request.user)}, status=422 if form.errors else 200)


def _answer(request: HttpRequest, held: Claim, data: dict) -> None:
    if data["what"] == "approve":
        now = actions.approve(by=request.user, claim=held, minutes=data["minutes"], reason=data["reason"])
        if now.state == Claim.State.SECONDED:
            messages.success(request, _("Your yes is noted. A second person of the office decides now."))
        else:
            messages.success(request, _("Approved. The teacher is told, and it stands in their record."))
        return
    act = actions.decline if data["what"] == "decline" else actions.send_back
    act(by=request.user, claim=held, reason=data["reason"])
    messages.success(request, _("Answered. The teacher is told why."))


@require_safe
@login_required
def proof(request: HttpRequest, code: str, piece: str) -> HttpResponse:
    """GET /office/claims/<code>/proof/<piece>/: a file that went along, for saving; never shown in place, never run."""
    held = get_or_404(request.viewer, Claim, code, "look")
    found = queries.proof(held, piece)
    if found is None:
        raise Http404
    data = shelf.get(found.stored, shelf.evidence_label(found.pk))
    _log(request, held, "file")
    return HttpResponse(data, content_type=found.mime, headers={
        "Content-Disposition": files.disposition(found.name), "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'"})


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited("claims.decide", 600, 3600)
@once
def change(request: HttpRequest, code: str) -> HttpResponse:
    """/office/claims/decisions/<ruling>/: what the body granted, without the copy; POST corrects or revokes it."""
    ruling = get_or_404(request.viewer, Ruling, code, "change")
    form = ChangeForm(request.POST or None, initial={"minutes": ruling.claim.granted_minutes} | kept_for(ChangeForm, request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["what"] == "correct":
                actions.correct(by=request.user, claim=ruling.claim, minutes=data["minutes"], code=data["code"], reason=data["reason"])
            else:
                actions.revoke(by=request.user, claim=ruling.claim, code=data["code"], reason=data["reason"])
            messages.success(request, _("Changed. The teacher is told why."))
            return redirect("claims:decisions", ruling.claim.organisation.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "claims/change.html", OFFICE | {"ruling": ruling, "form": form, "body": ruling.claim.organisation},
                  status=422 if form.errors else 200)


@require_safe
@login_required
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """GET /office/<body>/claims/decisions/?page=2: what this body answered."""
    body = _seated(request, code)
    page = queries.decisions(request.viewer, body, request.GET.get("page", ""))
    return render(request, "claims/decisions.html", OFFICE | {"body": body, "page": page})


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@once
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/claims/: whether and how this body takes claims."""
    body = _seated(request, code)
    held = queries.desk_of(request.viewer, body)
    first = {"is_open": "yes" if held.is_open else "no", "pack": held.pack, "answer_days": held.answer_days, "appeal_days": held.appeal_days,
             "needs_two": held.needs_two} if held else {"answer_days": 14, "appeal_days": 30}
    form = DeskForm(request.POST or None, initial=first | kept_for(DeskForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_claims(by=request.user, organisation=body, **form.said())
            messages.success(request, _("Kept. It holds for what is sent from now on."))
            return redirect("claims:queue")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "claims/desk.html", {"place": "office", "material": "wall", "body": body, "held": held, "form": form},
                  status=422 if form.errors else 200)

"""One entry: its ladder, its proof, who can see it; letting it go and asking for its confirmation."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.ids import uuid7
from staffroom.kit.ops import once
from staffroom.record import actions, beside, queries
from staffroom.record.actions.evidence import too_large
from staffroom.record.forms import AskForm, ProofForm, SittingForm
from staffroom.record.models import Ask, Draft, Entry, Evidence, Sitting
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see

THINGS = {"entry": Entry, "proof": Evidence, "draft": Draft}


def entry_page(request: HttpRequest, entry: Entry, *, proof: ProofForm | None = None, sitting: SittingForm | None = None) -> HttpResponse:
    """The page of an entry, with a form that was not accepted if there is one."""
    wrong = (proof is not None and bool(proof.errors)) or (sitting is not None and bool(sitting.errors))
    sitting = sitting or SittingForm(zone=request.user.zone, initial={"on_on": clock.today_in(request.user.zone)})
    readers = who_can_see(entry)
    return render(request, "record/entry.html", {
        "place": "record", "material": material(request.viewer, entry, readers), "entry": entry, "shown": queries.shown(request.viewer, entry),
        "about": queries.about(entry), "readers": readers, "proof": proof or ProofForm(), "proof_open": "proof" in request.GET or proof,
        "sitting": sitting, "kept": "kept" in request.GET, "upload_key": str(uuid7()), "most_bytes": settings.UPLOAD_BYTES, "too_large": too_large(),
        "beside": beside.shown(request.viewer, entry),
    }, status=422 if wrong else 200)


@require_safe
@login_required
@notebook_only
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """GET /record/<code>/."""
    held = get_or_404(request.viewer, Entry, code)
    if held.gone_id:
        return render(request, "record/gone.html", {"place": "record", "material": "notebook", "entry": held})
    return entry_page(request, held)


@require_POST
@login_required
@notebook_only
@once
def add_sitting(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/<code>/sittings/."""
    held = get_or_404(request.viewer, Entry, code, "change")
    form = SittingForm(request.POST, zone=request.user.zone)
    if form.is_valid():
        try:
            actions.add_sitting(by=request.user, entry=held, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("record:entry", code)
    return entry_page(request, held, sitting=form)


@require_POST
@login_required
@notebook_only
@once
def remove_sitting(request: HttpRequest, code: str, sitting: str) -> HttpResponse:
    """POST /record/<code>/sittings/<code>/let-go/."""
    held = get_or_404(request.viewer, Entry, code, "change")
    try:
        actions.remove_sitting(by=request.user, entry=held, sitting=get_or_404(request.viewer, Sitting, sitting, "remove"))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("record:entry", code)


@require_POST
@login_required
@notebook_only
@once
def let_go(request: HttpRequest, code: str) -> HttpResponse:
    """POST /record/<code>/let-go/."""
    actions.let_go(by=request.user, entry=get_or_404(request.viewer, Entry, code, "remove"))
    return redirect("record:let_go")


@require_POST
@login_required
@notebook_only
@once
def bring_back(request: HttpRequest, what: str, code: str) -> HttpResponse:
    """POST /record/let-go/<entry|proof|draft>/<code>/."""
    held = get_or_404(request.viewer, THINGS[what], code, "bring_back")
    try:
        back = actions.bring_back(by=request.user, thing=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("record:let_go")
    if what == "draft":
        return redirect("record:drafts")
    return redirect("record:entry", back.code if what == "entry" else back.entry.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """/record/<code>/ask/: hand a frozen copy to a named person. First what leaves is shown, then the copy is handed over."""
    held = get_or_404(request.viewer, Entry, code, "ask")
    first = {"until_on": clock.today_in(request.user.zone) + timedelta(days=30)}
    form = AskForm(request.POST or None, people=queries.colleagues(request.viewer), officers=queries.officers(request.viewer), initial=first)
    if request.method == "POST" and form.is_valid():
        reader, body = form.cleaned_data["reader"]
        try:
            actions.ask_confirmation(by=request.user, entry=held, reader=reader, body=body, until_on=form.cleaned_data["until_on"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("record:entry", code)
    return render(request, "record/ask.html", {
        "place": "record", "material": "notebook", "entry": held, "form": form, "facts": queries.facts_text(held)},
        status=422 if form.errors else 200)


@require_safe
@login_required
def asked(request: HttpRequest) -> HttpResponse:
    """GET /record/asked/: what others asked me to confirm or accept."""
    return render(request, "record/asked.html", {"place": "record", "material": "handed", "asks": queries.asked_of(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@once
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """/record/asked/<code>/: a copy that was handed to me; say yes, or that I cannot."""
    held = get_or_404(request.viewer, Ask, code)
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        held = get_or_404(request.viewer, Ask, code, "answer")
        act = actions.decline if request.POST["answer"] == "no" else actions.accept if held.body_id else actions.confirm
        try:
            act(by=request.user, ask=held)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answer is in."))
        return redirect(reverse("record:asked"))
    return render(request, "record/answer.html", {"place": "record", "material": material(request.viewer, held), "ask": held,
                                                  "mine": held.person_id == request.viewer.pk})

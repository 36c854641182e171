"""Looking back on an entry, and saying something to a copy."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from staffroom.inquiry import actions, prompts, queries
from staffroom.inquiry.forms import ReflectionForm, ResponseForm
from staffroom.inquiry.models import Reflection, Response
from staffroom.inquiry.rules import may_respond
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.record import drafting
from staffroom.record.kept import keep_words
from staffroom.record.models import Entry
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import get_or_404, material, who_can_see


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def reflection(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/reflections/<code of the entry>/: four questions, what I said, and what colleagues said to it."""
    entry = get_or_404(request.viewer, Entry, code)
    if entry.gone_id:
        raise Http404
    held = queries.of_entry(request.viewer, entry)
    version = held.version if held else 0
    drafted = drafting.of(request, f"inquiry.reflection:{code}")
    first = {name: getattr(held, name) for name in prompts.QUESTIONS} if held else {}
    form = ReflectionForm(request.POST or None, initial=first | drafted.first(ReflectionForm))
    other = None
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        try:
            actions.look_back(by=request.user, entry=entry, answers=form.cleaned_data, version=drafted.base, draft=drafted.mark)
        except actions.Changed as changed:
            other = changed.thing
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("inquiry:reflection", code)
    readers = who_can_see(held) if held else []
    return render(request, "inquiry/reflection.html", {
        "place": "practice", "material": material(request.viewer, held, readers) if held else "notebook", "entry": entry, "reflection": held,
        "answered": prompts.answered(held) if held else [], "form": form, "other": prompts.answered(other) if other else [], "readers": readers,
        "base": other.version if other else drafted.base or version, "said": queries.said_to(request.viewer, held) if held else [],
        **drafted.context(request)}, status=409 if other else 422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def next_round(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/reflections/<code of the entry>/next/: what I will do otherwise stands in my plan."""
    held = queries.of_entry(request.viewer, get_or_404(request.viewer, Entry, code))
    if held is None or held.entry.gone_id:
        raise Http404
    try:
        step = actions.next_round(by=request.user, reflection=held)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("inquiry:reflection", code)
    return redirect("practice:step", step.code)


@require_POST
@login_required
@notebook_only
@once
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/reflections/<code of the entry>/forget/: what I said looking back is gone."""
    entry = get_or_404(request.viewer, Entry, code)
    held = queries.of_entry(request.viewer, entry)
    if held is None:
        raise Http404
    actions.forget(by=request.user, reflection=get_or_404(request.viewer, Reflection, held.code, "remove"))
    return redirect("record:entry", code)


@require_POST
@login_required
@notebook_only
@limited("respond", 60, 3_600)
@once
def respond(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/responses/<code of the copy>/: the holder of a copy says something to it."""
    copy = get_or_404(request.viewer, Copy, code)
    if not may_respond(request.viewer, copy):
        raise Http404
    form = ResponseForm(request.POST)
    if form.is_valid():
        try:
            actions.respond(by=request.user, copy=copy, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sharing:copy", code)
    return render(request, "inquiry/respond.html", {"material": material(request.viewer, copy), "copy": copy, "form": form}, status=422)


@require_POST
@login_required
@notebook_only
@once
def unsay(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/responses/said/<code>/take-back/: what was said is gone."""
    said = get_or_404(request.viewer, Response, code, "remove")
    about = queries.of_copy(request.viewer, said.copy)
    actions.unsay(by=request.user, response=said)
    return redirect("inquiry:reflection", about.entry.code) if about else redirect("sharing:copy", said.copy.code)

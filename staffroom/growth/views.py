"""From a sentence to suggestions to a plan."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.catalogue.models import Offer
from staffroom.growth import actions, danger, queries, spanish, suggesting
from staffroom.growth.forms import MINUTES, SentenceForm
from staffroom.growth.models import Sentence
from staffroom.kit.ops import once
from staffroom.kit.where import address
from staffroom.practice import actions as practice
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, visible_to, who_can_see


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def start(request: HttpRequest) -> HttpResponse:
    """/practice/start/: say it in one sentence."""
    first = {"mood": request.GET.get("mood", "bothering"), "minutes": request.GET.get("minutes", 15)} | kept_for(SentenceForm, request)
    form = SentenceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = actions.say(by=request.user, **form.cleaned_data)
        return HttpResponseRedirect(address("growth:sentence", said.code))
    earlier = visible_to(request.viewer, Sentence).order_by("-made_at", "-pk")[:5]
    return render(
        request,
        "growth/start.html",
        {"place": "practice", "material": "notebook", "form": form, "minutes": MINUTES, "earlier": earlier},
        status=422 if form.errors else 200,
    )


@require_GET
@login_required
@notebook_only
def sentence(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/start/<code>/?minutes=30: at most three suggestions, each with its reasons, for the minutes there are now."""
    said = get_or_404(request.viewer, Sentence, code)
    now = request.GET.get("minutes", "")
    said.minutes = next((number for number in MINUTES if str(number) == now), said.minutes)
    suggestions = [] if request.user.suggestions_off else queries.suggestions(request.viewer, said)
    matter = danger.heard(said.text)
    ways = [one for one in suggestions if one.leads and said.mood == Sentence.Mood.GOOD_AT]
    answered = bool(ways or (suggestions and suggestions[0].is_clear))
    return render(
        request,
        "growth/sentence.html",
        {
            "place": "practice",
            "material": material(request.viewer, said),
            "said": said,
            "options": MINUTES,
            "suggestions": suggestions,
            "ways": ways,
            "ahead": [one for one in suggestions if one not in ways],
            "readers": who_can_see(said),
            "matter": matter,
            "tongue": "es" if spanish.is_spanish(said.text) else get_language(),
            "matters": [] if answered or matter or request.user.suggestions_off else queries.matters(said.minutes),
            "danger": matter in danger.A_CHILD,
            "own": matter == danger.OWN,
        },
    )


@require_POST
@login_required
@notebook_only
@once
def answer(request: HttpRequest, code: str, offer: str, how: str) -> HttpResponse:
    """POST …/<offer>/plan/ puts it into my plan; …/<offer>/aside/ asks for something else."""
    said = get_or_404(request.viewer, Sentence, code, "change")
    wanted = get_or_404(request.viewer, Offer, offer)
    if how == "aside":
        actions.set_aside(by=request.user, sentence=said, offer_code=wanted.code)
        return redirect(reverse("growth:sentence", args=[code]) + "#suggestions")
    step = practice.plan(
        by=request.user,
        title=wanted.title,
        about_kind="offer",
        about_id=wanted.pk,
        minutes=wanted.minutes,
        link=reverse("catalogue:offer", args=[wanted.code]),
        why=_("You said: %(words)s") % {"words": said.text},
    )
    return redirect(reverse("practice:step", args=[step.code]) + "?planned=1")


@require_POST
@login_required
@notebook_only
@once
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/start/<code>/forget/: the sentence is gone."""
    actions.forget(by=request.user, sentence=get_or_404(request.viewer, Sentence, code, "remove"))
    return redirect("growth:start")


@require_GET
def how(request: HttpRequest) -> HttpResponse:
    """/practice/how-suggestions-work/: the arithmetic, for anybody."""
    return render(request, "growth/how.html", {"place": "practice", "material": "wall", "n": suggesting.NUMBERS})

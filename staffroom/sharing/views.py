"""Handing a copy, reading one, seeing with other eyes, and the public table."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.ops import once
from staffroom.sharing import actions, besides, checking, colleagues, eyes, table
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.forms import HandForm, end_of_school_year
from staffroom.sharing.models import Copy
from staffroom.sharing.rules import RULES, get_or_404, material, rule_for, who_can_see


def _kind(name: str) -> type[Model]:
    """The kind of thing with this name in addresses ("entry"), if copies of it can be handed over."""
    for model, rule in RULES.items():
        if rule.frozen and model._meta.model_name == name:
            return model
    raise Http404


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def hand(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """/shared/hand/<kind>/<code>/: first what would leave and to whom; then it is handed over."""
    thing = get_or_404(request.viewer, _kind(kind), code, "hand")
    freeze = rule_for(thing).frozen
    assert freeze is not None
    title, body = freeze(thing)
    asked = (request.POST if request.method == "POST" else request.GET).get("q", "")[:100]
    form = HandForm(request.POST or None, initial={"until_on": end_of_school_year(clock.today_in(request.user.zone))})
    people = colleagues.like(request.viewer, asked)
    if request.method == "POST" and form.is_valid():
        reader = colleagues.nameable(request.viewer).filter(code=form.cleaned_data["reader"]).first()
        try:
            handed = actions.hand(by=request.user, thing=thing, reader=reader, until_on=form.cleaned_data["until_on"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sharing:copy", handed.code)
    return render(
        request,
        "sharing/hand.html",
        {"material": "notebook", "kind": kind, "code": code, "title": title, "body": body, "form": form, "people": people, "asked": asked},
        status=422 if form.errors else 200,
    )


@require_GET
@login_required
@notebook_only
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """GET /shared/<code>/: a copy, for its owner and for the one who holds it."""
    held = get_or_404(request.viewer, Copy, code)
    readers = who_can_see(held)
    return render(
        request,
        "sharing/copy.html",
        {"material": material(request.viewer, held, readers), "copy": held, "mine": held.person_id == request.user.pk, "readers": readers,
         "beside": besides.shown(request.viewer, held)},
    )


@require_POST
@login_required
@notebook_only
@once
def taking_back(request: HttpRequest, code: str) -> HttpResponse:
    """POST /shared/<code>/take-back/: nobody holds it any more."""
    actions.take_back(by=request.user, copy=get_or_404(request.viewer, Copy, code, "take_back"))
    return redirect("people")


@dataclass(frozen=True)
class Seen:
    """What somebody else would get at one address."""

    words: str
    path: str
    status: int
    answer: str


@require_GET
@login_required
@notebook_only
def with_other_eyes(request: HttpRequest) -> HttpResponse:
    """GET /trust/eyes/?path=/record/<code>/: what others would get at this address of mine."""
    path = request.GET.get("path", "")[:300]
    if not path.startswith("/") or path.startswith("//") or "?" in path:
        raise Http404
    seen = [
        Seen(one.words, path, answer.status_code, checking.in_words(answer, path))
        for one in eyes.everybody(request.user)
        for answer in [eyes.ask(path, one.viewer)]
    ]
    return render(request, "sharing/eyes.html", {"material": "notebook", "seen": seen, "path": path})


@require_GET
@public_page(version=lambda request: str(checking.instance()))
def trust(request: HttpRequest) -> HttpResponse:
    """GET /trust: the whole table, the rules in plain words, and what is not promised."""
    return render(
        request,
        "sharing/trust.html",
        {"material": "wall", "people": table.people(), "groups": table.groups(), "promises": checking.promises(), "instance": checking.instance(),
         "is_lan": settings.LAN},
    )


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def self_test(request: HttpRequest) -> HttpResponse:
    """/trust/check/: makes a private note, tries every address of it as others, shows the answers, and takes the note away."""
    if request.method == "POST":
        request.session["self-tested"] = checking.gathered(checking.try_to_read(request.user))
        return redirect("sharing:check")
    result = request.session.get("self-tested") or []
    return render(request, "sharing/check.html", {"material": "notebook", "result": result, "tried": sum(len(line["addresses"]) for line in result)})

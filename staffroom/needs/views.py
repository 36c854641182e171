"""What people miss: the list, one need, putting one up, joining, answering."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.needs import actions, queries
from staffroom.needs.forms import AnswerForm, NeedForm, ReopenForm
from staffroom.needs.models import Answer, Need, NeedMerge
from staffroom.needs.rules import kinds_for
from staffroom.orgs.models import Organisation
from staffroom.record.kept import keep_words, kept_for
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see
from staffroom.sharing.viewers import NOBODY

WALL = {"place": "find", "material": "wall"}


def _list(request: HttpRequest) -> str:
    return queries.version()


def _one(request: HttpRequest, code: str) -> str:
    return queries.version_of(code)


@require_safe
@public_page(version=_list)
@limited("needs", 300, 60, reads=True)
def needs(request: HttpRequest) -> HttpResponse:
    """GET /find/needs/?q=…&show=answered&of=<body>&page=2: what people miss, for anybody. The words are neither logged nor kept."""
    words = " ".join(request.GET.get("q", "").split())[:300]
    answered = request.GET.get("show") == "answered"
    of = request.GET.get("of", "")[:16]
    body = get_or_404(NOBODY, Organisation, of) if of else None
    listed = queries.listed(request.viewer, words, answered, body, request.GET.get("page", ""))
    kept = {"q": words, "of": of}
    links = {"open": _query(**kept), "answered": _query(**kept, show="answered")}
    links["page"] = links["answered" if answered else "open"] + "page="
    return render(request, "needs/needs.html", WALL | {"listed": listed, "words": words, "answered": answered, "body": body, "links": links})


def _query(**chosen: str) -> str:
    """ "?q=noise&" with what was chosen: another may follow."""
    return "?" + "".join(f"{urlencode({name: value})}&" for name, value in chosen.items() if value)


@require_safe
@public_page(version=_one)
def need(request: HttpRequest, code: str) -> HttpResponse:
    """GET /find/needs/<code>/: a need and its answers, for anybody."""
    held = get_or_404(request.viewer, Need, code)
    if held.merged_into:
        return redirect("needs:need", held.merged_into.code)
    return render(request, "needs/need.html", WALL | {"need": held, "shown": queries.shown(request.viewer, held), "readers": who_can_see(held)})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("needs.new", 120, 3600)
@once
def new(request: HttpRequest) -> HttpResponse:
    """/find/needs/new/?q=…: what is missing, in my words. POST shows what would hang; only POST with `up` puts it up."""
    first = {"words": " ".join(request.GET.get("q", "").split())[:200]} | kept_for(NeedForm, request)
    form = NeedForm(request.POST or None, initial=first, bodies=queries.bodies_of(request.viewer))
    if request.method == "GET" or not form.is_valid() or "change" in request.POST:
        return render(request, "needs/new.html", {"place": "find", "material": "notebook", "form": form}, status=422 if form.errors else 200)
    facts = form.facts()
    if "up" in request.POST:
        try:
            made = actions.put_up(by=request.user, **facts)
            messages.success(request, _("It hangs on the wall. You will be told when somebody answers."))
            return redirect("needs:need", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return render(request, "needs/new.html", {"place": "find", "material": "notebook", "form": form}, status=422)
    return render(request, "needs/look.html", WALL | {"form": form, "facts": facts, "alike": queries.alike(request.viewer, facts["words"])})


@require_POST
@login_required
@notebook_only
@limited("needs.join", 300, 3600)
@once
def sharing(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST …/join/: me too. POST …/take-back/: no longer."""
    held = get_or_404(request.viewer, Need, code, "join")
    try:
        stays = (actions.join if how == "join" else actions.take_back)(by=request.user, need=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("needs:needs")
    if how == "join":
        messages.success(request, _("You are one of them now. You will be told when somebody answers."))
    else:
        messages.success(request, _("Taken back. It does not count any more."))
    return redirect("needs:need", stays.code) if stays else redirect("needs:needs")


@require_http_methods(["GET", "POST"])
@login_required
@limited("needs.answer", 60, 3600)
@once
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """/find/needs/<code>/answer/: an office of the body that was asked answers; where there is none, anybody leads somewhere."""
    held = get_or_404(request.viewer, Need, code, "answer")
    form = AnswerForm(request.POST or None, kinds=kinds_for(request.viewer, held), near=queries.offers_near(request.viewer, held.words))
    if request.method == "POST" and form.is_valid():
        offer = queries.offer_at(request.viewer, form.offer_code) if form.offer_code else None
        try:
            said = {name: form.cleaned_data[name] for name in ("kind", "words")}
            actions.answer(by=request.user, need=held, offer=offer, link=form.link(), **said)
            messages.success(request, _("Your answer hangs beside it. Everybody who shares it is told."))
            return redirect("needs:need", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "needs/answer.html", WALL | {"need": held, "form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
@once
def withdrawing(request: HttpRequest, code: str) -> HttpResponse:
    """POST /find/needs/answers/<code>/take-back/: an answer of mine is gone, within fourteen days."""
    held = get_or_404(request.viewer, Answer, code, "take_back")
    try:
        actions.take_back_answer(by=request.user, answer=held)
        messages.success(request, _("Taken back. It stands there no more."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("needs:need", held.need.code)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("needs.same", 60, 3600)
@once
def same(request: HttpRequest, code: str) -> HttpResponse:
    """/find/needs/<code>/same/: needs that may say the same. POST makes the two one, or asks the author of the other."""
    held = get_or_404(request.viewer, Need, code, "merge")
    if request.method == "POST":
        other = get_or_404(request.viewer, Need, request.POST.get("other", "")[:16])
        try:
            merge = actions.merge(by=request.user, one=held, other=other)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("needs:same", code)
        if merge.agreed_at is None:
            messages.success(request, _("Whoever put up the other one is asked. If they agree, the two are one."))
            return redirect("needs:need", code)
        messages.success(request, _("They are one now. Whoever shares one of them shares this."))
        return redirect("needs:need", merge.kept.code)
    return render(request, "needs/same.html", WALL | {"need": held, "others": queries.maybe_same(request.viewer, held)})


@require_POST
@login_required
@notebook_only
@once
def merging(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /find/needs/same/<code>/agree/: yes, they are one. …/undo/: they are two, or never were one."""
    held = get_or_404(request.viewer, NeedMerge, code, how)
    try:
        (actions.agree if how == "agree" else actions.unmerge)(by=request.user, merge=held)
        one, two = _("They are one now. Whoever shares one of them shares this."), _("They are two.")
        messages.success(request, one if how == "agree" else two)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("needs:need", held.kept.code)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("needs.answer", 60, 3600)
@once
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """/find/needs/<code>/reopen/: the answer does not fit, and why."""
    held = get_or_404(request.viewer, Need, code, "reopen")
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(by=request.user, need=held, why=form.cleaned_data["why"])
            messages.success(request, _("It is open again. Whoever answered is told why."))
            return redirect("needs:need", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "needs/reopen.html", WALL | {"need": held, "form": form, "shown": queries.shown(request.viewer, held)},
                  status=422 if form.errors else 200)

"""What became of it: the questions, my answers, and putting one up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit.ops import once
from staffroom.orgs.queries import schools_of
from staffroom.practice import actions, queries
from staffroom.practice.forms import AnswerForm, TellForm
from staffroom.practice.models import Easier, FollowUp
from staffroom.record import drafting
from staffroom.record.kept import keep_words
from staffroom.record.models import Draft
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, who_can_see


@require_GET
@login_required
@notebook_only
def asked(request: HttpRequest) -> HttpResponse:
    """GET /practice/asked/: what waits for one tap, and what I answered before."""
    context = {"place": "practice", "material": "notebook", "asked": queries.asked(request.viewer), "answers": Easier.choices}
    return render(request, "practice/asked.html", context)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def follow_up(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/asked/<code>/?easier=yes: the questions with what was tapped; POST keeps the answers."""
    held = get_or_404(request.viewer, FollowUp, code)
    tapped = request.GET.get("easier", "")
    drafted = drafting.of(request, f"practice.asked:{held.code}")
    first = {"easier": tapped if tapped in Easier.values else held.easier, "still": held.still, "pupils": held.pupils}
    form = AnswerForm(request.POST or None, initial=first | drafted.first(AnswerForm))
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        actions.answer(by=request.user, follow_up=held, draft=drafted.mark, **form.cleaned_data)
        return redirect("practice:follow_up", code)
    readers = who_can_see(held)
    context = {"held": held, "form": form, "readers": readers, "told": queries.my_telling(request.viewer, held) if held.about_id else None,
               "open": held.answered_at is None or bool(tapped) or form.is_bound or bool(drafted.words)}
    context |= {"place": "practice", "material": material(request.viewer, held, readers), **drafted.context(request)}
    return render(request, "practice/follow_up.html", context, status=422 if form.errors else 200)


def home_of_answer(draft: Draft, code: str) -> str:
    """Where an answer that was begun is taken up."""
    return f"{reverse('practice:follow_up', args=[code])}?draft=1"


@require_POST
@login_required
@notebook_only
@once
def set_aside(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/asked/<code>/no/: do not ask me this."""
    actions.set_aside(by=request.user, follow_up=get_or_404(request.viewer, FollowUp, code, "set_aside"))
    return redirect("practice:asked")


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """/practice/asked/<code>/tell/: what would become public, word for word; POST puts it up."""
    held = get_or_404(request.viewer, FollowUp, code, "tell")
    form = TellForm(request.POST or None, schools=schools_of(request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.tell(by=request.user, follow_up=held, **form.cleaned_data)
        messages.success(request, _("It hangs on the wall. You can take it back here at any time."))
        return redirect("practice:follow_up", code)
    context = {"place": "practice", "material": "wall", "held": held, "form": form, "told": queries.my_telling(request.viewer, held)}
    return render(request, "practice/tell.html", context)


@require_POST
@login_required
@notebook_only
@once
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """POST /practice/asked/<code>/take-back/: what I told about this thing is gone from the wall."""
    held = get_or_404(request.viewer, FollowUp, code, "tell")
    actions.take_back(by=request.user, about_kind=held.about_kind, about_id=held.about_id)
    messages.success(request, _("Taken back. It counts nowhere any more; your answer stays in your notebook."))
    return redirect("practice:follow_up", code)

"""A form that keeps its words as they are typed: what it needs to be shown, and what becomes of its draft when it is sent.

    @keep_words                                           # outermost: record.kept
    …
    def step(request, code):
        drafted = drafting.of(request, f"practice.step:{code}")      # or of_new(request, "practice.new")
        form = StepForm(request.POST or None, initial=first | drafted.first(StepForm))
        if request.method == "POST" and form.is_valid():
            if choice := drafting.choice_first(request, drafted):    # another tab kept other words: both are shown first
                return choice
            actions.change(…, draft=drafted.mark)                    # the act ends the draft: actions.drafts.use_up
        return render(request, …, {**drafted.context(request)})

The page holds `{% include "record/_drafted.html" %}` above the form; the form says `data-autosave="{{ draft_href }}"
data-version="{{ draft_version }}"` and holds `record/_whose.html`, `record/_draft.html` and `ui/autosave.html`. A form that
changes a thing sends the version it shows as `base`. Where the words are taken up again: `prefills.HOMES`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from staffroom.kit import live
from staffroom.kit.ids import new_code
from staffroom.kit.statement import written_once
from staffroom.record import actions, queries
from staffroom.record.models import Draft
from staffroom.sharing.rules import visible_to
from staffroom.sharing.viewers import holder

_CONTROL = {"csrfmiddlewaretoken", "op_id", "version", "tab", "whose", "base", "and_proof", "upload", "draft_version", "draft_form"}
_TAB = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Drafted:
    """A form and its draft: `words` fill it first (kept after a session ended, or those of the draft that was taken up).

    `taken` is the draft that fills it, `offered` one that lies there. `base` is the version of the thing that the form was
    filled from, 0 when it does not say.
    """

    form: str
    mark: actions.DraftMark
    words: QueryDict | None = None
    taken: Draft | None = None
    offered: Draft | None = None
    base: int = 0

    def first(self, form: type[Form]) -> dict:
        """First values of a form, where the words say anything about them. Fields of several choices get lists."""
        several = {name for name, field in form.base_fields.items() if hasattr(field, "queryset")}
        words = self.words or QueryDict()
        return {name: words.getlist(name) if name in several else words.get(name) for name in form.base_fields if name in words}

    def context(self, request: HttpRequest) -> dict:
        """What the templates need. A form that was not filled from a draft does not know its version: what is written there never goes
        over words that it did not show.
        """
        came, offered = request.POST or request.kept or {}, self.offered
        return {"draft_form": self.form, "draft_href": reverse("record:draft", args=[self.form]),
                "draft_version": self.taken.version if self.taken else whole_number(came.get("draft_version")),
                "draft_tab": came.get("tab") or new_code(), "draft_mark": queries.form_mark(self.form), "whose": request.whose,
                "kept": bool(request.kept), "drafted": bool(self.words), "offered": offered,
                "offered_words": queries.first_words(offered) if offered else "",
                "offered_home": queries.home_of(offered) if offered else "",
                "live": live.address(request.user.code, [f"account:{request.user.code}"], request.session.session_key or "")}


def of(request: HttpRequest, form: str) -> Drafted:
    """The form that changes one thing. `?draft=1` fills it from its draft; otherwise a draft is offered."""
    came = request.POST or request.kept
    lying = None if came else next(iter(_of_form(person=request.viewer.pk, form=form)), None)
    taken = lying if request.GET.get("draft") else None
    base = whole_number((came or {}).get("base")) or (taken.base if taken else 0)
    return Drafted(form, mark_of(request, form), request.kept or (words_of(taken) if taken else None), taken, None if taken else lying, base)


def of_new(request: HttpRequest, form: str) -> Drafted:
    """The form that makes something new. Beside words that were left unfinished a new page has a draft of its own, `form:<code>`."""
    if came := request.POST or request.kept:
        said = came.get("draft_form", "")
        name = said if re.fullmatch(rf"{re.escape(form)}(:[a-z0-9]{{1,24}})?", said) else form
        return Drafted(name, mark_of(request, name), request.kept)
    if asked := request.GET.get("draft", ""):
        name = form if asked == "1" else f"{form}:{asked}"[:80]
        for taken in _of_form(person=request.viewer.pk, form=name):
            return Drafted(name, mark_of(request, name), words_of(taken), taken)
    newest = next(iter(_begun(form)(person=request.viewer.pk)), None)
    name = f"{form}:{newest.code}" if newest else form
    return Drafted(name, mark_of(request, name), offered=newest)


def choice_first(request: HttpRequest, drafted: Drafted) -> HttpResponse | None:
    """Words kept from another tab meanwhile, of which this one was told: both are shown before anything is sent for good."""
    mark = drafted.mark
    beside = visible_to(request.viewer, Draft).filter(form=mark.form, beside=True, tab=mark.tab, gone=None).first() if mark.tab else None
    if beside is None:
        return None
    keep(request, drafted)
    return redirect("record:draft_two", beside.code)


def keep(request: HttpRequest, drafted: Drafted) -> Draft:
    """The words of the form that was sent are kept as its draft."""
    return actions.keep_draft(by=request.user, mark=drafted.mark, body=posted(request), device=device_of(request), base=drafted.base)


@written_once
def _of_form(*, person: UUID, form: str) -> QuerySet[Draft]:
    return visible_to(holder(person), Draft).filter(form=form, beside=False, gone=None)


@cache
def _begun(form: str) -> Callable[..., list[Draft]]:
    """The draft of something new that was begun last, of one of the few forms that make something."""
    def rows(*, person: UUID) -> QuerySet[Draft]:
        named = Q(form=form) | Q(form__startswith=f"{form}:")
        return visible_to(holder(person), Draft).filter(named, beside=False, gone=None).order_by("-id")[:1]
    return written_once(rows)


def words_of(draft: Draft) -> QueryDict:
    """A draft's fields, as a form would have sent them."""
    return as_sent(draft.read())


def as_sent(body: dict[str, list[str]]) -> QueryDict:
    """Fields as a form would have sent them."""
    words = QueryDict(mutable=True)
    for name, values in body.items():
        words.setlist(name, values)
    return words


def posted(request: HttpRequest) -> dict[str, list[str]]:
    """The words of a form without what only steers it."""
    return {name: request.POST.getlist(name) for name in request.POST if name not in _CONTROL and len(name) <= 40}


def mark_of(request: HttpRequest, form: str) -> actions.DraftMark:
    """Which draft the form that was sent had been keeping."""
    tab = request.POST.get("tab", "")
    return actions.DraftMark(form, whole_number(request.POST.get("version") or request.POST.get("draft_version")), tab if _TAB.fullmatch(tab) else "")


def device_of(request: HttpRequest) -> str:
    """What the browser says it runs on, roughly: enough to tell two versions apart."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if "iPad" in agent or "Tablet" in agent:
        return _("a tablet")
    return _("a phone") if "Mobi" in agent else _("a computer")


def whole_number(text: str | None) -> int:
    """A version as a form sends it; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0

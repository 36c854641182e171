"""Noting something, and changing it."""

import re
from contextlib import suppress
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from staffroom.kit import clock, live
from staffroom.kit.acts import Refusal
from staffroom.kit.ids import new_code
from staffroom.kit.ops import once
from staffroom.kit.statement import written_once
from staffroom.record import actions, prefills, queries, reckoning
from staffroom.record.forms import EntryForm
from staffroom.record.kept import keep_words
from staffroom.record.models import Draft, Entry
from staffroom.record.views.drafts import device_of, mark_of, posted, whole_number
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material, visible_to
from staffroom.sharing.viewers import holder
from staffroom.ui import paper

NEW = "record.new"
NEW_FORM = re.compile(r"record\.new(:[a-z0-9]{1,24})?")


def form_context(request: HttpRequest, form: str, draft: Draft | None) -> dict:
    """What a form with a draft needs: its address, version and tab, and the stream that tells of other tabs. `draft` is the one that fills it.

    A form that was not filled from a draft does not know its version: what is written there never goes over words that it did not show.
    """
    came = request.POST or request.kept or {}
    return {"draft_form": form, "draft_href": reverse("record:draft", args=[form]),
            "draft_version": draft.version if draft else whole_number(came.get("draft_version")),
            "draft_tab": came.get("tab") or new_code(), "draft_mark": queries.form_mark(form), "whose": request.whose,
            "live": live.address(request.user.code, [f"account:{request.user.code}"], request.session.session_key or "")}


def initial_from(words: QueryDict) -> dict:
    """First values of an EntryForm out of kept or drafted words."""
    return {name: words.getlist(name) if name == "topics" else words.get(name) for name in EntryForm.base_fields if name in words}


def words_of(draft: Draft) -> QueryDict:
    """A draft's fields, as a form would have sent them."""
    return _query(draft.read())


def _query(body: dict[str, list[str]]) -> QueryDict:
    words = QueryDict(mutable=True)
    for name, values in body.items():
        words.setlist(name, values)
    return words


def _draft(request: HttpRequest, form: str) -> Draft | None:
    return next(iter(_of_form(person=request.viewer.pk, form=form)), None)


@written_once
def _of_form(*, person: UUID, form: str) -> QuerySet[Draft]:
    return visible_to(holder(person), Draft).filter(form=form, beside=False, gone=None)


def _newest(request: HttpRequest) -> Draft | None:
    """The draft of something new that was begun last."""
    return visible_to(request.viewer, Draft).filter(Q(form=NEW) | Q(form__startswith=f"{NEW}:"), beside=False, gone=None).order_by("-id").first()


def _begun(request: HttpRequest) -> tuple[str, Draft | None, Draft | None]:
    """The draft of this page: its form, the draft that fills it, and one that is offered. Beside an unfinished one a new page has its own."""
    came = request.POST or request.kept or {}
    if came:
        return came.get("draft_form", "") if NEW_FORM.fullmatch(came.get("draft_form", "")) else NEW, None, None
    if asked := request.GET.get("draft", ""):
        draft = _draft(request, NEW if asked == "1" else f"{NEW}:{asked}"[:80])
        if draft is not None:
            return draft.form, draft, None
    newest = _newest(request)
    return (f"{NEW}:{newest.code}" if newest else NEW), None, newest


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def new(request: HttpRequest) -> HttpResponse:
    """/record/new/: note something in under a minute. ?from=step:<code> fills it from the viewer's own thing, ?draft=1 from the draft."""
    name, draft, offered = _begun(request)
    words = request.kept or (words_of(draft) if draft else QueryDict())
    came_from = request.POST.get("from") or request.GET.get("from") or words.get("from", "")
    kind, prefill = prefills.read(request.viewer, came_from)
    if offered and prefill and words_of(offered).get("from") != came_from:
        offered = None
    if request.method == "POST":
        form = EntryForm(request.POST, zone=request.user.zone)
        if form.is_valid():
            answer = _note(request, form, name, kind, prefill)
            if answer is not None:
                return answer
    else:
        form = EntryForm(initial=initial_from(words) if words else _first(request, prefill), zone=request.user.zone)
    return render(request, "record/new.html", {
        "place": "record", "material": "notebook", "form": form, "came_from": came_from if prefill else "", "prefill": prefill,
        "offered": offered, "offered_words": queries.first_words(offered.read()) if offered else "",
        "offered_home": queries.home_of(offered) if offered else "", "kept": bool(request.kept),
        **form_context(request, name, draft)}, status=422 if form.errors else 200)


def _note(request: HttpRequest, form: EntryForm, name: str, kind: str, prefill) -> HttpResponse | None:
    mark = mark_of(request, name)
    if choice := _choice_first(request, mark):
        return choice
    try:
        entry = actions.note(by=request.user, from_kind=kind, from_id=prefill.from_id if prefill else None, draft=mark, **form.words())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect(f"{reverse('record:entry', args=[entry.code])}{'?proof=1#proof' if 'and_proof' in request.POST else '?kept=1'}")


def _choice_first(request: HttpRequest, mark: actions.DraftMark, base: int = 0) -> HttpResponse | None:
    """Words kept from another tab meanwhile, of which this one was told: both are shown before anything is sent for good."""
    beside = visible_to(request.viewer, Draft).filter(form=mark.form, beside=True, tab=mark.tab, gone=None).first() if mark.tab else None
    if beside is None:
        return None
    actions.keep_draft(by=request.user, mark=mark, body=posted(request), device=device_of(request), base=base)
    return redirect("record:draft_two", beside.code)


def _first(request: HttpRequest, prefill) -> dict:
    first = {"on_on": clock.today_in(request.user.zone)}
    if prefill is not None:
        first |= {"title": prefill.title, "minutes": prefill.minutes or "", "kind": prefill.kind, "source": prefill.source, "link": prefill.link,
                  "topics": list(prefill.topics)}
    return first


def home_of_new(draft: Draft, code: str) -> str:
    """Where a draft of a new entry is taken up."""
    return f"{reverse('record:new')}?draft={code or 1}"


def home_of_entry(draft: Draft, code: str) -> str:
    """Where a draft of a changed entry is taken up."""
    return f"{reverse('record:edit', args=[code])}?draft=1"


def entry_form_name(entry: Entry) -> str:
    return f"record.entry:{entry.code}"


def first_of(entry: Entry) -> dict:
    """An entry as first values of its form."""
    first = {name: getattr(entry, name) for name in EntryForm.base_fields if name != "topics"}
    return first | {"topics": [topic.slug for topic in entry.topics.all()], "minutes": str(entry.minutes)}


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """/record/<code>/edit/: change an entry. A change from elsewhere meanwhile leads to both, side by side."""
    entry = get_or_404(request.viewer, Entry, code, "change")
    if entry.gone_id:
        return redirect("record:entry", code)
    name, draft = entry_form_name(entry), _draft(request, entry_form_name(entry))
    taken = draft if request.method != "POST" and not request.kept and request.GET.get("draft") else None
    sittings = entry.sittings.count()
    if request.method == "POST":
        form = EntryForm(request.POST, zone=request.user.zone, sittings=sittings)
        if form.is_valid():
            answer = _change(request, form, entry)
            if answer is not None:
                return answer
    else:
        words = request.kept or (words_of(taken) if taken else None)
        form = EntryForm(initial=initial_from(words) if words else first_of(entry), zone=request.user.zone, sittings=sittings)
    base = request.POST.get("base") or (request.kept or {}).get("base") or (taken.base if taken else 0) or entry.version
    return render(request, "record/edit.html", {
        "place": "record", "material": material(request.viewer, entry), "form": form, "entry": entry, "base": base, "sittings": sittings,
        "offered": draft if request.method == "GET" and not request.kept and taken is None else None,
        "kept": bool(request.kept), **form_context(request, name, taken)}, status=422 if form.errors else 200)


def _change(request: HttpRequest, form: EntryForm, entry: Entry) -> HttpResponse | None:
    mark = mark_of(request, entry_form_name(entry))
    base = request.POST.get("base", "")
    base = int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0
    if choice := _choice_first(request, mark, base):
        return choice
    try:
        actions.change(by=request.user, entry=entry, base=base, draft=mark, **form.words())
    except actions.ChangedMeanwhile:
        draft = actions.keep_draft(by=request.user, mark=mark, body=posted(request), device=device_of(request), base=base)
        return redirect(f"{reverse('record:two', args=[entry.code])}?{urlencode({'draft': draft.code})}")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("record:entry", entry.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def two(request: HttpRequest, code: str) -> HttpResponse:
    """/record/<code>/two/?draft=<code>: the entry as it stands and the words that came meanwhile; keep one or both."""
    entry = get_or_404(request.viewer, Entry, code, "change")
    draft = get_or_404(request.viewer, Draft, request.POST.get("draft") or request.GET.get("draft", ""), "change")
    if entry.gone_id or draft.gone_id or draft.form != entry_form_name(entry):
        return redirect("record:entry", code)
    if request.method == "POST":
        return _settle(request, entry, draft)
    words = words_of(draft)
    return render(request, "record/two.html", {
        "place": "record", "material": material(request.viewer, entry), "entry": entry, "draft": draft,
        "mine": {"name": draft.device, "at": draft.changed_at, "text": told(words)},
        "theirs": {"name": "", "at": entry.changed_at, "text": told(_as_words(entry))}})


def _settle(request: HttpRequest, entry: Entry, draft: Draft) -> HttpResponse:
    keep = request.POST.get("keep")
    if keep == "theirs":
        actions.drop_draft(by=request.user, draft=draft)
        return redirect("record:entry", entry.code)
    body = draft.read() if keep == "mine" else reckoning.merge(draft.read(), {name: _as_words(entry).getlist(name) for name in _as_words(entry)})
    form = EntryForm(_query(body), zone=request.user.zone, sittings=entry.sittings.count())
    mark = actions.DraftMark(draft.form, draft.version, draft.tab)
    if not form.is_valid():
        actions.keep_draft(by=request.user, mark=mark, body=body, device=draft.device, base=entry.version)
        return redirect(f"{reverse('record:edit', args=[entry.code])}?draft=1")
    try:
        actions.change(by=request.user, entry=entry, base=entry.version, draft=mark, **form.words())
    except Refusal:
        return redirect(f"{reverse('record:two', args=[entry.code])}?{urlencode({'draft': draft.code})}")
    return redirect("record:entry", entry.code)


def _as_words(entry: Entry) -> QueryDict:
    words = QueryDict(mutable=True)
    for name, value in first_of(entry).items():
        words.setlist(name, value if isinstance(value, list) else [] if value is None else [str(value)])
    return words


def told(words: QueryDict) -> str:
    """A version of an entry in lines, for reading side by side."""
    minutes, day = words.get("minutes", ""), words.get("on_on", "")
    if minutes.isascii() and minutes.isdigit():
        minutes = paper.hours_in_words(int(minutes[:6]))
    with suppress(ValueError):
        day = paper.day_in_words(date.fromisoformat(day), clock.now().year)
    length = " · ".join(filter(None, (minutes, day)))
    return "\n".join(line for line in (words.get("title"), length, words.get("note"), words.get("source")) if line)

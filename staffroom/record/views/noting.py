"""Noting something, and changing it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.ops import once
from staffroom.kit.where import address
from staffroom.record import actions, drafting, prefills, reckoning
from staffroom.record.drafting import Drafted, words_of
from staffroom.record.forms import EntryForm
from staffroom.record.kept import keep_words
from staffroom.record.models import Draft, Entry
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, material
from staffroom.ui import paper

NEW = "record.new"


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def new(request: HttpRequest) -> HttpResponse:
    """/record/new/: note something in under a minute. ?from=step:<code> fills it from the viewer's own thing, ?draft=1 from the draft."""
    drafted = drafting.of_new(request, NEW)
    came_from = request.POST.get("from") or request.GET.get("from") or (drafted.words or {}).get("from", "")
    kind, prefill = prefills.read(request.viewer, came_from)
    if drafted.offered and prefill and words_of(drafted.offered).get("from") != came_from:
        drafted = replace(drafted, offered=None)
    if request.method == "POST":
        form = EntryForm(request.POST, zone=request.user.zone)
        if form.is_valid():
            answer = _note(request, form, drafted, kind, prefill)
            if answer is not None:
                return answer
    else:
        form = EntryForm(initial=drafted.first(EntryForm) if drafted.words else _first(request, prefill), zone=request.user.zone)
    return render(request, "record/new.html", {
        "place": "record", "material": "notebook", "form": form, "came_from": came_from if prefill else "", "prefill": prefill,
        **drafted.context(request)}, status=422 if form.errors else 200)


def _note(request: HttpRequest, form: EntryForm, drafted: Drafted, kind: str, prefill) -> HttpResponse | None:
    if choice := drafting.choice_first(request, drafted):
        return choice
    words = form.words()
    if prefill and prefill.origin and "origin" not in request.POST:  # a form that was filled in without a line does not ask
        words["origin"] = prefill.origin
    try:
        entry = actions.note(by=request.user, from_kind=kind, from_id=prefill.from_id if prefill else None, draft=drafted.mark, **words)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return HttpResponseRedirect(f"{address('record:entry', entry.code)}{'?proof=1#proof' if 'and_proof' in request.POST else '?kept=1'}")


def _first(request: HttpRequest, prefill) -> dict:
    first = {"on_on": clock.today_in(request.user.zone)}
    if prefill is not None:
        first |= {"title": prefill.title, "minutes": prefill.minutes or "", "kind": prefill.kind, "contribution": prefill.contribution,
                  "source": prefill.source, "link": prefill.link,
                  "topics": list(prefill.topics), **({"origin": prefill.origin} if prefill.origin else {})}
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
    drafted = drafting.of(request, entry_form_name(entry))
    sittings = entry.sittings.count()
    if request.method == "POST":
        form = EntryForm(request.POST, zone=request.user.zone, sittings=sittings)
        if form.is_valid():
            answer = _change(request, form, entry, drafted)
            if answer is not None:
                return answer
    else:
        form = EntryForm(initial=drafted.first(EntryForm) or first_of(entry), zone=request.user.zone, sittings=sittings)
    return render(request, "record/edit.html", {
        "place": "record", "material": material(request.viewer, entry), "form": form, "entry": entry, "sittings": sittings,
        "base": drafted.base or entry.version, **drafted.context(request)}, status=422 if form.errors else 200)


def _change(request: HttpRequest, form: EntryForm, entry: Entry, drafted: Drafted) -> HttpResponse | None:
    if choice := drafting.choice_first(request, drafted):
        return choice
    try:
        actions.change(by=request.user, entry=entry, base=drafted.base, draft=drafted.mark, **form.words())
    except actions.ChangedMeanwhile:
        draft = drafting.keep(request, drafted)
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
    form = EntryForm(drafting.as_sent(body), zone=request.user.zone, sittings=entry.sittings.count())
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

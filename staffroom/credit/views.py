"""What counts for my licence: the page, the choice, what the record does not know, and the table to take along."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.credit import actions, mapping, queries
from staffroom.credit.forms import LicenceForm, ToldForm, first_of
from staffroom.kit.acts import Refusal
from staffroom.kit.files import disposition
from staffroom.kit.ops import once
from staffroom.kit.paging import page_of
from staffroom.kit.tables import write_csv
from staffroom.ledger.queries import has_any as has_hours
from staffroom.record.kept import keep_words
from staffroom.record.models import Entry
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

PAGE = 12


@require_safe
@login_required
@notebook_only
def counts(request: HttpRequest) -> HttpResponse:
    """GET /record/counts/?page=2: what counts by the rules that I chose, and why."""
    counted = queries.counted(request.viewer)
    if counted is None:
        return redirect("credit:licence")
    page = page_of(counted.rows, request.GET.get("page", ""), PAGE)
    return render(request, "credit/counts.html", {"place": "record", "material": "notebook", "counted": counted, "page": page,
                                                  "lines": [counted.line(*row) for row in page], "has_hours": has_hours(request.viewer)})


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def licence(request: HttpRequest) -> HttpResponse:
    """/record/counts/licence/: by whose rules, for which days."""
    held = queries.mine(request.viewer)
    first = {"pack": held.pack, "first_on": held.first_on, "last_on": held.last_on, "certificates": held.certificates} if held else {}
    form = LicenceForm(request.POST or request.kept or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.choose(by=request.user, chosen=form.chosen())
        return redirect("credit:counts")
    return render(request, "credit/licence.html", {"place": "record", "material": "notebook", "form": form, "held": held,
                                                   "has_hours": has_hours(request.viewer)},
                  status=422 if request.method == "POST" else 200)


@require_POST
@login_required
@notebook_only
@once
def forget(request: HttpRequest) -> HttpResponse:
    """POST /record/counts/licence/forget/."""
    actions.forget(by=request.user)
    messages.success(request, _("Your licence is forgotten, and what you told of it. Your record is as it was."))
    return redirect("credit:licence")


@keep_words
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@notebook_only
@once
def told(request: HttpRequest, code: str) -> HttpResponse:
    """/record/counts/<code of an entry>/: what it counts by itself, and what the record does not know of it."""
    entry = get_or_404(request.viewer, Entry, code, "change")
    held = queries.mine(request.viewer)
    if held is None or entry.gone_id:
        return redirect("credit:licence" if held is None else "record:let_go")
    alone = queries.alone(request.viewer, entry, held)
    before = mapping.told_of(alone.rows[0][1], held)
    noted = (mapping.KINDS[entry.kind], mapping.ROLES[entry.contribution])
    form = ToldForm(request.POST or request.kept or None, initial=first_of(before), pack=alone.pack, as_noted=noted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell(by=request.user, entry=entry, told=form.told(before))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{request.path}?kept=1")
    return render(request, "credit/told.html", {"place": "record", "material": "notebook", "entry": entry, "form": form, "counted": alone,
                                                "line": next(alone.lines()), "kept": "kept" in request.GET},
                  status=422 if request.method == "POST" else 200)


COLUMNS = ("what", "title", "day", "kind", "logged_minutes", "counted_minutes", "verdict", "reasons", "source")


@require_safe
@login_required
@notebook_only
def file(request: HttpRequest) -> HttpResponse:
    """GET /record/counts/counts.csv: the whole page as a table, every entry of it."""
    counted = queries.counted(request.viewer)
    if counted is None:
        return redirect("credit:licence")
    return StreamingHttpResponse(write_csv(_table(counted)), content_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": disposition("counts.csv"), "Cache-Control": "no-store"})


def _table(counted: queries.Counted) -> Iterator[tuple]:
    def blank(value: int | None) -> object:
        return "" if value is None else value
    yield COLUMNS
    yield ("required", counted.title, counted.kept.first_on.isoformat(), "", "", blank(counted.explained.required), "", "", counted.pack.reviewed_on)
    yield ("counted", counted.title, counted.kept.last_on.isoformat(), "", "", blank(counted.explained.counted), "", "", counted.pack.reviewed_on)
    for rule in counted.rules:
        yield ("rule", rule.title, "", "", "", "", rule.verdict, rule.reason, rule.source.title if rule.source else "")
    for (entry, noted, judged), line in zip(counted.rows, counted.lines(), strict=True):
        yield ("entry", entry.title, entry.on_on.isoformat(), line.kind, noted.minutes, blank(judged.minutes), "", " ".join(line.reasons), "")

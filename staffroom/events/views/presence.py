"""The door, being there, the list, the record, and what one takes home."""

import functools
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.events import actions, beside, queries
from staffroom.events.codes import for_guests as guest_code
from staffroom.events.forms import CorrectForm, HereForm, TakeForm, TryForm
from staffroom.events.models import Event, Going, Presence
from staffroom.events.said import when
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.kit.paging import page_of
from staffroom.practice.queries import open_goals
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import can, get_or_404

WALL = {"place": "find", "material": "wall"}
NOTEBOOK = {"place": "record", "material": "notebook"}
A_PAGE = 40


@require_GET
@login_required
@notebook_only
def door(request: HttpRequest, code: str) -> HttpResponse:
    """GET /events/<code>/door/?paper=1: what hangs at the door, for whoever keeps the list."""
    held = get_or_404(request.viewer, Event, code, "keep")
    on_paper = request.GET.get("paper") == "1"
    return render(request, "events/door.html", WALL | {"event": held, "door": queries.door_of(held, on_paper), "on_paper": on_paper})


def as_guest(view):
    """Whoever has no account and holds the code signs up as a guest."""
    @functools.wraps(view)
    def run(request: HttpRequest, code: str) -> HttpResponse:
        said = request.GET.get("c", "")[:20]
        if request.method == "GET" and request.viewer.account is None and said:
            return redirect(f"{reverse('events:come', args=[code])}?{urlencode({'c': said})}")
        return view(request, code)
    return run


@require_http_methods(["GET", "POST"])
@as_guest
@login_required
@notebook_only
@limited("events.here", 40, 600)
@once
def here(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/here/?c=<code at the door>: I was there. Opening it keeps nothing; POST does."""
    said = (request.POST.get("code") or request.GET.get("c", ""))[:20]
    held = queries.at_the_door(request.viewer, code, said)
    if held is None:
        raise Http404
    if now := request.POST.get("now"):
        return _now(request, held, said, now)
    form = HereForm(request.POST or None, initial={"code": said, "minutes": held.minutes}, event=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_present(by=request.user, event=held, minutes=form.cleaned_data["minutes"], code=form.cleaned_data["code"])
            messages.success(request, _("Kept: you were there. When it is over, one tap takes it into your record."))
            return redirect("events:mine")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _here(request, held, form)


def _here(request: HttpRequest, held: Event, form: HereForm) -> HttpResponse:
    stays = queries.stays(request.viewer, held)
    return render(request, "events/here.html", WALL | {
        "event": held, "form": form, "stays": stays, "is_in": any(stay.left_at is None for stay in stays)},
        status=422 if form.errors else 200)


def _now(request: HttpRequest, held: Event, code: str, how: str) -> HttpResponse:
    """I come, or I leave, at this moment."""
    try:
        act = actions.come_in if how == "in" else actions.go_out
        act(by=request.user, event=held, code=code)
        messages.success(request, _("Kept: you came. Say so too when you leave.") if how == "in" else _("Kept: you left. Your minutes are measured."))
        return redirect(request.path)
    except Refusal as refusal:
        form = HereForm(initial={"code": code, "minutes": held.minutes}, event=held)
        form.errors[NON_FIELD_ERRORS] = form.error_class([str(refusal)])
        return _here(request, held, form)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def kept_list(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/list/?q=&page=: who goes and who was there, a page at a time; with `print` everybody on one sheet. POST says that those who are
    ticked were there.
    """
    held = get_or_404(request.viewer, Event, code, "keep")
    rows = queries.kept_list(request.viewer, held)
    words, number = _looked(request)
    if "print" in request.GET:
        return render(request, "events/list_print.html", WALL | {"event": held, "rows": rows, "when": when(held.span, request.user.zone)})
    if request.method == "POST":
        ticked = set(request.POST.getlist("there"))
        try:
            seen = [row for row in rows if row.who.code in ticked]
            guests = [row.guest for row in seen if row.guest]
            new = actions.confirm(by=request.user, event=held, people=[row.who for row in seen if not row.guest], guests=guests)
            told = ngettext("Kept. One person is told.", "Kept. %(n)s people are told.", new) % {"n": new}
            messages.success(request, told if new else _("Nothing new was kept."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(_list(held, words, number))
    page = page_of(queries.named(rows, words), number, A_PAGE)
    begun = held.has_begun and held.cancelled_at is None
    counts = {"guests": sum(row.guest is not None for row in rows), "going": held.going_count,
              "there": sum(bool(row.presence and row.presence.minutes) for row in rows),
              "open": sum(begun and not row.is_confirmed and not row.is_me for row in page.object_list)}
    return render(request, "events/list.html", WALL | {
        "event": held, "page": page, "words": words, "asked": urlencode({"q": words, "page": page.number}),
        "query": f"?{urlencode({'q': words})}&page=",
        "counts": counts, "when": when(held.span, request.user.zone), "may_run": can(request.viewer, "run", held),
        "guest_code": guest_code(held.door_key),
        "beside": beside.shown("list", request.viewer, held)})


def _looked(request: HttpRequest) -> tuple[str, str]:
    """The name that was looked for, and the page that was open."""
    return " ".join(request.GET.get("q", "").split())[:100], request.GET.get("page", "")[:6]


def _list(held: Event, words: str, number: str) -> str:
    asked = {name: value for name, value in (("q", words), ("page", number)) if value}
    return reverse("events:list", args=[held.code]) + (f"?{urlencode(asked)}" if asked else "")


@require_POST
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def part(request: HttpRequest, code: str, going: str) -> HttpResponse:
    """POST /events/<code>/list/<going>/part/: who goes leads a session, helps, or neither."""
    held = get_or_404(request.viewer, Event, code, "run")
    row = get_or_404(request.viewer, Going, going)
    said = request.POST.get("part", "")
    if row.event_id != held.pk or said not in {"", Going.Part.LEADS, Going.Part.HELPS}:
        raise Http404
    try:
        actions.give_part(by=request.user, going=row, part=said)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect(_list(held, *_looked(request)))


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """/events/presence/<code>/: how long somebody was there, set right, and why."""
    held = get_or_404(request.viewer, Presence, code, "correct")
    form = CorrectForm(request.POST or None, initial={"minutes": held.minutes})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(by=request.user, presence=held, **form.cleaned_data)
            messages.success(request, _("Set right. They are told, and what it said before stays beside it."))
            return redirect("events:list", held.event.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/correct.html", WALL | {"presence": held, "form": form, "before": queries.amended(request.viewer, held)},
                  status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def take(request: HttpRequest, code: str) -> HttpResponse:
    """/events/presence/<code>/take/: what the list says of me goes into my record, as one entry."""
    held = get_or_404(request.viewer, Presence, code, "take")
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.take(by=request.user, presence=held, time_kind=form.cleaned_data["time_kind"])
            messages.success(request, _("It stands in your record. You can add a line to it."))
            return redirect("record:entry", entry.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    overlaps = list(queries.overlaps(request.viewer, held.event)[:3])
    return render(request, "events/take.html", NOTEBOOK | {"presence": held, "event": held.event, "form": form, "overlaps": overlaps},
                  status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.try", 60, 3600)
@once
def will_try(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/try/: what I take home: a step of my plan, its reminder, and the questions weeks later."""
    held = get_or_404(request.viewer, Event, code, "answer")
    goals = open_goals(request.viewer)
    first = {"planned_on": clock.today_in(request.user.zone) + timedelta(days=7), "goal": goals[0].code if len(goals) == 1 else ""}
    form = TryForm(request.POST or None, initial=first, goals=goals)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.will_try(by=request.user, event=held, **form.said())
            messages.success(request, _("It stands in your plan. You are asked in three and in six weeks what became of it."))
            return redirect("practice:step", made.step.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/try.html", {"place": "practice", "material": "notebook", "event": held, "form": form},
                  status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@limited("events.try", 60, 3600)
@once
def plan_cover(request: HttpRequest, code: str) -> HttpResponse:
    """POST /events/<code>/cover/: the cover that I need to go there stands in my plan."""
    held = get_or_404(request.viewer, Event, code, "answer")
    try:
        step = actions.plan_cover(by=request.user, event=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(held.href)
    messages.success(request, _("The cover stands in your plan. Add what it costs, if you know it."))
    return redirect("practice:step", step.code)

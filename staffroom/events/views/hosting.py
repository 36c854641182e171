"""What a host does: put up, change, call off, make it again."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from staffroom.events import actions
from staffroom.events.forms import AgainForm, ChangeForm, EventForm, OffForm, first_of, first_of_planned
from staffroom.events.models import ACCESS, Event, Planned
from staffroom.events.said import cover, over, takes, when
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.markdown import to_html
from staffroom.kit.ops import once
from staffroom.orgs.queries import chains_of, spoken_for
from staffroom.record import drafting
from staffroom.record.kept import keep_words, kept_for
from staffroom.record.models import Draft
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

WALL = {"place": "find", "material": "wall"}
NOTEBOOK = {"place": "find", "material": "notebook"}


def _form(request: HttpRequest, kind: type[EventForm], first: dict) -> EventForm:
    speaks = spoken_for(request.user.pk)
    bodies = dict.fromkeys([*chains_of(request.user.pk), *speaks])
    return kind(request.POST or None, initial=first, speaks=speaks, bodies=bodies)


def _looked(request: HttpRequest, form: EventForm, **more) -> HttpResponse:
    """How it would hang: nothing is up yet."""
    what = form.what()
    access = [(words, dict(form.fields[name].choices)[form.cleaned_data[name]]) for name, words in ACCESS.items()]
    return render(request, "events/look.html", WALL | {
        "form": form, "what": what, "when": when(what.span, request.user.zone), "minutes": what.span.minutes - what.meal_minutes, "access": access,
        "over": over(what), "cover": cover(what), "takes": takes(form.policy, len(what.quiz)) if form.policy.asks else [],
        "words_html": to_html(what.words, top=3), "whose": request.whose, **more})


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.new", 120, 3600)
@once
def new(request: HttpRequest) -> HttpResponse:
    """/events/new/?from=<code>: an event of mine, or the next edition of one I run; ?planned=<code>: a date for what has none yet. POST shows how it
    would hang; only POST with `up` puts it up.
    """
    last = get_or_404(request.viewer, Event, request.GET["from"][:16], "run") if request.GET.get("from") else None
    planned = get_or_404(request.viewer, Planned, request.GET["planned"][:16], "run") if request.GET.get("planned") else None
    if planned is not None and planned.event is not None:
        return redirect(planned.event.href)
    drafted = drafting.of(request, f"events.dated:{planned.code}") if planned else drafting.of_new(request, "events.new")
    first = {"zone": request.user.zone, "on": clock.today_in(request.user.zone) + timedelta(days=14)} if last is None else first_of(last, 7)
    first |= first_of_planned(planned) if planned else {}
    form = _form(request, EventForm, first | drafted.first(EventForm))
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if choice := drafting.choice_first(request, drafted):
            return choice
        if "up" not in request.POST:
            return _looked(request, form, **drafted.context(request))
        try:
            made = actions.put_up(by=request.user, what=form.what(), edition_of=last, planned=planned, draft=drafted.mark)
            messages.success(request, _("It hangs, and those who asked are told first.") if planned else _("It hangs. You see who goes on its list."))
            return redirect("events:event", made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/new.html", NOTEBOOK | {"form": form, "last": last, "planned": planned, **drafted.context(request)},
                  status=422 if form.errors else 200)


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.change", 120, 3600)
@once
def change(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/change/: how it reads from now on. Changed meanwhile by somebody else: both are shown."""
    held = get_or_404(request.viewer, Event, code, "run")
    drafted = drafting.of(request, f"events.change:{code}")
    form = _form(request, ChangeForm, first_of(held) | drafted.first(ChangeForm))
    other, base = None, drafted.base or held.version
    if request.method == "POST" and form.is_valid():
        if choice := drafting.choice_first(request, drafted):
            return choice
        try:
            actions.change(by=request.user, event=held, version=base, what=form.what(), why=form.cleaned_data["why"], draft=drafted.mark)
            messages.success(request, _("Changed. If its time or place is another, everybody who goes is told."))
            return redirect("events:event", code)
        except actions.Changed as changed:
            other = changed.event
            base = other.version
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/change.html", NOTEBOOK | {"form": form, "event": held, "other": other, "base": base, **drafted.context(request)},
                  status=409 if other else 422 if form.errors else 200)


def home_of_new(draft: Draft, code: str) -> str:
    """Where an event that was begun is taken up."""
    return f"{reverse('events:new')}?draft={code or 1}"


def home_of_dated(draft: Draft, code: str) -> str:
    """Where the date of something planned that was begun is taken up."""
    return f"{reverse('events:new')}?planned={code}&draft=1"


def home_of_change(draft: Draft, code: str) -> str:
    """Where a change that was begun is taken up."""
    return f"{reverse('events:change', args=[code])}?draft=1"


@keep_words
@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.change", 120, 3600)
@once
def off(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/off/: it does not take place, and why."""
    held = get_or_404(request.viewer, Event, code, "run")
    form = OffForm(request.POST or None, initial=kept_for(OffForm, request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off(by=request.user, event=held, why=form.cleaned_data["why"])
            messages.success(request, _("Called off. Everybody who goes is told why."))
            return redirect("events:event", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/off.html", WALL | {"event": held, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.again", 30, 3600)
@once
def again(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/again/: more editions of it, made ahead."""
    held = get_or_404(request.viewer, Event, code, "run")
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            series = actions.begin_series(by=request.user, event=held, **form.cleaned_data)
            count = form.cleaned_data["count"]
            words = ngettext("One more hangs. It can be changed by itself.", "%(n)s more hang. Each can be changed by itself.", count)
            messages.success(request, words % {"n": count})
            return redirect("events:series", series.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/again.html", WALL | {"event": held, "form": form}, status=422 if form.errors else 200)

"""What hangs: the list, a series, an event; and what somebody says to it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from staffroom.events import actions, beside, doors, queries
from staffroom.events.models import Event, Going
from staffroom.kit.acts import Refusal
from staffroom.kit.fresh import public_page
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs.models import Organisation
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404, who_can_see
from staffroom.sharing.viewers import NOBODY

WALL = {"place": "find", "material": "wall"}
SAYS = {"going": Going.Answer.GOING, "interested": Going.Answer.INTERESTED, "not": Going.Answer.NOT}


def _list(request: HttpRequest) -> str:
    return queries.version()


def _one(request: HttpRequest, code: str) -> str:
    return queries.version_of(code)


@require_safe
@public_page(version=_list)
@limited("events", 300, 60, reads=True)
def events(request: HttpRequest) -> HttpResponse:
    """GET /events/?q=…&when=past&at=<place>&where=online&of=<body>&page=2: what is coming or past, for anybody."""
    words, place = (" ".join(request.GET.get(name, "").split())[:200] for name in ("q", "at"))
    of, where, past = request.GET.get("of", "")[:16], request.GET.get("where", ""), request.GET.get("when") == "past"
    where = where if where in {"online", "place"} else ""
    body = get_or_404(NOBODY, Organisation, of) if of else None
    found = queries.listed(request.viewer, queries.Asked(words, past, place, where, body), request.GET.get("page", ""))
    kept = {"q": words, "at": place, "where": where, "of": of}
    links = {"coming": _query(**kept), "past": _query(**kept, when="past")}
    links["page"] = links["past" if past else "coming"] + "page="
    return render(request, "events/events.html", WALL | {
        "listed": found, "words": words, "at": place, "where": where, "body": body, "past": past, "links": links,
        "chosen": words or place or where or body})


def _query(**chosen: str) -> str:
    return "?" + "".join(f"{urlencode({name: value})}&" for name, value in chosen.items() if value)


@require_safe
@public_page(version=_one)
def event(request: HttpRequest, code: str) -> HttpResponse:
    """GET /events/<code>/: one event, for whomever it is for."""
    return _page(request, get_or_404(request.viewer, Event, code))


@require_GET
@limited("events.door", 60, 60, reads=True)
def door(request: HttpRequest, door: str) -> HttpResponse:
    """GET /events/door/<secret>/: an event that is for whoever has this link; with the link of an edcamp this browser reads its board too."""
    found = queries.at_door(door)
    if found is None:
        raise Http404
    response = _page(request, found, found.door)
    return doors.remember(request, response, found) if found.kind == Event.Kind.EDCAMP else response


def _page(request: HttpRequest, held: Event, door: str = "") -> HttpResponse:
    return render(request, "events/event.html", WALL | {
        "event": held, "shown": queries.shown(request.viewer, held), "readers": who_can_see(held) if request.viewer.account else [], "door": door,
        "beside": beside.shown("wall", request.viewer, held), "below": beside.shown("below", request.viewer, held)})


@require_safe
@public_page(version=lambda request, code: queries.version())
def series(request: HttpRequest, code: str) -> HttpResponse:
    """GET /events/series/<code>/: every edition that is for this reader, the last first."""
    lines = queries.editions(request.viewer, code)
    if not lines:
        raise Http404
    return render(request, "events/series.html", WALL | {"series": lines[0].event.series, "lines": lines})


@require_POST
@login_required
@notebook_only
@limited("events.answer", 300, 3600)
@once
def answer(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /events/<code>/going/ (interested/, not/): what I say to it."""
    return _answer(request, get_or_404(request.viewer, Event, code, "answer"), how)


@require_POST
@login_required
@notebook_only
@limited("events.answer", 300, 3600)
@once
def answer_at_door(request: HttpRequest, door: str, how: str) -> HttpResponse:
    """POST /events/door/<secret>/going/ (interested/, not/): the same for whoever came by the link."""
    found = queries.at_door(door)
    if found is None:
        raise Http404
    return _answer(request, found, how)


def _answer(request: HttpRequest, held: Event, how: str) -> HttpResponse:
    try:
        said = actions.answer(by=request.user, event=held, says=SAYS[how])
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.path.rsplit("/", 2)[0] + "/")
    words = {Going.Answer.GOING: _("You go. Whoever runs it reads your name."),
             Going.Answer.WAITS: _("Every seat is taken. You are on the waiting list and are told when it is your turn."),
             Going.Answer.INTERESTED: _("Kept with your events. Only you know."),
             Going.Answer.NOT: _("You do not go. If you had a seat, whoever waits longest has it.")}
    messages.success(request, words[Going.Answer(said.answer)])
    return redirect("events:event", held.code)


@require_GET
@login_required
@notebook_only
def mine(request: HttpRequest) -> HttpResponse:
    """GET /events/mine/: where I go, what was, and what may go into my record."""
    return render(request, "events/mine.html", {"place": "practice", "material": "notebook", "mine": queries.mine(request.viewer)})

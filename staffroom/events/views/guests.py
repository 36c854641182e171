"""Guests: signing up without an account, a page of one's own by a secret link, and the list on paper."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.events import actions, queries
from staffroom.events.forms import GuestForm, HereForm, NamesForm
from staffroom.events.guests import forget, remember
from staffroom.events.models import Event, Guest
from staffroom.events.tokens import token_of
from staffroom.events.views.calendars import file_answer
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited, wait
from staffroom.kit.ops import once
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import get_or_404

WALL = {"place": "find", "material": "wall"}
HANDED = {"place": "find", "material": "handed"}
LETTERS_A_DAY = 3


@require_http_methods(["GET", "POST"])
@limited("events.guest.look", 120, 600, reads=True)
@limited("events.guest", 300, 3600)
@once
def come(request: HttpRequest, code: str) -> HttpResponse:
    """/events/<code>/guest/?c=<code>: a seat without an account. Opening it keeps nothing; POST does."""
    said = (request.POST.get("code") or request.GET.get("c", ""))[:20]
    return _come(request, queries.for_guests(code, said), said)


@require_http_methods(["GET", "POST"])
@limited("events.guest.look", 120, 600, reads=True)
@limited("events.guest", 300, 3600)
@once
def come_by_link(request: HttpRequest, door: str) -> HttpResponse:
    """/events/door/<secret>/guest/: the same for whoever has the link."""
    return _come(request, queries.for_guests(door=door), request.POST.get("code", "")[:20])


def _come(request: HttpRequest, held: Event | None, said: str) -> HttpResponse:
    if held is None:
        raise Http404
    known = queries.guest_of(request, held)
    if known is not None and request.method != "POST":
        return redirect("events:guest", token_of(known.code))
    by_mail = held.audience != Event.Audience.BODY
    form = GuestForm(request.POST or None, initial={"code": said}, by_mail=by_mail, mail_works=settings.MAIL_WORKS)
    if request.method == "POST" and form.is_valid():
        try:
            return _came(request, held, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = queries.shown(request.viewer, held)
    return render(request, "events/come.html", WALL | {"event": held, "form": form, "shown": page, "by_mail": form.by_mail},
                  status=422 if form.errors else 200)


def _came(request: HttpRequest, held: Event, data: dict) -> HttpResponse:
    address = data.get("address", "")
    if address and wait("events.guest.letter", address.casefold(), LETTERS_A_DAY, 86_400):
        raise Refusal(_("This address was written to three times today. Use the code, or try it tomorrow; nothing was kept."))
    guest = actions.come_as_guest(by=None, event=held, name=data["name"], address=address, code=data["code"])
    if address:
        messages.success(request, _(
            "If this address takes mail, a letter with your own page is on its way. Open it within two days, and the seat is yours."))
        return redirect(held.href if held.audience == Event.Audience.PUBLIC else reverse("events:events"))
    token = token_of(guest.code)
    messages.success(request, _("You are on the list. Keep the address of this page: it is yours alone."))
    return remember(request, redirect("events:guest", token), token)


def _guest(token: str) -> Guest:
    found = queries.guest_by(token)
    if found is None:
        raise Http404
    return found


@require_safe
@limited("events.door", 60, 60, reads=True)
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """GET /events/guest/<secret>/: a guest's own page."""
    held = _guest(token)
    form = HereForm(initial={"minutes": held.event.minutes}, event=held.event)
    return remember(request, _page(request, held, token, form), token)


def _page(request: HttpRequest, held: Guest, token: str, form: HereForm) -> HttpResponse:
    response = render(request, "events/guest.html", HANDED | {"page": queries.guest_page(held, token), "event": held.event, "form": form},
                      status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@limited("events.door", 60, 60, reads=True)
def file(request: HttpRequest, token: str) -> HttpResponse:
    """GET /events/guest/<secret>.ics: the event for a guest's calendar."""
    return file_answer(queries.file_of_guest(_guest(token)))


@require_POST
@limited("events.guest", 300, 3600)
@once
def say(request: HttpRequest, token: str, how: str) -> HttpResponse:
    """POST /events/guest/<secret>/keep/ (off/): the mail reached me, or I do not come and am forgotten. next/ (no-next/): tell me first of the next
    edition, or no longer; again/: I come to it.
    """
    held = _guest(token)
    try:
        if how == "keep":
            actions.prove_guest(by=None, guest=held)
            messages.success(request, _("Your seat stays yours. What changes is told there."))
            return redirect("events:guest", token)
        if how != "off":
            return _next(request, held, token, how)
        actions.forget_guest(by=None, guest=held)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("events:events") if how in {"keep", "off"} else redirect("events:guest", token)
    messages.success(request, _("You are off the list. Your name and address are forgotten."))
    return forget(request, redirect("events:events"), token)


def _next(request: HttpRequest, held: Guest, token: str, how: str) -> HttpResponse:
    """Of the next edition: told first, no longer, or coming. Raises Refusal."""
    if how == "again":
        mine = token_of(actions.come_again(by=None, guest=held).code)
        messages.success(request, _("You are on its list. This is your page for it."))
        return remember(request, redirect("events:guest", mine), mine)
    actions.tell_me_next(by=None, guest=held, says=how == "next")
    messages.success(request, _("You are told first when it has its date. Nobody reads that you asked.") if how == "next" else _("Taken back."))
    return redirect("events:guest", token)


@require_POST
@limited("events.here", 40, 600)
@once
def here(request: HttpRequest, token: str) -> HttpResponse:
    """POST /events/guest/<secret>/here/: I was there, with the code at the door or without."""
    held = _guest(token)
    form = HereForm(request.POST, event=held.event)
    if form.is_valid():
        try:
            actions.say_present(by=None, guest=held, event=held.event, minutes=form.cleaned_data["minutes"], code=form.cleaned_data["code"])
            messages.success(request, _("Kept: you were there."))
            return redirect("events:guest", token)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, held, token, form)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.answer", 300, 3600)
@once
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """/events/guest/<secret>/mine/: what was this guest's goes into my account."""
    held = _guest(token)
    if request.method == "POST":
        try:
            presence = actions.claim(by=request.user, guest=held)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("events:mine")
        messages.success(request, _("It is yours now. The old link opens nothing any more."))
        ready = presence is not None and presence.entry_id is None and presence.minutes and held.event.is_over
        return forget(request, redirect("events:take", presence.code) if ready else redirect("events:mine"), token)
    page = queries.guest_page(held, token)
    return render(request, "events/claim.html", {"place": "practice", "material": "notebook", "page": page, "event": held.event})


@require_POST
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def put_on_list(request: HttpRequest, code: str) -> HttpResponse:
    """POST /events/<code>/list/add/: names of a list on paper stand on this one."""
    held = get_or_404(request.viewer, Event, code, "keep")
    form = NamesForm(request.POST)
    if form.is_valid():
        try:
            new = actions.put_on_list(by=request.user, event=held, names=form.cleaned_data["names"])
            words = ngettext("One more name stands on the list.", "%(n)s more names stand on the list.", new) % {"n": new}
            messages.success(request, words if new else _("These names stand there already. Nothing new was kept."))
            return redirect("events:list", code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "events/names.html", HANDED | {"event": held, "form": form}, status=422)


@require_POST
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def codes(request: HttpRequest, code: str) -> HttpResponse:
    """POST /events/<code>/list/codes/: all codes are others from now on."""
    actions.new_codes(by=request.user, event=get_or_404(request.viewer, Event, code, "run"))
    messages.success(request, _("Every code is another one now. What hangs or was given around opens nothing any more."))
    return redirect("events:list", code)


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@limited("events.list", 300, 3600)
@once
def slip(request: HttpRequest, code: str, guest: str) -> HttpResponse:
    """/events/<code>/list/guests/<guest>/: the guest's own link to hand over; POST takes them off the list."""
    held = get_or_404(request.viewer, Event, code, "keep")
    row = get_or_404(request.viewer, Guest, guest, "keep")
    if row.event_id != held.pk:
        raise Http404
    if request.method == "POST":
        try:
            actions.forget_guest(by=request.user, guest=row)
            messages.success(request, _("Off the list. The name and the address are forgotten."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("events:list", code)
    return render(request, "events/slip.html", HANDED | {"event": held, "slip": queries.slip_of(row)})

"""My own calendar in other programs: switching it on and off, and reading it."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staffroom.kit.limits import address, busy, limited, wait
from staffroom.kit.ops import once
from staffroom.practice import actions, dated, queries
from staffroom.practice.forms import CalendarForm
from staffroom.sharing.doors import notebook_only

READS, MISSES = 120, 60  # in an hour: of one calendar, and by one address under secrets that are none


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def my_calendar(request: HttpRequest) -> HttpResponse:
    """/practice/calendar/: what of mine has a day, in other programs; POST switches it on, or says whether titles go along."""
    held = queries.calendar_address(request.viewer)
    form = CalendarForm(request.POST or None, initial={"titles": "shown" if held and held.shows_titles else "hidden"})
    if request.method == "POST" and form.is_valid():
        actions.open_calendar(by=request.user, shows_titles=form.cleaned_data["titles"] == "shown")
        return redirect("practice:calendar")
    url = request.build_absolute_uri(reverse("practice:calendar_file", args=[held.secret])) if held else ""
    return render(request, "practice/calendar.html", {
        "place": "practice", "material": "notebook", "held": held, "form": form, "kinds": dated.kinds(), "url": url,
        "webcal": f"webcal{url[url.index(':'):]}" if url else ""}, status=422 if form.errors else 200)


@require_POST
@login_required
@notebook_only
@once
def change_calendar(request: HttpRequest, how: str) -> HttpResponse:
    """POST /practice/calendar/new/ makes another address, …/stop/ takes it away."""
    (actions.renew_calendar if how == "new" else actions.close_calendar)(by=request.user)
    return redirect("practice:calendar")


@require_safe
@limited("calendar", READS, 3600, by=lambda request: request.path, reads=True)
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """/practice/calendar/<secret>.ics: the calendar of whoever gave this address away. Known already, it is not sent again."""
    held = queries.calendar_behind(secret)
    if held is None:
        rest = wait("calendar-misses", address(request), MISSES, 3600)
        if rest:
            return busy(request, rest)
        raise Http404
    body = queries.calendar_of(held)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={
        "ETag": etag, "Content-Disposition": 'inline; filename="staffroom.ics"', "X-Robots-Tag": "noindex"})
    if request.viewer.account is None:  # a browser that is signed in keeps nothing at all
        response.headers["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

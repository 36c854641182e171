"""The inbox, and how I want to be told."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit.ops import once
from staffroom.notices import actions, queries
from staffroom.notices.forms import PreferenceForm
from staffroom.notices.models import Notice, Preference
from staffroom.sharing.doors import notebook_only
from staffroom.sharing.rules import visible_to


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """GET /notices/: what I was told, newest first."""
    told = queries.inbox(request.viewer)
    return render(request, "notices/inbox.html", {"material": "notebook", "told": told, "unread": any(row.unread for row in told)})


@require_POST
@login_required
@once
def reading(request: HttpRequest) -> HttpResponse:
    """POST /notices/read/: I have read all of it."""
    actions.read(by=request.user, shown=visible_to(request.viewer, Notice).filter(read_at=None).values_list("pk", flat=True))
    return redirect("notices:inbox")


@require_http_methods(["GET", "POST"])
@login_required
@notebook_only
@once
def how(request: HttpRequest) -> HttpResponse:
    """/notices/how/: mail, reminders and quiet hours."""
    held = visible_to(request.viewer, Preference).first() or Preference(person=request.user)
    stands = ("by_mail", "is_asked", "quiet_from", "quiet_to", "reminds")
    form = PreferenceForm(request.POST or None, initial={name: getattr(held, name) for name in stands})
    if request.method == "POST" and form.is_valid():
        actions.prefer(by=request.user, **form.cleaned_data)
        return redirect("notices:inbox")
    context = {"material": "notebook", "form": form, "mail_works": settings.MAIL_WORKS, "replies_work": settings.REPLIES_WORK}
    if settings.REPLIES_WORK:
        box = queries.mailbox_of(request.user)
        context["is_own_mailbox"] = box is not None and box.holds_own_key
    return render(request, "notices/how.html", context, status=422 if form.errors else 200)

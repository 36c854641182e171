"""People: the bodies I belong to, invitations, colleagues who wish to be found, copies."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit.acts import Refusal
from staffroom.kit.limits import address, busy, is_over, limited, wait
from staffroom.kit.ops import once
from staffroom.orgs import actions
from staffroom.orgs.models import Invitation, Membership
from staffroom.orgs.queries import by_sheet as by_sheet_code
from staffroom.orgs.queries import by_token, holds, still_joins
from staffroom.orgs.rules import may_join
from staffroom.orgs.tokens import as_sheet, in_link
from staffroom.pages import people as queries
from staffroom.pages.forms import LinkForm
from staffroom.pages.office import shut
from staffroom.sharing.rules import get_or_404

GUESS, GUESSES = "orgs.sheet", (30, 3600)


def _page(request: HttpRequest, form: LinkForm, status: int = 200) -> HttpResponse:
    viewer, text = request.viewer, request.GET.get("q", "")[:80].strip()
    return render(request, "pages/people.html", {
        "place": "people", "material": "wall", "form": form, "q": text, "query": f"?{urlencode({'q': text})}&page=",
        "belongings": queries.belongings(viewer), "waiting": queries.waiting(viewer),
        "found": queries.findable(viewer, text, request.GET.get("page", "")), "is_findable": queries.is_findable(viewer), **queries.copies(viewer),
    }, status=status)


@require_GET
@login_required
@limited("people", 300, 60, reads=True)
def people(request: HttpRequest) -> HttpResponse:
    """GET /people/?q=words&page=2."""
    return _page(request, LinkForm())


@require_http_methods(["GET", "POST"])
@limited("orgs.join", 60, 3600)
def paste(request: HttpRequest) -> HttpResponse:
    """/join/: the link that somebody was given, or the code on a sheet. Nothing changes by it, so nothing of it is kept, least of all the link."""
    form = LinkForm(request.POST or None)
    if form.is_valid():
        if typed := as_sheet(form.cleaned_data["link"]):
            if rest := is_over(GUESS, _where(request), *GUESSES):
                return busy(request, rest)
            if by_sheet_code(typed):
                return redirect("join_sheet", typed)
            wait(GUESS, _where(request), *GUESSES)
        token = in_link(form.cleaned_data["link"])
        if token and by_token(token):
            return redirect("join", token)
        form.add_error("link", _("No invitation has this link, and no sheet this code. Look whether all of it is there, or ask for another one."))
    status = 422 if form.errors else 200
    if request.user.is_authenticated:
        return _page(request, form, status)
    return render(request, "pages/join_type.html", {"place": "people", "material": "wall", "form": form}, status=status)


def _where(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else address(request)


@require_http_methods(["GET", "POST"])
@once
def by_sheet(request: HttpRequest, typed: str) -> HttpResponse:
    """/join/sheet/<code>/: what a sheet says; POST joins, from inside the account that is signed in. Codes that never were are counted."""
    if not as_sheet(typed):
        raise Http404
    if rest := is_over(GUESS, _where(request), *GUESSES):
        return busy(request, rest)
    sheet = by_sheet_code(as_sheet(typed))
    if sheet is None:
        wait(GUESS, _where(request), *GUESSES)
        raise Http404
    if not still_joins(sheet):
        return render(request, "pages/join_sheet_over.html", {"place": "people", "material": "wall"}, status=410)
    may = may_join(request.viewer, sheet.organisation)
    if request.method == "POST" and may:
        try:
            return _belongs(request, actions.join_by_sheet(by=request.user, sheet=sheet))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("people")
    context = {"place": "people", "material": "wall", "sheet": sheet, "may": may, "shut": shut()}
    return render(request, "pages/join_sheet.html", context, status=403 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@limited("orgs.join", 60, 3600, reads=True)
@once
def join(request: HttpRequest, token: str) -> HttpResponse:
    """/join/<token>/: what the invitation says; POST accepts it, from inside the account that is signed in."""
    invitation = by_token(token)
    if invitation is None:
        raise Http404
    if request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        return redirect("people")
    if not holds(invitation) or invitation.to_person_id not in {None, request.viewer.pk}:
        return _gone(request, invitation)
    may = may_join(request.viewer, invitation.organisation)
    if request.method == "POST" and may:
        try:
            return _accepted(request, invitation)
        except actions.Gone:
            return _gone(request, by_token(token))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("people")
    context = {"place": "people", "material": "wall", "invitation": invitation, "may": may, "shut": shut()}
    return render(request, "pages/join.html", context, status=403 if request.method == "POST" else 200)


def _accepted(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return _belongs(request, actions.accept(by=request.user, invitation=invitation))


def _belongs(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, _("You belong to %(body)s now. It sees your name, your role and its dates.") % {"body": membership.organisation})
    return redirect("people")


def _gone(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return render(request, "pages/join_gone.html", {"place": "people", "material": "wall", "used": invitation.accepted_at is not None}, status=410)


@require_POST
@login_required
@once
def answer(request: HttpRequest, code: str, how: str) -> HttpResponse:
    """POST /people/invitations/<code>/accept/ or /decline/: one that waits for me by name."""
    invitation = get_or_404(request.viewer, Invitation, code, "answer")
    if how == "decline":
        actions.decline(by=request.user, invitation=invitation)
        return redirect("people")
    try:
        return _accepted(request, invitation)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("people")


@require_POST
@login_required
@once
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """POST /people/roles/<code>/leave/: I do not hold this role any more."""
    membership = get_or_404(request.viewer, Membership, code, "leave")
    try:
        actions.end_membership(by=request.user, membership=membership)
        messages.success(request, _("You left %(body)s. Everything of yours is still here and still yours.") % {"body": membership.organisation})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("people")

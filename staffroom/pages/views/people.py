"""People: the bodies I belong to, invitations, colleagues who wish to be found, copies."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs import actions
from staffroom.orgs.models import Invitation, Membership
from staffroom.orgs.queries import by_token, holds
from staffroom.orgs.rules import may_join
from staffroom.orgs.tokens import in_link
from staffroom.pages import people as queries
from staffroom.pages.forms import LinkForm
from staffroom.pages.office import shut
from staffroom.sharing.rules import get_or_404


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


@require_POST
@login_required
@limited("orgs.join", 60, 3600)
def paste(request: HttpRequest) -> HttpResponse:
    """POST /join/: somebody pasted the link that they were given. Nothing changes by it, so nothing of it is kept, least of all the link."""
    form = LinkForm(request.POST)
    if form.is_valid():
        token = in_link(form.cleaned_data["link"])
        if token and by_token(token):
            return redirect("join", token)
        form.add_error("link", _("No invitation has this link. Look whether all of it was copied, or ask for another one."))
    return _page(request, form, status=422)


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
    membership = actions.accept(by=request.user, invitation=invitation)
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

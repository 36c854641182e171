"""Office: who holds which role in the bodies in one's reach. Everything else of these people stays shut."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staffroom.claims.rules import sits_at
from staffroom.kit import clock
from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.orgs import actions
from staffroom.orgs.models import Invitation, JoinSheet, Membership, Organisation
from staffroom.orgs.queries import still_joins
from staffroom.orgs.tokens import token_of
from staffroom.pages import office as queries
from staffroom.pages.forms import DomainForm, FoundForm, InviteForm, RenameForm, RoleForm, SheetForm
from staffroom.sharing.rules import can, get_or_404

SHOWN_FOR = timedelta(minutes=15)


def _in(request: HttpRequest, code: str, verb: str = "office") -> Organisation:
    return get_or_404(request.viewer, Organisation, code, verb)


def _about(request: HttpRequest, body: Organisation, **more) -> dict:
    return {"place": "office", "material": "wall", "body": body, "acting_as": queries.acting_as(request.viewer, body),
            "may_manage": can(request.viewer, "manage", body), **more}


@require_GET
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """GET /office/: the bodies in which I hold an office; with one, that one. Without an office there is no such page."""
    seats = queries.seats(request.viewer)
    if not seats:
        raise Http404
    if len(seats) == 1:
        return redirect("office_body", seats[0].code)
    return render(request, "pages/office_pick.html", {"place": "office", "material": "wall", "seats": seats})


@require_GET
@login_required
def body(request: HttpRequest, code: str) -> HttpResponse:
    """GET /office/<body>/?show=left&page=2: roles, invitations, bodies below, domains, and what stays shut."""
    here = _in(request, code)
    left = request.GET.get("show") == "left"
    more = {"left": left, "members": queries.members(request.viewer, here, left, request.GET.get("page", "")), "shut": queries.shut(),
            "below": queries.first_below(body=here.pk), "kinds": Organisation.UNDER.get(here.kind),
            "domains": queries.domains(body=here.pk), "decides": sits_at(request.viewer, here),
            "invitations": queries.invitations(request.viewer, here, request.GET.get("open", ""))}
    return render(request, "pages/office.html", _about(request, here, **more))


@require_GET
@login_required
def member(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """GET /office/<body>/members/<role>/: one person's roles in this office's reach. The person reads that it was opened."""
    held = get_or_404(request.viewer, Membership, role, "look")
    here = _in(request, code)
    if held.organisation_id != here.pk:
        raise Http404
    queries.log_look(request.viewer, held)
    more = {"held": held, "roles": queries.roles_of(request.viewer, held), "may_end": can(request.viewer, "end", held), "form": RoleForm(),
            "shut": queries.shut()}
    return render(request, "pages/office_member.html", _about(request, here, **more))


@require_POST
@login_required
@once
def ending(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """POST …/members/<role>/end/: the role is over from now."""
    here, held = _in(request, code, "manage"), get_or_404(request.viewer, Membership, role, "end")
    if held.organisation_id != here.pk:
        raise Http404
    try:
        actions.end_membership(by=request.user, membership=held)
        messages.success(request, _("The role of %(name)s ended. Everything of this person stays with them.") % {"name": held.person})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    is_mine = held.person_id == request.user.pk
    return redirect("people") if is_mine else redirect("office_body", code)


@require_POST
@login_required
@limited("orgs.invite", 120, 3600)
@once
def offering(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """POST …/members/<role>/offer/: another role for somebody who is here; it waits on their own page."""
    here, held = _in(request, code, "manage"), get_or_404(request.viewer, Membership, role, "look")
    form = RoleForm(request.POST)
    if held.organisation_id != here.pk or not form.is_valid():
        raise Http404
    try:
        actions.invite(by=request.user, organisation=here, role=form.cleaned_data["role"], to_person=held.person)
        messages.success(request, _("Offered to %(name)s. It waits on their page People.") % {"name": held.person})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("office_member", code, role)


@require_http_methods(["GET", "POST"])
@login_required
@limited("orgs.invite", 120, 3600)
@once
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/invite/: a link for one person and one role."""
    here = _in(request, code, "manage")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(by=request.user, organisation=here, **form.cleaned_data)
            return redirect("office_invitation", code, made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "pages/office_invite.html", _about(request, here, form=form), status=422 if form.errors else 200)


@require_GET
@login_required
def invitation(request: HttpRequest, code: str, invited: str) -> HttpResponse:
    """GET /office/<body>/invitations/<code>/: the link, for a quarter of an hour, to whoever made it. It stands nowhere else."""
    here, made = _in(request, code, "manage"), get_or_404(request.viewer, Invitation, invited, "manage")
    if made.organisation_id != here.pk:
        raise Http404
    fresh = made.by_id == request.user.pk and made.is_open() and made.to_person_id is None and made.made_at > clock.now() - SHOWN_FOR
    link = request.build_absolute_uri(f"/join/{token_of(made.code)}/") if fresh else ""
    return render(request, "pages/office_invitation.html", _about(request, here, invitation=made, link=link))


@require_POST
@login_required
@once
def withdrawing(request: HttpRequest, code: str, invited: str) -> HttpResponse:
    """POST …/invitations/<code>/withdraw/: the link opens nothing any more."""
    here, made = _in(request, code, "manage"), get_or_404(request.viewer, Invitation, invited, "manage")
    if made.organisation_id != here.pk:
        raise Http404
    if actions.withdraw(by=request.user, invitation=made).accepted_at:
        messages.warning(request, _("This invitation was accepted before. End the role instead."))
    return redirect("office_body", code)


@require_http_methods(["GET", "POST"])
@login_required
@limited("orgs.invite", 120, 3600)
@once
def sheets(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/sheets/: sheets by which several people join; POST makes another."""
    here = _in(request, code, "manage")
    form = SheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.print_sheet(by=request.user, organisation=here, **form.cleaned_data)
            return redirect("office_sheet", code, made.code)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    more = {"form": form, "sheets": queries.sheets(request.viewer, here), "shut": queries.shut()}
    return render(request, "pages/office_sheets.html", _about(request, here, **more), status=422 if form.errors else 200)


def _sheet(request: HttpRequest, code: str, sheet: str) -> tuple[Organisation, JoinSheet]:
    here, held = _in(request, code, "manage"), get_or_404(request.viewer, JoinSheet, sheet, "manage")
    if held.organisation_id != here.pk:
        raise Http404
    return here, held


@require_GET
@login_required
def sheet(request: HttpRequest, code: str, sheet: str) -> HttpResponse:
    """GET /office/<body>/sheets/<sheet>/: the sheet itself, made for paper, as long as people can join by it."""
    here, held = _sheet(request, code, sheet)
    return render(request, "pages/office_sheet.html", _about(request, here, sheet=held, door=queries.door_of(held) if still_joins(held) else None))


@require_POST
@login_required
@once
def sheet_ending(request: HttpRequest, code: str, sheet: str) -> HttpResponse:
    """POST …/sheets/<sheet>/end/: nobody joins by it any more."""
    _here, held = _sheet(request, code, sheet)
    actions.end_sheet(by=request.user, sheet=held)
    messages.success(request, _("Nobody joins by this sheet any more. Whoever joined stays."))
    return redirect("office_sheets", code)


@require_http_methods(["GET", "POST"])
@login_required
@once
def below(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/below/: the bodies under this one; POST founds another."""
    here = _in(request, code)
    manages = can(request.viewer, "manage", here) and bool(Organisation.UNDER.get(here.kind))
    if request.method == "POST" and not manages:
        raise Http404
    form = FoundForm(request.POST or None, under=here.kind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.found(by=request.user, parent=here, **form.cleaned_data)
            return redirect("office_below", code)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    bodies = queries.bodies_below(request.viewer, here, request.GET.get("page", ""))
    more = {"form": form, "bodies": bodies, "may_found": manages}
    return render(request, "pages/office_below.html", _about(request, here, **more), status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@once
def name(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/name/: what this body is called. Changed meanwhile by somebody else: both names are shown."""
    here = _in(request, code, "manage")
    form = RenameForm(request.POST or None, body=here)
    if request.method == "POST" and form.is_valid():
        actions.rename(by=request.user, organisation=here, **form.cleaned_data)
        return redirect("office_body", code)
    status = 409 if form.is_bound and form.is_stale else 422 if form.errors else 200
    return render(request, "pages/office_name.html", _about(request, here, form=form), status=status)


@require_http_methods(["GET", "POST"])
@login_required
@once
def domains(request: HttpRequest, code: str) -> HttpResponse:
    """/office/<body>/domains/: mail domains of this body."""
    here = _in(request, code, "manage")
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim_domain(by=request.user, organisation=here, domain=form.cleaned_data["domain"])
            return redirect("office_domains", code)
        except Refusal as refusal:
            form.add_error("domain", str(refusal))
    return render(request, "pages/office_domains.html", _about(request, here, form=form, domains=queries.domains(body=here.pk)),
                  status=422 if form.errors else 200)

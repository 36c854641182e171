"""Ways into an account: password, addresses, sessions, and opening the notebook in a session that a body opened."""

import functools

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from staffroom.kit.acts import Refusal
from staffroom.kit.limits import limited
from staffroom.kit.ops import once
from staffroom.people import actions, factors, letters, queries
from staffroom.people.forms import Address, NewPassword
from staffroom.people.views.doors import NOTEBOOK, WALL, again, again_to_write, own_key


@own_key
@again
@once
def password(request: HttpRequest) -> HttpResponse:
    """Set or change the password; every other session ends."""
    form = NewPassword(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        account = actions.set_password(by=request.user, account=request.user, password=form.cleaned_data["password"])
        was = request.session.session_key
        update_session_auth_hash(request, account)
        UserSession.objects.filter(session_key=was).delete()
        UserSession.objects.create_from_request(request)
        messages.success(request, _("Your new password is set. Every other device was signed out."))
        return redirect("people:me")
    return render(request, "people/password.html", {"form": form, "material": NOTEBOOK})


# A letter for a new password


@limited("reset", 20, 3_600)
@once
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a letter; the answer is the same for every address."""
    form = Address(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_reset(by=None, email=form.cleaned_data["email"])
        return redirect("account_reset_password_done")
    return render(request, "people/reset_ask.html", {"form": form, "material": WALL, "mail_works": settings.MAIL_WORKS})


def reset_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "people/reset_asked.html", {"material": WALL, "mail_works": settings.MAIL_WORKS})


@limited("reset-link", 30, 3_600, reads=True)
@once
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password by a letter. It signs nobody in."""
    address = letters.read_reset(token)
    if address is None:
        return render(request, "people/link_gone.html", {"material": WALL}, status=410)
    form = NewPassword(request.POST or None, account=address.user)
    if request.method == "POST" and form.is_valid():
        actions.reset_password(by=None, address=address, password=form.cleaned_data["password"])
        messages.success(request, _("The new password is set, and every device was signed out. Sign in with it now."))
        return redirect("account_login")
    begins = factors.rests_until(address)
    return render(request, "people/reset.html", {"form": form, "material": WALL, "by_body": begins is None, "begins": begins})


# Addresses


@own_key
@again_to_write
@limited("addresses", 20, 3_600)
@once
def addresses(request: HttpRequest) -> HttpResponse:
    """List the addresses; add one."""
    form = Address(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_address(by=request.user, email=form.cleaned_data["email"])
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect("account_email")
    rows = EmailAddress.objects.filter(user=request.user).order_by("-primary", "email")
    return render(request, "people/addresses.html", {"form": form, "addresses": rows, "material": NOTEBOOK, "mail_works": settings.MAIL_WORKS})


VERBS = {"main": actions.mail_to, "remove": actions.drop_address, "letter": actions.ask_proof}


@own_key
@again_to_write
@limited("addresses", 20, 3_600)
@once
def address_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make an address the main one, remove it, or send its letter once more."""
    address = get_object_or_404(EmailAddress, pk=pk, user=request.user)
    if request.method == "POST":
        try:
            VERBS[verb](by=request.user, address=address)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("account_email")


@own_key
@once
def prove_address(request: HttpRequest, token: str) -> HttpResponse:
    """The letter to an address was opened: by its link, from inside the account that lists the address."""
    address = letters.read_proof(token)
    if address is None or address.user_id != request.user.pk:
        return render(request, "people/link_gone.html", {"material": WALL}, status=410)
    if request.method == "POST":
        try:
            actions.prove_address(by=request.user, address=address)
            messages.success(request, _("This address is proved: letters reach you there."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("account_email")
    return render(request, "people/prove.html", {"address": address, "material": NOTEBOOK})


# Sessions


@own_key
@once
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; end one or all others."""
    here = request.session.session_key
    if request.method == "POST":
        one = request.POST.get("end", "")
        if one == "others":
            actions.end_sessions(by=request.user, but=here)
        else:
            row = get_object_or_404(UserSession.objects.exclude(session_key=here), user=request.user, pk=one if one.isdecimal() else 0)
            actions.end_session(by=request.user, session=row)
        messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    return render(request, "people/sessions.html", {"sessions": queries.sessions_of(request.user), "here": here, "material": NOTEBOOK})


def with_mail(view):
    """A page that needs letters; where mail does not work, the way in is the ordinary one."""
    @functools.wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if settings.MAIL_WORKS else redirect("account_login")
    return run


@login_required
def open_notebook(request: HttpRequest) -> HttpResponse:
    """In a session that a body opened: show an own factor, and the notebook opens here too."""
    following = request.GET.get("next", "")
    following = following if get_adapter().is_safe_url(following) else settings.LOGIN_REDIRECT_URL
    if factors.of_session(request) == factors.SELF:
        return HttpResponseRedirect(following)
    ways = [way | {"url": f"{way['url']}?{urlencode({'next': following})}"} for way in get_adapter().get_reauthentication_methods(request.user)]
    return render(request, "people/open_notebook.html", {"ways": ways, "material": WALL, "own_from_at": request.user.own_from_at})

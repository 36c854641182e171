"""Who is looking, and by whose key the door was opened (trust rule R4)."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from staffroom.orgs.queries import Office, offices_of
from staffroom.people.factors import BODY_KEY
from staffroom.people.models import Account
from staffroom.people.sessions import who_asks

NONE, ORG, SELF = "none", "org", "self"
SESSION_KEY = "assurance"


@dataclass
class Viewer:
    """A reader of pages: an account (or nobody) and the assurance of this session.

    assurance: "self" by a factor that the teacher holds, "org" by one that an employer controls, "none" signed out.
    `synthetic` roles are used by the self-test, which has no stored account. `body` is the code of the body by whose
    sign-in an "org" session was opened, where that is known: such a session sees rows of that body and below it alone.
    """

    account: Account | None = None
    assurance: str = NONE
    synthetic: tuple[Office, ...] = field(default=())
    body: str = ""

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        if self.synthetic or self.account is None:
            return self.synthetic
        if not getattr(self.account, "holds_office", True):  # read along with the session of this very request
            return ()
        return offices_of(self.account.pk, within=None if self.holds_own_key else self.body)

    @property
    def has_office(self) -> bool:
        known = getattr(self.account, "holds_office", None) if self.holds_own_key and not self.synthetic else None
        return bool(self.offices) if known is None else known

    @property
    def pk(self) -> Any:
        return self.account.pk if self.account else None

    @property
    def holds_own_key(self) -> bool:
        return self.account is not None and self.assurance == SELF


NOBODY = Viewer()


def holder(person: UUID) -> Viewer:
    """Somebody with a key of their own, known by the key of the account alone: what a statement about their own things is written for."""
    return Viewer(account=without_office(Account(pk=person)), assurance=SELF)


def without_office(account: Account) -> Account:
    """Of somebody who is made up nobody need be asked which offices they hold."""
    account.holds_office = False  # type: ignore[attr-defined]  # what people.sessions reads along
    return account


def of(request) -> Viewer:
    """The viewer of a request; an unknown assurance counts as the employer's."""
    user = request.user
    if not user.is_authenticated:
        return Viewer()
    own = request.session.get(SESSION_KEY) == SELF
    return Viewer(account=user, assurance=SELF if own else ORG, body="" if own else request.session.get(BODY_KEY, ""))


def _speaks(user: Account) -> str:
    """The language of a person; somebody of the demo world speaks that of whoever looks round, unless another was chosen."""
    asked = translation.get_language()
    return asked if asked and user.is_demo and user.language == settings.LANGUAGE_CODE else user.language


def viewer(get_response):
    """Middleware: `request.viewer`, and the zone and language of the person for this request."""

    def run(request):
        request.user = user = who_asks(request)  # the account itself: going through Django's lazy one costs on every use
        request.viewer = of(request)
        if user.is_authenticated:
            timezone.activate(user.zone)
            if "lang" not in request.GET and _speaks(user) != translation.get_language():
                translation.activate(_speaks(user))
                request.LANGUAGE_CODE = translation.get_language()
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return run

"""Who is looking, and by whose key the door was opened (trust rule R4)."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from staffroom.orgs.queries import Office, offices_of
from staffroom.people.models import Account

NONE, ORG, SELF = "none", "org", "self"
SESSION_KEY = "assurance"


@dataclass
class Viewer:
    """A reader of pages: an account (or nobody) and the assurance of this session.

    assurance: "self" by a factor that the teacher holds, "org" by one that an employer controls, "none" signed out.
    `synthetic` roles are used by the self-test, which has no stored account.
    """

    account: Account | None = None
    assurance: str = NONE
    synthetic: tuple[Office, ...] = field(default=())

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        if self.synthetic or self.account is None:
            return self.synthetic
        return offices_of(self.account.pk)

    @property
    def pk(self) -> Any:
        return self.account.pk if self.account else None

    @property
    def holds_own_key(self) -> bool:
        return self.account is not None and self.assurance == SELF


NOBODY = Viewer()


def of(request) -> Viewer:
    """The viewer of a request; an unknown assurance counts as the employer's."""
    user = request.user
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return Viewer()
    return Viewer(account=user, assurance=SELF if request.session.get(SESSION_KEY) == SELF else ORG)


def viewer(get_response):
    """Middleware: `request.viewer`, and the zone and language of the person for this request."""

    def run(request):
        request.viewer = SimpleLazyObject(lambda: of(request))
        user = request.user
        if user.is_authenticated:
            timezone.activate(user.zone)
            if "lang" not in request.GET and user.language != translation.get_language():
                translation.activate(user.language)
                request.LANGUAGE_CODE = translation.get_language()
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return run

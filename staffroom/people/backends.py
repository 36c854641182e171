"""Signing in with an address and a password, in the same time for every address.

Several accounts may have typed one address, and each is opened by its own password. So that the time taken does not
tell how many there are, the salt belongs to the address (see `Account.set_password`): one hash answers for all of them.
For an address that nobody typed one hash is made too.
"""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import identify_hasher, is_password_usable, make_password
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from staffroom.kit.statement import written_once
from staffroom.people import factors
from staffroom.people.models import Account

MOST_CANDIDATES = 50


@written_once
def _known(*, person: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=person)


class ByAddress(AuthenticationBackend):
    """The password of any account that lists the address, proved or not; whoever proved it is looked at first."""

    def authenticate(self, request, **credentials):
        email, password = credentials.get("email"), credentials.get("password")
        if not email or not password:
            return None
        made: dict[str, str] = {}
        found = None
        for account in candidates(email):
            own, kept = fits(password, account.password, made), fits(password, account.kept_password, made)
            if found is None and (own or kept):
                found = (account, kept and not own)
        if not made:
            make_password(password)
        return self._admit(request, *found) if found else None

    def _admit(self, request, account: Account, kept: bool) -> Account | None:
        if not self.user_can_authenticate(account):
            self._stash_user(account)
            return None
        if request is not None:
            request.session.pop(factors.KEPT_KEY, None)
            if kept:
                request.session[factors.KEPT_KEY] = str(account.pk)
        return account

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session; every page asks for it."""
        found = next(iter(_known(person=user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None


def candidates(email: str) -> list[Account]:
    """The accounts that list this address, the one that proved it first, then the oldest."""
    rows = EmailAddress.objects.filter(email=email.lower()).select_related("user").order_by("-verified", "user__made_at", "pk")
    return [row.user for row in rows[:MOST_CANDIDATES]]


def fits(password: str, encoded: str, made: dict[str, str]) -> bool:
    """Is this the password of `encoded`? `made` remembers what was hashed for each salt."""
    if not encoded or not is_password_usable(encoded):
        return False
    manner = encoded.rpartition("$")[0]
    if manner not in made:
        hasher = identify_hasher(encoded)
        parts = hasher.decode(encoded)
        work = {"n": parts["work_factor"], "r": parts["block_size"], "p": parts["parallelism"]} if hasher.algorithm == "scrypt" else {}
        made[manner] = hasher.encode(password, parts["salt"], **work)
    return constant_time_compare(made[manner], encoded)

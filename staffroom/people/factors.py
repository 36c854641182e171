"""Who holds the key by which a session was opened (trust rule R4).

"self": something that the teacher alone holds. "org": something that an employer can use too. A session without a word
about it counts as "org". Rooms above tell which mail domains belong to bodies by adding to `BODY_DOMAINS`.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from staffroom.kit import clock
from staffroom.people.models import Account

SELF, ORG, NONE = "self", "org", "none"
SESSION_KEY = "assurance"
BODY_KEY = "assured_by"  # the code of the organisation whose sign-in opened this session, where it is known
KEPT_KEY = "own_password_of"
REST, FRESH_SECONDS = timedelta(hours=72), 900
CHANGES = ("password", "password_by_body", "password_by_mail", "passkey_added", "passkey_removed", "codes_on", "codes_off", "recovery_renewed",
           "address_added", "address_removed", "address_main", "address_proved", "body_linked", "body_unlinked")

BODY_DOMAINS: list[Callable[[str], bool]] = []
BODY_OF_DOMAIN: list[Callable[[str], str]] = []


def is_body_domain(address: str) -> bool:
    """Does a body claim the mail domain of this address (or the domain above it)?"""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return any(claimed(domain) for claimed in BODY_DOMAINS)


def body_of_mailbox(address: str) -> str:
    """The code of the body that claims the mail domain of this address, or nothing."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return next((code for claims in BODY_OF_DOMAIN if (code := claims(domain))), "")


def rests_until(address: EmailAddress):
    """When this proved address begins to count as the teacher's own; None for one that never does."""
    proof = getattr(address, "proof", None)
    if not address.verified or proof is None or is_body_domain(address.email):
        return None
    return proof.made_at + REST


def is_own_mailbox(account: Account, email: str) -> bool:
    """A proved address that no body claims, and not one put in yesterday."""
    address = EmailAddress.objects.filter(user=account, email=email.lower()).select_related("proof").first()
    begins = rests_until(address) if address else None
    return begins is not None and begins <= clock.now()


def is_own(account: Account, record: dict, kept: bool = False) -> bool:
    """Was this step of signing in done with something that the teacher alone holds?"""
    match record.get("method"):
        case "password":
            return kept or account.password_is_own
        case "mfa":
            return record.get("type") in {"webauthn", "totp", "recovery_codes"}
        case "code":
            return bool(record.get("email")) and is_own_mailbox(account, record["email"])
    return False


def assurance(account: Account, records: Iterable[dict], kept: bool = False) -> str:
    """What a session opened by these steps may open: one own step of the last quarter of an hour is enough."""
    since = clock.now().timestamp() - FRESH_SECONDS
    return SELF if any(is_own(account, record, kept) for record in records if record.get("at", 0) >= since) else ORG


def take_kept(request: HttpRequest, account: Account) -> bool:
    """Was the password just typed the one that a body's reset had put aside? Asked once."""
    return request.session.pop(KEPT_KEY, "") == str(account.pk) and bool(account.kept_password)


def of_session(request: HttpRequest) -> str:
    """The assurance of the session of a request."""
    if not request.user.is_authenticated:
        return NONE
    return SELF if request.session.get(SESSION_KEY) == SELF else ORG


def has_own(account: Account) -> bool:
    """Has this account any factor of its own, so that its notebook can be opened at all?"""
    from allauth.mfa.models import Authenticator
    return account.password_is_own or bool(account.kept_password) or account.own_from_at is not None or (
        Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

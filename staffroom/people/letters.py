"""Letters about an account: promised with the act, written and sent by the worker. None holds anything of a notebook.

Links are made from the instance's own address, never from a request, and are good once: a proof for three days, a new
password for two hours.
"""

from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from staffroom.kit import outbox
from staffroom.kit.sealed import open_bytes, seal_bytes
from staffroom.people import factors
from staffroom.people.models import Account

PROOF_SECONDS, RESET_SECONDS = 3 * 86_400, 2 * 3_600
LABEL = "people.letter"


def promise(kind: str, *addresses: EmailAddress | None, secret: str = "", to_gone: str = "", **extra) -> None:
    """Promise a letter to each address (people/mail/<kind>.txt); for nobody a row that does nothing, which takes as long.

    `secret` (a code) and `to_gone` (an address just removed) wait sealed with the key of the account.
    """
    if not settings.MAIL_WORKS:
        return
    rows = [row for row in addresses if row]
    for name, text in (("secret", secret), ("to_gone", to_gone)):
        if text and rows:
            extra[name] = seal_bytes(rows[0].user_id, LABEL, text.encode()).hex()
    mark = str(uuid4())
    outbox.put("people.letter", mark, {"letter": kind, "addresses": [row.pk for row in rows], "mark": mark, **extra})


@outbox.handles("people.letter")
def deliver(payload: dict) -> None:
    """Write and send one letter; an address or account that is gone meanwhile gets none. A repeat carries the same Message-ID."""
    mark = payload.get("mark") or uuid4()
    rows = list(EmailAddress.objects.filter(pk__in=payload["addresses"]).select_related("user", "proof"))
    opened = {name: open_bytes(LABEL, bytes.fromhex(payload[name])).decode() for name in ("secret", "to_gone") if payload.get(name) and rows}
    for row in rows:
        context = _links(payload["letter"], row) | {"what": payload.get("what", ""), **opened}
        _send(payload["letter"], row.user, row.email, context, f"{mark}.{row.pk}")
    if opened.get("to_gone"):
        _send(payload["letter"], rows[0].user, opened["to_gone"], {"what": payload.get("what", "")}, f"{mark}.gone")


def _links(kind: str, row: EmailAddress) -> dict:
    if kind == "prove":
        return {"link": _full(reverse("people:prove_address", args=[proof_token(row)]))}
    if kind == "reset":
        return {"link": _full(reverse("people:reset", args=[reset_token(row)])), "by_body": factors.rests_until(row) is None}
    return {"link": _full(reverse("people:me"))}


def _full(path: str) -> str:
    return settings.BASE_URL + path


def _send(kind: str, account: Account, to: str, context: dict, mark: str) -> None:
    with translation.override(account.language):
        text = render_to_string(f"people/mail/{kind}.txt", {"site_name": settings.SITE_NAME, "to": to, "base_url": settings.BASE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    headers = {"Message-ID": f"<{mark}@{urlsplit(settings.BASE_URL).hostname}>"}
    EmailMessage(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()


def proof_token(address: EmailAddress) -> str:
    """What the letter that proves an address carries."""
    return signing.dumps([address.pk, address.email], salt="people.prove")


def read_proof(token: str) -> EmailAddress | None:
    """The address a letter was sent to, while it is listed and not proved and the letter is not too old."""
    try:
        pk, email = signing.loads(token, salt="people.prove", max_age=PROOF_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return EmailAddress.objects.filter(pk=pk, email=email, verified=False).select_related("user").first()


def _state(address: EmailAddress) -> str:
    return salted_hmac("people.reset", f"{address.email}|{address.verified}|{address.user.password}|{address.user.epoch}").hexdigest()[:32]


def reset_token(address: EmailAddress) -> str:
    """What a letter for a new password carries; void as soon as the password or the address changes."""
    return signing.dumps([address.pk, _state(address)], salt="people.reset")


def read_reset(token: str) -> EmailAddress | None:
    """The proved address a letter was sent to, while its link is good."""
    try:
        pk, state = signing.loads(token, salt="people.reset", max_age=RESET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    address = EmailAddress.objects.filter(pk=pk, verified=True, user__is_active=True).select_related("user", "proof").first()
    return address if address and constant_time_compare(_state(address), str(state)) else None

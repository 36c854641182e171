"""The secret part of an address that takes a reply. It is nowhere stored: it is made from the code of its row and the instance's key."""

import base64
import hashlib
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

_SHAPE = re.compile(r"[a-z2-7]{32}")


def token_of(code: str) -> str:
    """32 small letters and digits (160 bits) that only this instance can make, also where a mail server changes case."""
    return base64.b32encode(salted_hmac("notices.reply", code, algorithm="sha256").digest()[:20]).decode().lower()


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(code: str) -> str:
    """Where the reply goes: replies+<token>@school.example."""
    name, _at, domain = settings.MAIL_REPLIES.rpartition("@")
    return f"{name}+{token_of(code)}@{domain}"


def tokens_in(addresses) -> list[str]:
    """The tokens in those addresses that are ours."""
    name, _at, domain = settings.MAIL_REPLIES.rpartition("@")
    found = [address.removeprefix(f"{name}+").removesuffix(f"@{domain}") for address in addresses
             if address.startswith(f"{name}+") and address.endswith(f"@{domain}")]
    return [token for token in found if _SHAPE.fullmatch(token)]

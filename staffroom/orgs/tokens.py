"""The secret part of an invitation's link. It is nowhere stored: it is made from the invitation's code and the instance's key."""

import base64
import hashlib
import re

from django.utils.crypto import salted_hmac

from staffroom.kit.words import fold

_SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def token_of(code: str) -> str:
    """43 characters that only this instance can make."""
    return base64.urlsafe_b64encode(salted_hmac("orgs.invitation", code, algorithm="sha256").digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def in_link(text: str) -> str:
    """The token in a pasted link, or in what is left of one; "" when there is none."""
    found = _SHAPE.findall(text)
    return found[-1] if found else ""


def to_hash(name: str, organisation_code: str) -> str:
    """A mark by which invitations to one name are counted: within a body, or everywhere when the name is an address."""
    name = fold(name)
    place = "" if "@" in name else organisation_code
    return salted_hmac("orgs.to", f"{place}\n{name}", algorithm="sha256").hexdigest() if name else ""

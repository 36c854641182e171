"""The secret part of a guest's link. It is nowhere stored: it is made from the guest's code and the instance's key."""

import base64
import hashlib

from django.utils.crypto import salted_hmac


def token_of(code: str) -> str:
    """43 characters that only this instance can make."""
    return base64.urlsafe_b64encode(salted_hmac("events.guest", code, algorithm="sha256").digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def to_hash(address: str) -> str:
    """A mark by which an address is known again; "" for none."""
    return salted_hmac("events.guest.to", address.casefold(), algorithm="sha256").hexdigest() if address else ""

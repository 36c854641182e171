"""Devices that were signed in before: strangers who guess passwords do not lock them out, and new ones are told by letter.

A long cookie names accounts by a keyed digest; it opens nothing.
"""

import json

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from staffroom.people.models import Account

COOKIE = "__Host-device" if settings.SECURE else "device"
MOST, SECONDS, SALT = 8, 86_400 * 400, "people.device"


def _mark(account_id) -> str:
    return salted_hmac(SALT, str(account_id)).hexdigest()[:20]


def _marks(request: HttpRequest) -> list[str]:
    try:
        marks = json.loads(signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        return []
    return [mark for mark in marks if isinstance(mark, str)][:MOST] if isinstance(marks, list) else []


def knows(request: HttpRequest, account_id) -> bool:
    """Was this account signed in on this device before?"""
    mark = _mark(account_id)
    return any(constant_time_compare(mark, known) for known in _marks(request))


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Leave the mark of this account on this device."""
    mark = _mark(account.pk)
    marks = [mark, *(known for known in _marks(request) if known != mark)][:MOST]
    response.set_cookie(COOKIE, signing.Signer(salt=SALT).sign(json.dumps(marks)), max_age=SECONDS, secure=settings.SECURE, httponly=True,
                        samesite="Lax")

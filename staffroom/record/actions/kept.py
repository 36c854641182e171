"""Words sent after a session had ended: kept sealed for an hour under a key that only the browser holds."""

import json
from datetime import timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import get_random_string

from staffroom.kit import clock
from staffroom.kit.acts import act
from staffroom.people.models import Account
from staffroom.record.models import KeptWords

KEPT_MINUTES = 60


@act("record.keep_words")
def keep_words(*, by: None, person: Account, path: str, body: dict[str, list[str]], key: bytes) -> KeptWords:
    """The words of a form are kept for its account, sealed with `key` (32 bytes, stored nowhere here); older ones for this page go."""
    nonce = get_random_string(12, "0123456789abcdef").encode()
    sealed = nonce + AESGCM(key).encrypt(nonce, json.dumps(body).encode(), f"{person.pk}{path}".encode())
    return KeptWords.objects.update_or_create(person=person, path=path, defaults={
        "body": sealed, "until_at": clock.now() + timedelta(minutes=KEPT_MINUTES)})[0]


@act("record.forget_words")
def forget_words(*, by: Account, path: str) -> None:
    """The words were sent for good, or are no longer wanted."""
    KeptWords.objects.filter(person=by, path=path).delete()

"""The key that signs checkpoints: in a file outside the database and outside every backup, opened by the clock alone when it seals."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from staffroom.kit.secrets import read_or_make


def signing() -> Ed25519PrivateKey:
    """The key; made on first use. Raises OSError."""
    secret = read_or_make(settings.LEDGER_KEY_FILE).encode()
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"staffroom.checkpoint/1\n" + secret).digest())

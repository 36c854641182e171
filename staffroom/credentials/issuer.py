"""The issuer of this place: how it is called (did:web), the key that signs, and the documents with which anybody checks what was signed.

The private key is made of a secret in a file of its own, which lies in no backup; only the worker and `staffroom issuer` read it. The public keys are
rows, and stay listed. Sources: did:web method (W3C CCG), Controlled Identifiers 1.0 (Multikey), Bitstring Status List 1.0.
"""

import base64
import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse

from staffroom.credentials.openbadges import contexts, keys, proofs, status
from staffroom.kit import clock
from staffroom.kit.secrets import read_or_make

CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def did() -> str:
    """The name of this place: "did:web:staffroom.example", with a port as did:web writes it."""
    return "did:web:" + quote(settings.BASE_URL.partition("://")[2].partition("/")[0], safe="")


def key() -> Ed25519PrivateKey:
    """The key that signs today; made the first time."""
    return of_secret(read_or_make(settings.ISSUER_KEY_FILE))


def of_secret(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, b"staffroom issuer").derive(secret.encode()))


def method(public: str) -> str:
    """How a proof names a key of this place."""
    return f"{did()}#{public}"


def document(publics: Iterable[str]) -> dict:
    """The page of keys that did:web asks for: every key that ever signed here, each for assertions."""
    methods = [{"id": method(public), "type": "Multikey", "controller": did(), "publicKeyMultibase": public} for public in publics]
    return {"@context": list(CONTEXTS), "id": did(), "verificationMethod": methods, "assertionMethod": [one["id"] for one in methods]}


def profile() -> dict:
    """This place as the issuer of a credential."""
    return {"id": did(), "type": ["Profile"], "name": settings.SITE_NAME, "url": settings.BASE_URL}


def signed(credential: dict, private: Ed25519PrivateKey) -> dict:
    """The credential with a proof (eddsa-rdfc-2022). Raises `reading.Bad` for what no verifier would take."""
    return proofs.sign(credential, private, method=method(keys.as_multikey(private.public_key())), created=moment(clock.now()))


def moment(at: datetime) -> str:
    """A moment of RFC 3339 in whole seconds of UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def list_address(number: int) -> str:
    return settings.BASE_URL + reverse("issuer:status", args=[number])


def entry(number: int, place: int) -> dict:
    """Where a credential says whether it was taken back."""
    address = list_address(number)
    return {"id": f"{address}#{place}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": str(place),
            "statusListCredential": address}


def listing(number: int, places: Iterable[int], since: datetime) -> dict:
    """The list as a credential that is not signed yet: a bit for each of these places."""
    bits = bytearray(status.LEAST_BITS // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    address = list_address(number)
    return {"@context": [contexts.V2], "id": address, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": did(),
            "validFrom": moment(since), "credentialSubject": {
                "id": f"{address}#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": f"u{packed}"}}
